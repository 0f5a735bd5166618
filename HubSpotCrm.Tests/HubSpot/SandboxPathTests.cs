using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.HubSpot.Auth;
using HubSpotCrm.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace HubSpotCrm.Tests.HubSpot;

/// <summary>The client against the emulator, which shares no type with it: one wrong field name on either side shows here.</summary>
[Trait("Seed", "S21")]
public sealed class SandboxPathTests
{
    private static readonly string[] Rows = ["one@example.com", "no address", "two@example.com"];
    private static readonly string[] Upserts = ["three@example.com", "one@example.com"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Every version, by an app's token and by OAuth.</summary>
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
    public async Task Every_call_is_understood_by_the_emulator(string version, bool isOAuth)
    {
        await using var sandbox = await SandboxServer.StartAsync(options => options.Contacts = 60);
        await using var services = Services();
        var client = await ClientAsync(services, sandbox, version, isOAuth);

        var first = (await client.ListAsync("contacts", new ListRequest(["email", "lastname"], ["lifecyclestage"], ["companies"], Limit: 20), Cancellation)).Value;
        var second = (await client.ListAsync("contacts", new ListRequest(["email"], After: first.After), Cancellation)).Value;
        first.Results.Should().HaveCount(20).And.OnlyContain(record => record.History != null && record.UpdatedAt > 0);
        second.Results.Select(record => record.Id).Should().NotIntersectWith(first.Results.Select(record => record.Id));

        var id = first.Results[0].Id;
        (await client.ReadAsync("contacts", id, new ReadRequest(["email"]), Cancellation)).Value.Properties["email"].Should().Be(first.Results[0].Properties["email"]);
        (await client.BatchReadAsync("contacts", new BatchReadRequest([id], ["email"]), Cancellation)).Value.Results.Should().ContainSingle();
        (await client.SearchAsync("contacts", new SearchRequest([new("hs_object_id", "EQ", id)], new("hs_object_id"), ["email"]), Cancellation)).Value.Total.Should().Be(1);
        (await client.AssociationsAsync("contacts", "companies", [.. first.Results.Select(record => (record.Id, (string?)null))], Cancellation)).Value.Results.Should().NotBeEmpty();
        (await client.UpdateAsync("contacts", id, new Dictionary<string, string> { ["lastname"] = "Ünal 😀" }, Cancellation)).Value.Properties["lastname"].Should().Be("Ünal 😀");
        (await client.UpdateAsync("contacts", id, new Dictionary<string, string> { ["no_such_property"] = "1" }, Cancellation)).Failure.Should().BeOfType<InvalidProperties>().Which.Reasons.Should().ContainKey("no_such_property");
        (await client.ReadAsync("contacts", "999999999999", new ReadRequest([]), Cancellation)).Failure.Should().BeOfType<HubSpotRecordNotFound>();

        var created = (await client.CreateAsync("contacts", new Dictionary<string, string> { ["email"] = "new.person@example.com" }, Cancellation)).Value;
        (await client.CreateAsync("contacts", new Dictionary<string, string> { ["email"] = "new.person@example.com" }, Cancellation)).Failure.Should().BeOfType<RecordConflict>().Which.ExistingId.Should().Be(created.Id);
        (await client.ArchiveAsync("contacts", created.Id, Cancellation)).Succeeded.Should().BeTrue();
        (await client.ListAsync("contacts", new ListRequest([], Archived: true), Cancellation)).Value.Results.Should().Contain(record => record.Id == created.Id && record.ArchivedAt != null);

        (await client.OwnersAsync(Cancellation)).Value.Should().Contain(owner => !owner.Archived);
        (await client.PipelinesAsync("deals", Cancellation)).Value.Should().Contain(pipeline => pipeline.Stages.Any(stage => stage.IsClosed && stage.Probability != null));
        (await client.PropertiesAsync("contacts", archived: false, Cancellation)).Value.Should().Contain(property => property.Name == "email" && property.Type == "string");
        (await client.AccountAsync(Cancellation)).Value.TimeZone.Should().NotBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Versions))]
    [Trait("Seed", "S04")]
    public async Task Campaigns_and_marketing_emails_are_understood_by_the_emulator(string version, bool isOAuth)
    {
        await using var sandbox = await SandboxServer.StartAsync(options => (options.Contacts, options.Campaigns, options.MarketingEmails) = (60, 12, 30));
        await using var services = Services();
        var client = await ClientAsync(services, sandbox, version, isOAuth);

        var first = (await client.CampaignsAsync(new CampaignListRequest(["hs_name"], Limit: 5), Cancellation)).Value;
        var second = (await client.CampaignsAsync(new CampaignListRequest(["hs_name"], first.After, 5), Cancellation)).Value;
        first.Results.Should().BeInDescendingOrder(campaign => campaign.UpdatedAt).And.OnlyContain(campaign => campaign.Properties["hs_name"] != null);
        second.Results.Select(campaign => campaign.Id).Should().NotIntersectWith(first.Results.Select(campaign => campaign.Id)).And.HaveCount(5);

        var made = (await client.CreateCampaignAsync(new Dictionary<string, string> { ["hs_name"] = "Herbst" }, Cancellation)).Value;
        (await client.UpdateCampaignAsync(made.Id, new Dictionary<string, string> { ["hs_notes"] = "Ünal" }, Cancellation)).Succeeded.Should().BeTrue();
        (await client.CampaignAsync(made.Id, ["hs_notes"], Cancellation)).Value.Record.Properties["hs_notes"].Should().Be("Ünal");
        (await client.UpdateCampaignAsync(made.Id, new Dictionary<string, string> { ["no_such_property"] = "1" }, Cancellation)).Succeeded.Should().BeFalse();
        (await client.DeleteCampaignAsync(made.Id, Cancellation)).Failure.Should().BeNull();
        (await client.CampaignAsync(made.Id, [], Cancellation)).Failure.Should().BeOfType<HubSpotRecordNotFound>();

        var id = first.Results[0].Id;
        (await client.CampaignMetricsAsync(id, Cancellation)).Value.Sessions.Should().NotBeNull();
        (await client.CampaignRevenueAsync(id, Cancellation)).Value.Revenue.Should().NotBeNull();
        (await client.CampaignMoneyAsync(id, Cancellation)).Value.Currency.Should().NotBeNull();
        (await client.CampaignContactsAsync(id, CampaignTouch.Influenced, null, Cancellation)).Failure.Should().BeNull();
        var kind = (await client.CampaignAsync(id, [], Cancellation)).Value.Assets.Should().NotBeEmpty().And.Subject.First();
        (await client.CampaignAssetsAsync(id, kind.Kind, null, Cancellation)).Value.Results.Select(asset => asset.Id).Should().Contain(kind.Results.Select(asset => asset.Id));

        var mails = (await client.MarketingEmailsAsync(new MarketingEmailRequest(["id", "name", "state", "campaign", "updatedAt", "stats"], Limit: 100), Cancellation)).Value;
        mails.Results.Should().HaveCountGreaterThan(20).And.Contain(mail => mail.Counters != null && mail.Counters.ContainsKey("sent"));
        (await client.EmailStatisticsAsync(DateTimeOffset.UnixEpoch, TimeProvider.System.GetUtcNow(), [mails.Results[0].Id], Cancellation)).Failure.Should().BeNull();
    }

    [Theory]
    [MemberData(nameof(Versions))]
    [Trait("Seed", "S35")]
    public async Task Batches_associations_and_merges_are_understood_by_the_emulator(string version, bool isOAuth)
    {
        await using var sandbox = await SandboxServer.StartAsync(options => options.Contacts = 60);
        await using var services = Services();
        var client = await ClientAsync(services, sandbox, version, isOAuth);
        var company = (await client.ListAsync("companies", new ListRequest([], Limit: 1), Cancellation)).Value.Results[0].Id;

        var rows = (await client.BatchCreateAsync(
            "contacts",
            [.. Rows.Select(email => new BatchCreate(new Dictionary<string, string> { ["email"] = email }, [new NewAssociation("companies", company)]))],
            Cancellation)).Value;
        rows[1].Failure.Should().BeOfType<InvalidProperties>().Which.Reasons.Should().ContainKey("email");
        var (one, two) = (rows[0].Value, rows[2].Value);
        (one.Properties["email"], two.Properties["email"]).Should().Be(("one@example.com", "two@example.com"));

        var changed = (await client.BatchUpdateAsync(
            "contacts", [.. new[] { two.Id, "999999999999", one.Id }.Select(id => new BatchChange(id, new Dictionary<string, string> { ["city"] = id }))], Cancellation)).Value;
        changed[0].Value.Properties["city"].Should().Be(two.Id);
        changed[1].Failure.Should().BeOfType<HubSpotRecordNotFound>();
        changed[2].Value.Properties["city"].Should().Be(one.Id);

        var upserted = (await client.BatchUpsertAsync(
            "contacts", [.. Upserts.Select(email => new BatchChange(email, new Dictionary<string, string> { ["email"] = email, ["city"] = "x" }, "email"))], Cancellation)).Value;
        upserted.Select(row => row.Value.IsNew).Should().Equal(true, false);

        (await client.AssociationsAsync("contacts", "companies", [(one.Id, null)], Cancellation)).Value.Results.Single().To.Should().ContainSingle(to => to.ToId == company);
        (await client.DissociateAsync("contacts", one.Id, "companies", company, Cancellation)).Failure.Should().BeNull();
        (await client.AssociateAsync("contacts", one.Id, "companies", company, Cancellation)).Failure.Should().BeNull();
        (await client.BatchDissociateAsync("contacts", "companies", [new AssociationPair(one.Id, company)], Cancellation)).Value.Should().BeEmpty();
        (await client.BatchAssociateAsync("contacts", "companies", [new AssociationPair(one.Id, company)], null, Cancellation)).Value.Should().BeEmpty();
        (await client.LabelAsync("contacts", one.Id, "companies", company, [new AssociationLabel("HUBSPOT_DEFINED", 1)], Cancellation)).Failure.Should().BeNull();

        (await client.MergeAsync("contacts", one.Id, two.Id, Cancellation)).Failure.Should().BeNull();
        (await client.BatchArchiveAsync("contacts", [upserted[0].Value.Id], Cancellation)).Failure.Should().BeNull();
        (await client.ReadAsync("contacts", upserted[0].Value.Id, new ReadRequest([]), Cancellation)).Failure.Should().BeOfType<HubSpotRecordNotFound>();
    }

    [Fact]
    [Trait("Seed", "S22")]
    public async Task A_code_leads_to_tokens_that_work_refresh_and_end()
    {
        const string Back = "http://localhost:5080/api/hubspot/oauth/callback";
        await using var sandbox = await SandboxServer.StartAsync(options => options.Contacts = 20);
        await using var services = Services();
        var factory = services.GetRequiredService<HubSpotClientFactory>();
        var (endpoint, id, secret) = (Endpoint(sandbox), sandbox.Options.ClientId!, sandbox.Options.ClientSecret!);
        var oauth = factory.OAuth(endpoint);
        var consent = await sandbox.ConsentAsync(Back);
        var code = Uri.UnescapeDataString(consent.Query.TrimStart('?').Split('&').Single(part => part.StartsWith("code=", StringComparison.Ordinal))[5..]);

        (await oauth.ExchangeCodeAsync(id, "wrong", Back, code, null, Cancellation)).Failure.Should().BeAssignableTo<HubSpotFailure>();
        code = Uri.UnescapeDataString((await sandbox.ConsentAsync(Back)).Query.TrimStart('?').Split('&').Single(part => part.StartsWith("code=", StringComparison.Ordinal))[5..]);
        var token = (await oauth.ExchangeCodeAsync(id, secret, Back, code, null, Cancellation)).Value;
        var refreshed = (await oauth.RefreshAsync(id, secret, token.RefreshToken!, Cancellation)).Value;
        (await oauth.IntrospectAsync(id, secret, refreshed.AccessToken, Cancellation)).Value.Should().BeEquivalentTo(new { Active = true, token.HubId });
        (await factory.For(endpoint, new FixedTokenSource(refreshed.AccessToken), isOAuth: true).AccountAsync(Cancellation)).Value.AccountId.Should().Be(token.HubId);

        (await oauth.RevokeAsync(id, secret, refreshed.RefreshToken!, Cancellation)).Succeeded.Should().BeTrue();
        (await oauth.RefreshAsync(id, secret, refreshed.RefreshToken!, Cancellation)).Failure.Should().BeOfType<AuthorizationRefused>().Which.Code.Should().Be("BAD_REFRESH_TOKEN");
        (await oauth.ExchangeCodeAsync(id, secret, Back, code, null, Cancellation)).Failure.Should().BeOfType<AuthorizationRefused>("a code is good once");
    }

    [Fact]
    [Trait("Seed", "S36")]
    public async Task The_emulators_limits_are_kept_by_many_calls_at_once()
    {
        await using var sandbox = await SandboxServer.StartAsync(options => (options.Contacts, options.Limits) = (20, true));
        await using var services = Services();
        var client = services.GetRequiredService<HubSpotClientFactory>()
            .For(Endpoint(sandbox), new FixedTokenSource(SandboxServer.Token), isOAuth: false).With(CallPriority.Background);

        var searches = Task.WhenAll(Enumerable.Range(0, 12).Select(_ => client.SearchAsync("contacts", new SearchRequest([]), Cancellation)));
        var lists = Task.WhenAll(Enumerable.Range(0, 60).Select(_ => client.ListAsync("contacts", new ListRequest([]), Cancellation)));

        (await searches).Should().OnlyContain(search => search.Succeeded);
        (await lists).Should().OnlyContain(list => list.Succeeded);
        client.CallsPerTenSeconds.Allowed.Should().Be(190);
        services.GetRequiredService<ListLog>().Lines.Should().NotContain(line => line.Contains(": 429 ", StringComparison.Ordinal));
    }

    private static HubSpotEndpoint Endpoint(SandboxServer sandbox, string version = "2026-09") => new(sandbox.BaseAddress, version, IsSandbox: true);

    private static async Task<HubSpotClient> ClientAsync(IServiceProvider services, SandboxServer sandbox, string version, bool isOAuth)
    {
        var token = isOAuth
            ? (await sandbox.AuthorizeAsync($"{SandboxServer.AllScopes} {string.Join(' ', HubSpotOptions.DefaultOptionalScopes)}")).Access
            : SandboxServer.Token;
        return services.GetRequiredService<HubSpotClientFactory>().For(Endpoint(sandbox, version), new FixedTokenSource(token), isOAuth);
    }

    private static ServiceProvider Services()
    {
        var services = new ServiceCollection();
        var log = new ListLog();
        services.AddSingleton(log);
        services.AddLogging(logging => logging.Services.AddSingleton<Microsoft.Extensions.Logging.ILoggerProvider>(log));
        services.AddHubSpotClient();
        return services.BuildServiceProvider();
    }
}
