using System.Globalization;
using System.Text.Json;
using HubSpotCrm.Tests.Support;
using static HubSpotCrm.Tests.Sandbox.ReadTests;

namespace HubSpotCrm.Tests.Sandbox;

public sealed class DataTests
{
    private static readonly DateTimeOffset Reference = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task The_same_seed_and_reference_time_give_the_same_account_and_another_seed_another()
    {
        await using var one = await StartAsync(500, 1);
        await using var same = await StartAsync(500, 1);
        await using var other = await StartAsync(500, 2);

        var first = (await one.DumpAsync("deals")).Select(record => record.ToString()).ToArray();

        (await same.DumpAsync("deals")).Select(record => record.ToString()).Should().Equal(first);
        (await other.DumpAsync("deals")).Select(record => record.ToString()).Should().NotIntersectWith(first);
    }

    [Fact]
    public async Task Addresses_and_customer_numbers_are_unique()
    {
        await using var server = await StartAsync(12_000, 1);

        var contacts = await server.DumpAsync("contacts");

        contacts.Select(Id).Should().OnlyHaveUniqueItems();
        contacts.Select(contact => Text(contact, "email")).Where(email => email is not null).Should().OnlyHaveUniqueItems().And.HaveCountGreaterThan(11_500)
            .And.OnlyContain(email => email!.All(char.IsAscii));
        contacts.Select(contact => Text(contact, "customer_number")).Where(number => number is not null).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task Contacts_are_as_mixed_as_real_ones()
    {
        await using var server = await StartAsync(12_000, 1);

        var contacts = await server.DumpAsync("contacts");
        var names = contacts.Select(contact => Text(contact, "lastname") ?? "").ToArray();
        var people = contacts.Select(contact => $"{Text(contact, "firstname")} {Text(contact, "lastname")} {Text(contact, "company")}").GroupBy(person => person);

        names.Should().Contain("").And.Contain(name => name.Length > 100).And.Contain(name => name.Any(letter => letter > '\u3000')).And.Contain(name => name.Any(letter => letter >= '\u0590' && letter <= '\u06ff'));
        contacts.Should().Contain(contact => (Text(contact, "firstname") ?? "").Contains("🌻"));
        people.Count(group => group.Count() > 1).Should().BeGreaterThan(20, "some people are there twice");
        contacts.Should().Contain(contact => Text(contact, "customer_value") == "N/A").And.Contain(contact => Text(contact, "phone") == null);
        contacts.Select(contact => Text(contact, "hubspot_owner_id")).Should().Contain(["41629780", "41629781"], "some still belong to owners who have left");
    }

    [Fact]
    public async Task Deals_fill_two_pipelines_over_two_years_in_three_currencies()
    {
        await using var server = await StartAsync(12_000, 1);

        var deals = await server.DumpAsync("deals");
        var created = deals.Select(deal => deal.GetProperty("createdAt").GetDateTimeOffset()).ToArray();

        deals.Should().HaveCount(3_600);
        deals.Select(deal => Text(deal, "pipeline")).Distinct().Should().HaveCount(2);
        deals.Select(deal => Text(deal, "deal_currency_code")).Distinct().Should().HaveCount(3);
        deals.GroupBy(deal => Text(deal, "dealstage")).Max(stage => stage.Count()).Should().BeGreaterThan(400);
        deals.Should().NotContain(deal => Text(deal, "dealstage") == "262919003", "one stage is empty");
        deals.Should().Contain(deal => Text(deal, "amount") == "12500000").And.Contain(deal => Text(deal, "amount") == null);
        created.Count(time => time < Reference.AddYears(-3)).Should().Be(1);
        created.GroupBy(time => (time.Year, time.Month)).Should().HaveCountGreaterThanOrEqualTo(24);
        deals.Should().OnlyContain(deal => deal.GetProperty("updatedAt").GetDateTimeOffset() <= Reference && deal.GetProperty("updatedAt").GetDateTimeOffset() >= deal.GetProperty("createdAt").GetDateTimeOffset());
    }

    [Fact]
    public async Task Every_value_is_one_its_property_allows()
    {
        await using var server = await StartAsync(2_000, 1);
        var misfits = new List<string>();
        foreach (var type in new[] { "contacts", "companies", "deals" })
        {
            var (_, body) = await server.GetAsync($"/crm/properties/2026-09/{type}");
            var definitions = body.GetProperty("results").EnumerateArray().ToDictionary(property => property.GetProperty("name").GetString()!);
            foreach (var value in (await server.DumpAsync(type)).SelectMany(record => record.GetProperty("properties").EnumerateObject()))
            {
                var (definition, text) = (definitions[value.Name], value.Value.GetString()!);
                var options = definition.GetProperty("options").EnumerateArray().Select(option => option.GetProperty("value").GetString()!).ToArray();
                var fits = definition.GetProperty("type").GetString() switch
                {
                    "enumeration" or "bool" when options.Length > 0 => text.Split(';').All(options.Contains),
                    "number" => text == "N/A" || decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _),
                    "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", out _),
                    "datetime" => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _) || long.TryParse(text, out _),
                    _ => text.Length > 0,
                };
                if (!fits)
                {
                    misfits.Add($"{type}: {value.Name} = {text}");
                }
            }
        }

        misfits.Should().BeEmpty();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(9)]
    public async Task A_tiny_account_is_an_account_too(int contacts)
    {
        await using var server = await StartAsync(contacts, 1);

        (await AllAsync(server, "/crm/objects/2026-09/contacts?limit=100&associations=companies,deals")).Should().HaveCount(contacts);
        (await AllAsync(server, "/crm/objects/2026-09/companies?limit=100&associations=contacts")).Should().HaveCount(contacts / 5);
        (await server.PostAsync("/crm/objects/2026-09/contacts/search", new { limit = 1 })).Body.GetProperty("total").GetInt32().Should().Be(contacts);
    }

    private static string? Text(JsonElement record, string property) =>
        record.GetProperty("properties").TryGetProperty(property, out var value) ? value.GetString() : null;

    private static Task<SandboxServer> StartAsync(int contacts, int seed) => SandboxServer.StartAsync(options =>
    {
        options.Contacts = contacts;
        options.Seed = seed;
        options.ReferenceTime = Reference;
    });
}
