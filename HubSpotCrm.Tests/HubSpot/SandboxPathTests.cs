using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.HubSpot.Auth;
using HubSpotCrm.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace HubSpotCrm.Tests.HubSpot;

/// <summary>The client against the emulator, which shares no type with it: one wrong field name on either side shows here.</summary>
[Trait("Seed", "S21")]
public sealed class SandboxPathTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_call_is_understood_by_the_emulator()
    {
        await using var sandbox = await SandboxServer.StartAsync(options => options.Contacts = 60);
        await using var services = Services();
        var client = services.GetRequiredService<HubSpotClientFactory>().For(Endpoint(sandbox), new FixedTokenSource(SandboxServer.Token), isOAuth: false);

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

    private static HubSpotEndpoint Endpoint(SandboxServer sandbox) => new(sandbox.BaseAddress, "2026-09", IsSandbox: true);

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
