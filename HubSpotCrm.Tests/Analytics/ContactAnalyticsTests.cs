using HubSpotCrm.Core.Analytics;

namespace HubSpotCrm.Tests.Analytics;

public sealed class ContactAnalyticsTests : IAsyncLifetime
{
    private AnalyticsBench _bench = null!;

    public async ValueTask InitializeAsync() => _bench = await AnalyticsBench.OpenAsync();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    [Trait("Seed", "S26")]
    public async Task Growth_compares_the_contacts_created_in_30_days_with_the_30_before()
    {
        await _bench.AddAsync([.. Enumerable.Range(0, 15).Select(_ => _bench.Contact(created: -29)), .. Enumerable.Range(0, 10).Select(_ => _bench.Contact(created: -30)), _bench.Contact(created: -60)]);

        var (key, contacts) = (await _bench.KeyAsync(), await _bench.ContactsAsync());

        (key.ContactGrowth.Value, key.ContactGrowth.Sample, key.ContactGrowth.IsTooFew).Should().Be((0.5m, 25, false));
        (contacts.New.Value, contacts.New.Previous, key.TotalContacts.Value).Should().Be((15, 10, 26));
        (await _bench.ListedAsync(contacts.New)).Should().Be(15);
        (await _bench.ListedAsync(key.TotalContacts)).Should().Be(26);
    }

    [Fact]
    [Trait("Seed", "S26")]
    public async Task Leads_of_the_period_that_became_customers_count_from_their_history()
    {
        var contacts = Enumerable.Range(0, 6).Select(_ => _bench.Contact(created: -300)).ToArray();
        await _bench.AddAsync(contacts);
        await _bench.HistoryAsync(contacts[0].Key, "lifecyclestage", ("lead", -100), ("customer", -50));
        await _bench.HistoryAsync(contacts[1].Key, "lifecyclestage", ("subscriber", -120), ("lead", -100));
        await _bench.HistoryAsync(contacts[2].Key, "lifecyclestage", ("customer", -170), ("lead", -100));
        await _bench.HistoryAsync(contacts[3].Key, "lifecyclestage", ("lead", -250), ("customer", -240), ("lead", -10));
        await _bench.HistoryAsync(contacts[4].Key, "lifecyclestage", ("customer", -100));
        await _bench.HistoryAsync(contacts[5].Key, "hs_lead_status", ("lead", -100));

        var rate = (await _bench.KeyAsync()).LeadConversionRate;

        (rate.Part, rate.Sample, rate.Value).Should().Be((1, 3, 1m / 3));
        (rate.Previous, rate.PreviousSample).Should().Be((1m, 1));
    }

    [Fact]
    public async Task A_contact_that_was_deleted_is_no_lead_any_more()
    {
        await _bench.HistoryAsync(999, "lifecyclestage", ("lead", -100), ("customer", -50));

        (await _bench.KeyAsync()).LeadConversionRate.Missing.Should().Be("nobody became lead");
    }

    [Fact]
    public void Leads_of_a_period_are_found_without_reading_the_whole_history()
    {
        using var connection = _bench.Fixture.Mirror.OpenRead();
        using var command = connection.CreateCommand();
        command.CommandText = """
            EXPLAIN QUERY PLAN SELECT count(*), sum(EXISTS (SELECT 1 FROM history AS w WHERE w.key = l.key AND w.property = 'lifecyclestage' AND w.value = 'customer' AND w.at >= l.at))
            FROM (SELECT h.key AS key, min(h.at) AS at FROM history AS h WHERE h.property = 'lifecyclestage' AND h.value = 'lead' GROUP BY h.key HAVING min(h.at) >= 1) AS l
            CROSS JOIN contact AS c ON c.key = l.key
            """;
        var plan = new List<string>();
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            plan.Add(reader.GetString(3));
        }

        plan.Should().Contain(step => step.Contains("COVERING INDEX IX_history_lifecycle (property=? AND value=?)"))
            .And.Contain(step => step.Contains("COVERING INDEX IX_history_lifecycle (property=? AND value=? AND key=? AND at>?)"));
        plan.Should().NotContain(step => step.Contains("TEMP B-TREE"));
    }

    [Fact]
    public async Task Stages_come_in_the_accounts_order_with_unknown_and_empty_ones_last()
    {
        await _bench.AddAsync(_bench.Contact(stage: "customer"), _bench.Contact(stage: "lead"), _bench.Contact(stage: "lead"), _bench.Contact(stage: "90210"), _bench.Contact());

        var contacts = await _bench.ContactsAsync();

        contacts.Lifecycle.Select(stage => (stage.Label, stage.Contacts.Value)).Should().Equal(("Lead", 2), ("Opportunity", 0), ("Customer", 1), ("90210", 1), ("No stage", 1));
        contacts.Lifecycle[0].Share.Value.Should().Be(0.4m);
        contacts.Unassigned.Value.Should().Be(5);
        (await _bench.ListedAsync(contacts.Unassigned)).Should().Be(5);
        (await _bench.ListedAsync(contacts.Lifecycle[4].Contacts)).Should().Be(1);
    }

    [Fact]
    public async Task An_account_without_records_has_zeroes_and_reasons_and_no_failure()
    {
        var key = await _bench.KeyAsync();

        new[] { key.TotalContacts, key.TotalCompanies, key.TotalDeals, key.TotalDealValue, key.MonthlyRevenue }.Should().OnlyContain(figure => figure.Value == 0);
        new[] { key.WinRate, key.ContactGrowth, key.CompanyGrowth, key.DealGrowth, key.CampaignPerformance, key.LeadConversionRate, key.EmailOpenRate, key.EmailClickRate, key.QuarterlyGrowth }
            .Should().OnlyContain(figure => figure.Value == null && figure.Missing != null);
    }
}
