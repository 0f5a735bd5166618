using HubSpotCrm.Core.Access;
using HubSpotCrm.Web.Security;

namespace HubSpotCrm.Tests.Hosting;

/// <summary>Which passwords are refused beside those that are too short.</summary>
public sealed class PasswordTests
{
    private static readonly CommonPasswords Common = new();

    [Fact]
    public void The_list_has_at_least_three_thousand_entries_of_the_least_length() => Common.Count.Should().BeGreaterThan(3_000);

    [Theory]
    [InlineData("password12345")]
    [InlineData("Passwort1234!")]
    [InlineData("qwertyuiopas")]
    [InlineData("QWERTZUIOPASDF")]
    [InlineData("1qaz2wsx3edc")]
    [InlineData("aaaaaaaaaaaa")]
    [InlineData("iloveyou2026")]
    [InlineData("Welcome-2026-!")]
    [InlineData("administrator1")]
    [InlineData("hubspothubspot")]
    [InlineData("123456789012")]
    [InlineData("letmeinletmein")]
    public void What_everybody_tries_first_is_on_it(string password) => Common.Contains(password).Should().BeTrue();

    [Theory]
    [InlineData("correct horse battery staple")]
    [InlineData("purple lamps eat slow rivers")]
    [InlineData("пароль из четырёх слов")]
    [InlineData("Zq8#vR2!mT5x")]
    public async Task A_good_password_of_any_alphabet_is_taken(string password)
    {
        var result = await new CommonPasswordValidator(Common).ValidateAsync(null!, new PortalUser { Email = "katharina@nordwind.example", DisplayName = "Katharina Berg" }, password);

        result.Succeeded.Should().BeTrue();
    }

    [Theory]
    [InlineData(128, true)]
    [InlineData(256, true)]
    [InlineData(257, false)]
    public async Task Long_passwords_are_welcome_up_to_what_can_be_hashed_in_time(int length, bool taken)
    {
        var password = string.Concat(Enumerable.Range(0, length).Select(index => (char)('a' + (index * 7 % 26))));

        (await new CommonPasswordValidator(Common).ValidateAsync(null!, new PortalUser(), password)).Succeeded.Should().Be(taken);
    }
}
