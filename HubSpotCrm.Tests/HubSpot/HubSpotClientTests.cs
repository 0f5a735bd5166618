using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.HubSpot.Auth;
using HubSpotCrm.Core.HubSpot.Wire;
using HubSpotCrm.Tests.Support;
using static HubSpotCrm.Tests.HubSpot.ClientBench;

namespace HubSpotCrm.Tests.HubSpot;

[Trait("Seed", "S21")]
public sealed class HubSpotClientTests : IAsyncLifetime
{
    private readonly ClientBench _bench = new();

    private ScriptedServer Server => _bench.Server;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task A_page_is_asked_for_by_the_dated_path_and_with_the_token()
    {
        Server.Then(Reply.Json(Page));

        var page = await _bench.Client.ListAsync(
            "contacts", new ListRequest(["email", "phone"], ["email"], ["companies"], "9 &=", 50, Archived: true), Cancellation);

        page.Value.After.Should().Be("502");
        var request = Server.Requests.Should().ContainSingle().Subject;
        request.Target.Should().Be("/crm/objects/2026-09/contacts?limit=50&after=9%20%26%3D&properties=email,phone&propertiesWithHistory=email&associations=companies&archived=true");
        request.Headers["Authorization"].Should().Be($"Bearer {Token}");
        request.Headers["User-Agent"].Should().StartWith("HubSpotCrm/");
    }

    [Fact]
    public async Task A_search_is_written_as_HubSpot_wants_it()
    {
        Server.Then(Reply.Json("""{"total":0,"results":[]}"""));

        await _bench.Client.SearchAsync(
            "deals",
            new SearchRequest([new("hs_lastmodifieddate", "BETWEEN", "1", "2"), new("dealstage", "IN", Values: ["a", "b"])], new("hs_object_id"), ["dealname"], "200", 100, "acme"),
            Cancellation);

        Server.Requests[0].Target.Should().Be("/crm/objects/2026-09/deals/search");
        Server.Requests[0].Headers["Content-Type"].Should().Be("application/json");
        Server.Requests[0].Body.Should().Be(
            """{"query":"acme","filterGroups":[{"filters":[{"propertyName":"hs_lastmodifieddate","operator":"BETWEEN","value":"1","highValue":"2"},{"propertyName":"dealstage","operator":"IN","values":["a","b"]}]}],"sorts":[{"propertyName":"hs_object_id","direction":"ASCENDING"}],"properties":["dealname"],"limit":100,"after":"200"}""");
    }

    [Fact]
    public async Task A_change_sends_only_the_given_properties()
    {
        Server.Then(Reply.Json(Contact));

        var updated = await _bench.Client.UpdateAsync("contacts", "501", new Dictionary<string, string> { ["email"] = "", ["city"] = "cut \ud83d" }, Cancellation);

        updated.Value.Id.Should().Be("501");
        Server.Requests[0].Method.Should().Be("PATCH");
        Server.Requests[0].Body.Should().Be("""{"properties":{"email":"","city":"cut \uFFFD"}}""");
    }

    [Fact]
    public async Task A_batch_read_goes_by_property_and_history()
    {
        Server.Then(Reply.Json("""{"results":[]}"""));

        await _bench.Client.BatchReadAsync("contacts", new BatchReadRequest(["a@b.c"], ["email"], ["email"], "email", Archived: true), Cancellation);

        Server.Requests[0].Target.Should().Be("/crm/objects/2026-09/contacts/batch/read?archived=true");
        Server.Requests[0].Body.Should().Be("""{"properties":["email"],"propertiesWithHistory":["email"],"idProperty":"email","inputs":[{"id":"a@b.c"}]}""");
    }

    [Fact]
    public async Task Numeric_ids_of_associations_become_text()
    {
        Server.Then(Reply.Json("""
            {"status":"COMPLETE","results":[{"from":{"id":"33451"},"to":[{"toObjectId":5790939450,"associationTypes":[{"category":"HUBSPOT_DEFINED","typeId":1,"label":"Primary"},{"category":"HUBSPOT_DEFINED","typeId":279,"label":null}]}],"paging":{"next":{"after":"8"}}}],
            "errors":[{"category":"OBJECT_NOT_FOUND","context":{"fromObjectId":["7"]}}]}
            """, 207));

        var read = await _bench.Client.AssociationsAsync("contacts", "companies", [("33451", null), ("7", "3")], Cancellation);

        Server.Requests[0].Body.Should().Be("""{"inputs":[{"id":"33451"},{"id":"7","after":"3"}]}""");
        read.Value.Should().BeEquivalentTo(new WireAssociationBatch(
            [new WireAssociationSet("33451", [new WireAssociatedObject("5790939450", [new("HUBSPOT_DEFINED", 1, "Primary"), new("HUBSPOT_DEFINED", 279, null)])], "8")],
            [new WireBatchError("OBJECT_NOT_FOUND", null, new Dictionary<string, IReadOnlyList<string>> { ["fromObjectId"] = ["7"] })]));
    }

    [Fact]
    public async Task Owners_are_read_over_all_pages_live_and_archived()
    {
        Server.Then(
            Reply.Json("""{"results":[{"id":1,"email":"a@b.c","type":"PERSON","userId":5,"archived":false}],"paging":{"next":{"after":"x"}}}"""),
            Reply.Json("""{"results":[{"id":"2","type":"QUEUE"}]}"""),
            Reply.Json("""{"results":[{"id":"3","userId":null,"archived":true}]}"""));

        var owners = await _bench.Client.OwnersAsync(Cancellation);

        owners.Value.Should().Equal(
            new WireOwner("1", "a@b.c", null, null, "5", false, false),
            new WireOwner("2", null, null, null, null, true, false),
            new WireOwner("3", null, null, null, null, false, true));
        Server.Requests.Select(request => request.Target).Should().Equal(
            "/crm/owners/2026-09?limit=100&archived=false", "/crm/owners/2026-09?limit=100&after=x&archived=false", "/crm/owners/2026-09?limit=100&archived=true");
    }

    [Fact]
    public async Task A_page_of_owners_that_repeats_does_not_go_on_for_ever()
    {
        Server.Otherwise = _ => Reply.Json("""{"results":[],"paging":{"next":{"after":"x"}}}""");

        (await _bench.Client.OwnersAsync(Cancellation)).Failure.Should().BeOfType<HubSpotUnavailable>();
    }

    [Fact]
    public async Task Stages_keep_the_texts_of_their_metadata()
    {
        Server.Then(Reply.Json("""
            {"results":[{"id":"default","label":"Sales","displayOrder":0,"archived":false,"stages":[
            {"id":"won","label":"Won","displayOrder":5,"metadata":{"isClosed":"true","probability":"1.0"}},{"id":"new","label":"New","displayOrder":0}]}]}
            """));

        var pipelines = await _bench.Client.PipelinesAsync("deals", Cancellation);

        pipelines.Value.Should().ContainSingle().Which.Stages.Should().Equal(
            new WireStage("won", "Won", 5, true, "1.0", false), new WireStage("new", "New", 0, false, null, false));
    }

    [Fact]
    public async Task Properties_come_with_archived_ones_when_asked()
    {
        Server.Then(
            Reply.Json("""{"results":[{"name":"email","label":"Email","type":"string","fieldType":"text","options":[{"value":"A","label":"a","displayOrder":-1,"hidden":true}],"hasUniqueValue":true,"displayOrder":3,"modificationMetadata":{"readOnlyValue":true}}]}"""),
            Reply.Json("""{"results":[{"name":"old","type":"number","archived":true}]}"""));

        var properties = await _bench.Client.PropertiesAsync("contacts", archived: true, Cancellation);

        properties.Value.Select(property => property.Name).Should().Equal("email", "old");
        properties.Value[0].Should().BeEquivalentTo(new { ReadOnlyValue = true, HasUniqueValue = true, DisplayOrder = 3, Options = new[] { new WirePropertyOption("A", "a", -1, true) } });
    }

    [Fact]
    public async Task The_account_is_read()
    {
        Server.Then(Reply.Json("""{"portalId":12345,"accountType":"STANDARD","timeZone":"Europe/Berlin","companyCurrency":"EUR","additionalCurrencies":["USD"],"uiDomain":"app.hubspot.com","dataHostingLocation":"eu1"}"""));

        (await _bench.Client.AccountAsync(Cancellation)).Value.Should().BeEquivalentTo(
            new WireAccount("12345", null, "Europe/Berlin", "EUR", ["USD"], "app.hubspot.com", "eu1", "STANDARD"));
    }

    [Fact]
    public async Task Archiving_and_uninstalling_need_no_body()
    {
        Server.Then(Reply.Empty(204), Reply.Empty(204));

        (await _bench.Client.ArchiveAsync("contacts", "1", Cancellation)).Succeeded.Should().BeTrue();
        (await _bench.Client.UninstallAsync(Cancellation)).Succeeded.Should().BeTrue();

        Server.Requests.Select(request => $"{request.Method} {request.Target}").Should().Equal(
            "DELETE /crm/objects/2026-09/contacts/1", "DELETE /appinstalls/2026-09/external-install");
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    public async Task An_id_that_would_lead_elsewhere_is_not_sent(string id)
    {
        (await _bench.Client.UpdateAsync("contacts", id, new Dictionary<string, string>(), Cancellation)).Failure.Should().BeOfType<HubSpotRecordNotFound>();
        (await _bench.Client.ArchiveAsync("contacts", id, Cancellation)).Failure.Should().BeOfType<HubSpotRecordNotFound>();
        (await _bench.Client.ReadAsync("contacts", id, new ReadRequest([]), Cancellation)).Failure.Should().BeOfType<HubSpotRecordNotFound>();
        Server.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task An_id_cannot_leave_its_place_in_the_address()
    {
        Server.Then(Reply.Json(Contact));

        await _bench.Client.ReadAsync("contacts", "../a/b?c#d", new ReadRequest([], IdProperty: "email"), Cancellation);

        Server.Requests[0].Target.Should().Be("/crm/objects/2026-09/contacts/..%2Fa%2Fb%3Fc%23d?idProperty=email");
    }

    [Fact]
    [Trait("Fault", "F30")]
    public async Task F30_More_names_than_an_address_takes_are_refused_here()
    {
        var names = Enumerable.Range(0, 1500).Select(number => $"property_{number:0000}_of_a_length").ToList();

        (await _bench.Client.ListAsync("contacts", new ListRequest(names), Cancellation)).Failure
            .Should().BeOfType<RequestRefused>().Which.Status.Should().Be(414);
        Server.Requests.Should().BeEmpty();
    }

    [Fact]
    [Trait("Fault", "F25")]
    public async Task HubSpots_time_is_taken_from_its_answers()
    {
        Server.Then(Reply.Json(Page).With("Date", "Wed, 25 Nov 2026 08:00:00 GMT"));
        var before = _bench.Client.Now;

        await _bench.Client.ListAsync("contacts", List, Cancellation);
        _bench.Time.Advance(TimeSpan.FromSeconds(3));

        before.Should().Be(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds());
        _bench.Client.Now.Should().Be(new DateTimeOffset(2026, 11, 25, 8, 0, 3, TimeSpan.Zero).ToUnixTimeMilliseconds());
    }

    [Theory]
    [Trait("BadInput", "wrong or revoked token")]
    [InlineData("line\nbreak")]
    [InlineData("pät")]
    [InlineData("")]
    public async Task A_token_that_fits_no_header_is_refused_without_a_call(string token)
    {
        var client = _bench.Factory.For(_bench.Endpoint, new FixedTokenSource(token), isOAuth: false);

        (await client.ListAsync("contacts", List, Cancellation)).Failure.Should().BeOfType<ReconnectNeeded>();
        Server.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task Neither_tokens_nor_values_reach_the_log()
    {
        Server.Then(
            Reply.Json(Page),
            Reply.Json("""{"status":"error","message":"no one named jane@example.com","correlationId":"corr-77"}""", 400));

        await _bench.Client.ListAsync("contacts", List, Cancellation);
        await _bench.Client.ReadAsync("contacts", "jane@example.com", new ReadRequest(["email"], IdProperty: "email"), Cancellation);

        var log = string.Join('\n', _bench.Log.Lines);
        log.Should().Contain("contacts list: 200").And.Contain("contacts read: 400").And.Contain("corr-77");
        log.Should().NotContainAny(Token, "a@b.c", "jane", "idProperty");
    }

    [Fact]
    public void Nothing_that_holds_a_token_prints_it()
    {
        var texts = new object[]
        {
            new AccessToken(Token), new WireToken(Token, Token, 1, null, []), new StoredTokens(Token, Token, default, 1),
            new HubSpotCall(HttpMethod.Post, "token", new Uri("https://api.hubapi.com/?x=" + Token)),
        }.Select(holder => holder.ToString());

        texts.Should().NotContain(text => text!.Contains(Token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_cancelled_call_throws_and_frees_its_connection()
    {
        using var cancel = new CancellationTokenSource();
        Server.Then(Reply.Json(Page) with { Drips = true });

        var call = _bench.Client.ListAsync("contacts", List, cancel.Token);
        await Server.WaitForRequestsAsync(1);
        await cancel.CancelAsync();

        await call.Awaiting(running => running).Should().ThrowAsync<OperationCanceledException>();
        while (Server.OpenConnections > 0)
        {
            await Task.Delay(5, Cancellation);
        }
    }

    [Fact]
    public async Task Every_failure_tells_people_what_happened()
    {
        Server.Then(Reply.Json("""{"message":"Unable to infer object type from: x"}""", 400));

        var failure = (await _bench.Client.ListAsync("x", List, Cancellation)).Failure;

        failure.Should().BeAssignableTo<Failure>().Which.Message.Should().Be("HubSpot refused: Unable to infer object type from: x");
    }
}
