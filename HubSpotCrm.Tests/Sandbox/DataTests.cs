using System.Globalization;
using System.Net;
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
        foreach (var type in new[] { "contacts", "companies", "deals", "tasks", "notes", "meetings", "calls", "emails" })
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
    [InlineData(3)]
    [InlineData(9)]
    public async Task A_tiny_account_is_an_account_too(int contacts)
    {
        await using var server = await StartAsync(contacts, 1);

        (await AllAsync(server, "/crm/objects/2026-09/contacts?limit=100&associations=companies,deals")).Should().HaveCount(contacts);
        (await AllAsync(server, "/crm/objects/2026-09/companies?limit=100&associations=contacts")).Should().HaveCount(contacts / 5);
        foreach (var type in new[] { "deals", "tasks", "notes", "meetings", "calls", "emails" })
        {
            (await AllAsync(server, $"/crm/objects/2026-09/{type}?limit=100&associations=contacts,companies")).Should().HaveCount((await server.DumpAsync(type)).Count);
        }

        (await server.PostAsync("/crm/objects/2026-09/contacts/search", new { limit = 1 })).Body.GetProperty("total").GetInt32().Should().Be(contacts);
    }

    [Fact]
    public async Task Activities_in_an_account_without_contacts_are_with_nobody()
    {
        await using var server = await SandboxServer.StartAsync(options => (options.Contacts, options.Engagements) = (0, 40));

        (await AllAsync(server, "/crm/objects/2026-09/notes?limit=100&associations=contacts,companies,deals")).Should().HaveCount(10)
            .And.NotContain(note => note.EnumerateObject().Any(field => field.Name == "associations"));
    }

    [Fact]
    public async Task An_account_has_the_currencies_it_is_given_and_the_first_is_its_own()
    {
        await using var server = await SandboxServer.StartAsync(options => (options.Contacts, options.Currencies) = (4_000, ["CHF", "EUR", "USD", "GBP", "JPY"]));

        var (_, account) = await server.GetAsync("/account-info/2026-09/details");
        var deals = await server.DumpAsync("deals");
        var (_, property) = await server.GetAsync("/crm/properties/2026-09/deals/deal_currency_code");
        var (created, deal) = await server.PostAsync("/crm/objects/2026-09/deals", new { properties = new { dealname = "New", dealstage = "contractsent", amount = "100000", deal_currency_code = "JPY" } });
        var (_, plain) = await server.PostAsync("/crm/objects/2026-09/deals", new { properties = new { dealname = "New", dealstage = "contractsent", amount = "100" } });
        var (refused, _) = await server.PatchAsync($"/crm/objects/2026-09/deals/{Id(deal)}", new { properties = new { deal_currency_code = "SEK" } });

        account.GetProperty("companyCurrency").GetString().Should().Be("CHF");
        account.GetProperty("additionalCurrencies").EnumerateArray().Select(code => code.GetString()).Should().Equal("EUR", "USD", "GBP", "JPY");
        property.GetProperty("options").EnumerateArray().Select(option => option.GetProperty("value").GetString()).Should().Equal("CHF", "EUR", "USD", "GBP", "JPY");
        deals.Select(record => Text(record, "deal_currency_code")).Distinct().Should().BeEquivalentTo("CHF", "EUR", "USD", "GBP", "JPY");
        deals.Where(record => Text(record, "deal_currency_code") == "JPY" && Text(record, "amount") is not null).Should().OnlyContain(record => !Text(record, "amount")!.Contains('.'), "nobody pays half a yen");
        created.Should().Be(HttpStatusCode.Created);
        decimal.Parse(Value(deal, "amount_in_home_currency")!, CultureInfo.InvariantCulture).Should().BeInRange(400, 800);
        Value((await server.GetAsync($"/crm/objects/2026-09/deals/{Id(plain)}?properties=deal_currency_code")).Body, "deal_currency_code").Should().Be("CHF");
        Value(plain, "amount_in_home_currency").Should().StartWith("100");
        refused.Should().Be(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("XXX")]
    [InlineData("EUR,EUR")]
    [InlineData("")]
    [Trait("BadInput", "currencies that are none")]
    public async Task Currencies_that_are_none_stop_the_start(string codes)
    {
        var start = () => SandboxServer.StartAsync(options => options.Currencies = codes.Split(',', StringSplitOptions.RemoveEmptyEntries));

        await start.Should().ThrowAsync<ArgumentException>().WithMessage("Currencies: *");
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
