using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Tests.Support;
using static HubSpotCrm.Tests.HubSpot.ClientBench;

namespace HubSpotCrm.Tests.HubSpot;

/// <summary>Every address that is called, under each of HubSpot's versions, for an app's token and for OAuth.</summary>
[Trait("Seed", "S21")]
public sealed class HubSpotPathTests
{
    private const string Guid = "4a1f9d9e-5b1c-4e0e-9a44-0d3b0c7f9a11";

    public static TheoryData<string, bool> Versions
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (var version in HubSpotPaths.Versions)
            {
                data.Add(version, true);
                data.Add(version, false);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Records_are_at_their_families_paths(string version, bool isOAuth)
    {
        await using var bench = new ClientBench(isOAuth: isOAuth, version: version);
        bench.Server.Otherwise = _ => Reply.Json(Contact.Replace("\"archived\":false", "\"archived\":false,\"results\":[]", StringComparison.Ordinal));
        var client = bench.Client;
        var objects = version == "v3" ? "/crm/v3/objects" : $"/crm/objects/{version}";
        var associations = version == "v3" ? "/crm/v4/associations" : $"/crm/associations/{version}";
        var pairs = version == "v3" ? "/crm/v4/objects" : $"/crm/objects/{version}";

        await client.ReadAsync("contacts", "1", new ReadRequest([]), Cancellation);
        await client.CreateAsync("contacts", new Dictionary<string, string>(), Cancellation);
        await client.UpdateAsync("contacts", "1", new Dictionary<string, string>(), Cancellation);
        await client.ArchiveAsync("contacts", "1", Cancellation);
        await client.MergeAsync("contacts", "1", "2", Cancellation);
        await client.SearchAsync("notes", new SearchRequest([]), Cancellation);
        await client.BatchReadAsync("deals", new BatchReadRequest(["1"], []), Cancellation);
        await client.BatchCreateAsync("deals", [new BatchCreate(new Dictionary<string, string>())], Cancellation);
        await client.BatchUpdateAsync("deals", [new BatchChange("1", new Dictionary<string, string>())], Cancellation);
        await client.BatchUpsertAsync("deals", [new BatchChange("1", new Dictionary<string, string>(), "email")], Cancellation);
        await client.BatchArchiveAsync("deals", ["1"], Cancellation);
        await client.AssociationsAsync("contacts", "companies", [("1", null)], Cancellation);
        await client.AssociateAsync("contacts", "1", "companies", "2", Cancellation);
        await client.LabelAsync("contacts", "1", "companies", "2", [new AssociationLabel("USER_DEFINED", 7)], Cancellation);
        await client.DissociateAsync("contacts", "1", "companies", "2", Cancellation);
        await client.BatchAssociateAsync("contacts", "companies", [new AssociationPair("1", "2")], null, Cancellation);
        await client.BatchAssociateAsync("contacts", "companies", [new AssociationPair("1", "2")], [new AssociationLabel("USER_DEFINED", 7)], Cancellation);
        await client.BatchDissociateAsync("contacts", "companies", [new AssociationPair("1", "2")], Cancellation);

        bench.Server.Requests.Select(request => $"{request.Method} {request.Target}").Should().Equal(
            $"GET {objects}/contacts/1",
            $"POST {objects}/contacts",
            $"PATCH {objects}/contacts/1",
            $"DELETE {objects}/contacts/1",
            $"POST {objects}/contacts/merge",
            $"POST {objects}/notes/search",
            $"POST {objects}/deals/batch/read",
            $"POST {objects}/deals/batch/create",
            $"POST {objects}/deals/batch/update",
            $"POST {objects}/deals/batch/upsert",
            $"POST {objects}/deals/batch/archive",
            $"POST {associations}/contacts/companies/batch/read",
            $"PUT {pairs}/contacts/1/associations/default/companies/2",
            $"PUT {pairs}/contacts/1/associations/companies/2",
            $"DELETE {pairs}/contacts/1/associations/companies/2",
            $"POST {associations}/contacts/companies/batch/associate/default",
            $"POST {associations}/contacts/companies/batch/create",
            $"POST {associations}/contacts/companies/batch/archive");
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Campaigns_and_marketing_emails_are_at_their_families_paths(string version, bool isOAuth)
    {
        await using var bench = new ClientBench(isOAuth: isOAuth, version: version);
        bench.Server.Otherwise = _ => Reply.Json("""{"id":"1","results":[]}""");
        var client = bench.Client;
        var campaigns = version == "v3" ? "/marketing/v3/campaigns" : $"/marketing/campaigns/{version}";
        var emails = version == "v3" ? "/marketing/v3/emails" : $"/marketing/emails/{version}";

        (await client.CampaignsAsync(new CampaignListRequest(["hs_name", "hs_notes"], "Mg%3D%3D"), Cancellation)).Succeeded.Should().BeTrue();
        (await client.CampaignAsync(Guid, ["hs_name"], Cancellation)).Succeeded.Should().BeTrue();
        (await client.CreateCampaignAsync(new Dictionary<string, string> { ["hs_name"] = "May" }, Cancellation)).Succeeded.Should().BeTrue();
        (await client.UpdateCampaignAsync(Guid, new Dictionary<string, string> { ["hs_name"] = "May" }, Cancellation)).Succeeded.Should().BeTrue();
        (await client.DeleteCampaignAsync(Guid, Cancellation)).Succeeded.Should().BeTrue();
        (await client.CampaignAssetsAsync(Guid, "MARKETING_EMAIL", null, Cancellation)).Succeeded.Should().BeTrue();
        (await client.CampaignMetricsAsync(Guid, Cancellation)).Succeeded.Should().BeTrue();
        (await client.CampaignRevenueAsync(Guid, Cancellation)).Succeeded.Should().BeTrue();
        (await client.CampaignContactsAsync(Guid, CampaignTouch.Influenced, null, Cancellation)).Succeeded.Should().BeTrue();
        (await client.CampaignMoneyAsync(Guid, Cancellation)).Succeeded.Should().BeTrue();
        (await client.MarketingEmailsAsync(new MarketingEmailRequest(["name", "subject"]), Cancellation)).Succeeded.Should().BeTrue();
        (await client.EmailStatisticsAsync(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1), ["1", "2"], Cancellation)).Succeeded.Should().BeTrue();

        bench.Server.Requests.Select(request => $"{request.Method} {request.Target}").Should().Equal(
            $"GET {campaigns}?limit=100&after=Mg%3D%3D&sort=-updatedAt&properties=hs_name,hs_notes",
            $"GET {campaigns}/{Guid}?properties=hs_name",
            $"POST {campaigns}",
            $"PATCH {campaigns}/{Guid}",
            $"DELETE {campaigns}/{Guid}",
            $"GET {campaigns}/{Guid}/assets/MARKETING_EMAIL?limit=100",
            $"GET {campaigns}/{Guid}/reports/metrics",
            $"GET {campaigns}/{Guid}/reports/revenue?attributionModel=LINEAR",
            $"GET {campaigns}/{Guid}/reports/contacts/influencedContacts?limit=100",
            $"GET {campaigns}/{Guid}/budget/totals",
            $"GET {emails}?limit=100&includeStats=true&includedProperties=name,subject",
            $"GET {emails}/statistics/list?startTimestamp=1970-01-01T00%3A00%3A00.000Z&endTimestamp=1970-01-02T00%3A00%3A00.000Z&emailIds=1,2");
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_refusal_means_the_same_on_every_path(string version, bool isOAuth)
    {
        await using var bench = new ClientBench(isOAuth: isOAuth, version: version);
        bench.Server.Then(
            Reply.Json("""{"status":"error","message":"The scope is missing.","category":"MISSING_SCOPES","context":{"requiredGranularScopes":["marketing.campaigns.read"]}}""", 403),
            Reply.Json("""{"status":"error","message":"Property values were not valid","category":"VALIDATION_ERROR","errors":[{"message":"no such status","code":"INVALID_OPTION","context":{"propertyName":["hs_campaign_status"]}}]}""", 400),
            Reply.Json("""{"status":"error","message":"not here","category":"OBJECT_NOT_FOUND"}""", 404));

        (await bench.Client.CampaignsAsync(new CampaignListRequest([]), Cancellation)).Failure.Should().BeOfType<MissingScopes>().Which.Scopes.Should().Equal("marketing.campaigns.read");
        (await bench.Client.UpdateCampaignAsync(Guid, new Dictionary<string, string> { ["hs_campaign_status"] = "x" }, Cancellation))
            .Failure.Should().BeOfType<InvalidProperties>().Which.Reasons.Should().Contain("hs_campaign_status", "no such status");
        (await bench.Client.CampaignMetricsAsync(Guid, Cancellation)).Failure.Should().BeOfType<HubSpotRecordNotFound>();
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("..")]
    [Trait("BadInput", "An id that would lead to another address")]
    public async Task An_id_that_would_lead_elsewhere_is_not_called(string id)
    {
        await using var bench = new ClientBench();

        (await bench.Client.DeleteCampaignAsync(id, Cancellation)).Failure.Should().BeOfType<HubSpotRecordNotFound>();
        (await bench.Client.CampaignMoneyAsync(id, Cancellation)).Failure.Should().BeOfType<HubSpotRecordNotFound>();
        (await bench.Client.DissociateAsync("contacts", "1", "companies", id, Cancellation)).Failure.Should().BeOfType<HubSpotRecordNotFound>();

        bench.Server.Requests.Should().BeEmpty();
    }
}
