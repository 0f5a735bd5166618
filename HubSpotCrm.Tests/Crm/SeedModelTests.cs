using System.Globalization;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Tests.Sync;

namespace HubSpotCrm.Tests.Crm;

/// <summary>Every field of the seed's models, filled from what HubSpot holds.</summary>
public sealed class SeedModelTests : IAsyncLifetime
{
    private SyncWorld _world = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _world = await SyncWorld.StartAsync(options => (options.Campaigns, options.MarketingEmails) = (12, 30));
        await _world.BackfillAsync();
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    [Trait("Seed", "S26")]
    public async Task Every_field_of_a_contact_is_filled_from_HubSpot()
    {
        var contacts = (await _world.Get<IContactService>().FindAsync(SyncWorld.Editor, RecordQuery.All with { Limit = 200 }, Cancellation)).Value.Items;

        await IsFilledAsync(ObjectType.Contact, contacts, contact => contact.Id, new()
        {
            ["firstname"] = contact => contact.FirstName,
            ["lastname"] = contact => contact.LastName,
            ["email"] = contact => contact.Email,
            ["phone"] = contact => contact.Phone,
            ["lifecyclestage"] = contact => contact.LifecycleStage,
            ["hs_lead_status"] = contact => contact.LeadStatus,
            ["notes_last_updated"] = contact => Text(contact.LastActivityDate),
            ["createdate"] = contact => Text(contact.CreatedDate),
            ["lastmodifieddate"] = contact => Text(contact.ModifiedDate),
            ["industry"] = contact => contact.Industry,
            ["country"] = contact => contact.Country,
        });

        // HubSpot moved the score from one property to others: whichever holds it.
        contacts.Should().Contain(contact => contact.LeadScore > 0);
        contacts.Should().Contain(contact => contact.Company != null).And.Contain(contact => contact.Owner != null && contact.Owner != contact.OwnerId);
    }

    [Fact]
    [Trait("Seed", "S26")]
    public async Task Every_field_of_a_company_is_filled_from_HubSpot()
    {
        var companies = (await _world.Get<ICompanyService>().FindAsync(SyncWorld.Editor, RecordQuery.All with { Limit = 200 }, Cancellation)).Value.Items;

        await IsFilledAsync(ObjectType.Company, companies, company => company.Id, new()
        {
            ["name"] = company => company.Name,
            ["domain"] = company => company.Domain,
            ["industry"] = company => company.Industry,
            ["numberofemployees"] = company => Text(company.Size),
            ["country"] = company => company.Country,
            ["city"] = company => company.City,
            ["annualrevenue"] = company => Text(company.AnnualRevenue),
            ["notes_last_updated"] = company => Text(company.LastActivityDate),
            ["createdate"] = company => Text(company.CreatedDate),
            ["hs_lastmodifieddate"] = company => Text(company.ModifiedDate),
        });
        companies.Should().Contain(company => company.DealStage != null).And.Contain(company => company.Owner != null && company.Owner != company.OwnerId);
    }

    [Fact]
    [Trait("Seed", "S26")]
    public async Task Every_field_of_a_deal_is_filled_from_HubSpot()
    {
        var deals = (await _world.Get<IDealService>().FindAsync(SyncWorld.Editor, RecordQuery.All with { Limit = 200 }, Cancellation)).Value.Items;

        await IsFilledAsync(ObjectType.Deal, deals, deal => deal.Id, new()
        {
            ["dealname"] = deal => deal.Name,
            ["amount"] = deal => Text(deal.Amount),
            ["dealstage"] = deal => deal.Stage,
            ["pipeline"] = deal => deal.Pipeline,
            ["closedate"] = deal => Text(deal.CloseDate),
            ["createdate"] = deal => Text(deal.CreatedDate),
            ["hs_lastmodifieddate"] = deal => Text(deal.ModifiedDate),
            ["hs_deal_stage_probability"] = deal => Text(deal.Probability),
        });
        deals.Should().Contain(deal => deal.Company != null).And.Contain(deal => deal.Contact != null).And.Contain(deal => deal.Owner != null && deal.Owner != deal.OwnerId);
    }

    [Fact]
    [Trait("Seed", "S26")]
    public async Task Every_field_of_a_campaign_is_filled_from_HubSpot()
    {
        var campaigns = (await _world.Get<ICampaignService>().FindAsync(SyncWorld.Editor, RecordQuery.All with { Limit = 200, Properties = ["hs_name"] }, Cancellation)).Value.Items;

        var fields = typeof(Campaign).GetProperties().Where(field => field.Name is not (nameof(Campaign.Key) or nameof(Campaign.HasPendingEdit) or nameof(Campaign.Reason)));
        foreach (var field in fields)
        {
            campaigns.Should().Contain(campaign => field.GetValue(campaign) != null, $"{field.Name} is filled");
        }

        var remote = (await _world.Sandbox.DumpAsync("campaigns")).ToDictionary(one => one.GetProperty("id").GetString()!, one => one.GetProperty("properties"));
        foreach (var campaign in campaigns)
        {
            campaign.Name.Should().Be(remote[campaign.Id].GetProperty("hs_name").GetString());
            (campaign.Status ?? "").Should().Be(remote[campaign.Id].TryGetProperty("hs_campaign_status", out var status) ? status.GetString() : "");
            campaign.Owner.Should().NotBe(campaign.OwnerId ?? "nobody", "an owner is shown by name");
        }
    }

    // Filled for at least one, and for each as the account itself holds it.
    private async Task IsFilledAsync<T>(ObjectType type, IReadOnlyList<T> records, Func<T, string> idOf, Dictionary<string, Func<T, string?>> fields)
    {
        records.Should().NotBeEmpty();
        var read = await _world.NewClient().BatchReadAsync(
            type.Plural(), new HubSpotCrm.Core.HubSpot.BatchReadRequest([.. records.Take(100).Select(idOf)], [.. fields.Keys]), Cancellation);
        var remote = read.Value.Results.ToDictionary(record => record.Id);
        foreach (var (property, field) in fields)
        {
            var known = records.Where(record => remote.ContainsKey(idOf(record))).ToList();
            known.Should().Contain(record => !string.IsNullOrEmpty(field(record)), $"{property} is filled");
            foreach (var record in known)
            {
                var theirs = remote[idOf(record)].Properties.GetValueOrDefault(property);
                (field(record) ?? "").Should().Be(Plain(property, theirs), $"{property} of {idOf(record)}");
            }
        }
    }

    private static string Plain(string property, string? value) =>
        string.IsNullOrEmpty(value) ? ""
        : property is "numberofemployees" or "annualrevenue" or "amount" or "hs_deal_stage_probability"
            ? Text(Math.Round(decimal.Parse(value, CultureInfo.InvariantCulture), 3)) ?? ""
        : DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && property.EndsWith("date", StringComparison.Ordinal)
            || property == "notes_last_updated" && DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time)
            ? Text(time) ?? ""
        : value;

    private static string? Text(decimal? number) => number?.ToString("0.###", CultureInfo.InvariantCulture);

    private static string? Text(DateTimeOffset? time) => time is { } at ? at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture) : null;
}
