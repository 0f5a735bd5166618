using HubSpotCrm.Tests.Support;
using HubSpotCrm.Web.Urls;

namespace HubSpotCrm.Tests.Hosting;

/// <summary>Where a link may lead after signing in: to this portal and nowhere else.</summary>
public sealed class AddressTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("//evil.example")]
    [InlineData("///evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("\\/evil.example")]
    [InlineData("\\\\evil.example")]
    [InlineData("https://evil.example")]
    [InlineData("http:evil.example")]
    [InlineData("https:/evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData("evil.example")]
    [InlineData("@evil.example")]
    [InlineData(" //evil.example")]
    [InlineData("/ /evil.example")]
    [InlineData("/\t/evil.example")]
    [InlineData("/\r\n/evil.example")]
    [InlineData("/x\r\nSet-Cookie: a=b")]
    [InlineData("/%2f/evil.example")]
    [InlineData("/%2Fevil.example")]
    [InlineData("%2f%2fevil.example")]
    [InlineData("/%5cevil.example")]
    [InlineData("/%255cevil.example")]
    [InlineData("/%252f%252fevil.example")]
    [InlineData("/%09/evil.example")]
    [InlineData("/%0d%0aSet-Cookie:a=b")]
    [InlineData("/\u0000")]
    [InlineData("?x=1")]
    [InlineData("#x")]
    [InlineData("~/x")]
    [Trait("BadInput", "a return address that leads elsewhere")]
    public void An_address_that_may_lead_elsewhere_becomes_the_start_page(string? address) =>
        PortalUrls.LocalOrHome(address).Should().Be("/");

    [Theory]
    [InlineData("/")]
    [InlineData("/contacts")]
    [InlineData("/contacts?q=M%C3%BCller&sort=-score")]
    [InlineData("/contacts?f=%7B%22a%22%3A1%7D")]
    [InlineData("/contacts?next=https://example.com//x")]
    [InlineData("/settings/connection#scopes")]
    public void An_address_of_the_portal_is_taken_as_it_is(string address) => PortalUrls.LocalOrHome(address).Should().Be(address);

    [Fact]
    public async Task A_forged_return_address_leads_to_the_start_page()
    {
        await using var portal = await PortalFactory.StartAsync();
        await portal.AddUserAsync();
        using var client = portal.CreateClient();

        using var answer = await client.PostSignInAsync(PortalFactory.EmailOf(Core.Access.Role.Admin), PortalFactory.Password, "//evil.example/sign-in");

        new Uri(portal.Address, answer.Headers.Location!).Should().Be(portal.Address);
    }

    [Theory]
    [InlineData("/sync?x=%00&y=%FF&=&&&")]
    [InlineData("/sync?%F0%9F%99%82=%E2%80%AE")]
    [InlineData("/connect?step=nonsense&notice=%3Cscript%3Ealert(1)%3C%2Fscript%3E")]
    [InlineData("/settings/connection?a[0]=1&a[0]=2")]
    [Trait("BadInput", "addresses with unknown or malformed parameters")]
    public async Task A_page_shows_whatever_nonsense_its_address_carries(string address)
    {
        await using var portal = await PortalFactory.StartAsync();
        using var client = await portal.SignInAsync();

        using var answer = await client.GetAsync(address, TestContext.Current.CancellationToken);

        answer.IsSuccessStatusCode.Should().BeTrue();
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Should().Contain("<h1").And.NotContain("<script>alert");
    }
}
