using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.HubSpot.Wire;
using HubSpotCrm.Tests.Support;
using static HubSpotCrm.Tests.HubSpot.ClientBench;

namespace HubSpotCrm.Tests.HubSpot;

[Trait("Seed", "S21")]
public sealed class HubSpotWriteTests : IAsyncLifetime
{
    private readonly ClientBench _bench = new();

    private ScriptedServer Server => _bench.Server;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task A_record_is_made_with_its_associations_by_HubSpots_default_kinds()
    {
        Server.Then(Reply.Json(Contact, 201));

        var made = await _bench.Client.CreateAsync(
            "contacts", Values("email", "a@b.c"), [new NewAssociation("companies", "7"), new NewAssociation("deals", "8", 99, "USER_DEFINED")], Cancellation);

        made.Value.Id.Should().Be("501");
        Server.Requests[0].Body.Should().Be(
            """{"properties":{"email":"a@b.c"},"associations":[{"to":{"id":"7"},"types":[{"associationCategory":"HUBSPOT_DEFINED","associationTypeId":279}]},{"to":{"id":"8"},"types":[{"associationCategory":"USER_DEFINED","associationTypeId":99}]}]}""");
    }

    [Fact]
    public async Task A_task_is_made_on_the_timeline_of_its_contact()
    {
        Server.Then(Reply.Json("""{"id":"9","properties":{}}""", 201));

        await _bench.Client.CreateAsync("tasks", Values("hs_timestamp", "2026-11-24T12:00:00Z"), [new NewAssociation("contacts", "501")], Cancellation);

        Server.Requests[0].Body.Should().Contain("\"associationTypeId\":204");
    }

    [Fact]
    [Trait("Fault", "F49")]
    public async Task Each_row_of_a_batch_gets_its_own_answer_whatever_their_order()
    {
        Server.Then(Reply.Json("""
            {"status":"COMPLETE","results":[{"id":"12","properties":{},"objectWriteTraceId":"2"},{"id":"10","properties":{},"objectWriteTraceId":"0"}],"numErrors":2,
            "errors":[{"status":"error","category":"CONFLICT","message":"Contact already exists","context":{"objectWriteTraceId":["1"],"existingId":["77"]}},
            {"status":"error","category":"VALIDATION_ERROR","message":"Property values were not valid: [{\"isValid\":false,\"message\":\"not an address\",\"error\":\"INVALID_EMAIL\",\"name\":\"email\"}]","context":{"objectWriteTraceId":["3"]}}]}
            """, 207));

        var rows = (await _bench.Client.BatchCreateAsync("contacts", [Row("a"), Row("b"), Row("c"), Row("d")], Cancellation)).Value;

        Server.Requests[0].Body.Should().StartWith("""{"inputs":[{"properties":{"email":"a"},"objectWriteTraceId":"0"},{"properties":{"email":"b"},"objectWriteTraceId":"1"}""");
        rows[0].Value.Id.Should().Be("10");
        rows[1].Failure.Should().BeOfType<RecordConflict>().Which.ExistingId.Should().Be("77");
        rows[2].Value.Id.Should().Be("12");
        rows[3].Failure.Should().BeOfType<InvalidProperties>().Which.Codes.Should().Contain("email", "INVALID_EMAIL");
    }

    [Fact]
    public async Task Changed_rows_are_matched_by_their_id_and_one_left_out_is_in_doubt()
    {
        Server.Then(Reply.Json("""
            {"results":[{"id":"3","properties":{}},{"id":"1","properties":{}}],
            "errors":[{"category":"OBJECT_NOT_FOUND","message":"Could not get some CONTACT objects","context":{"ids":["2"]}}]}
            """, 207));

        var rows = (await _bench.Client.BatchUpdateAsync("contacts", [Change("1"), Change("2"), Change("3"), Change("4")], Cancellation)).Value;

        rows[0].Value.Id.Should().Be("1");
        rows[1].Failure.Should().BeOfType<HubSpotRecordNotFound>();
        rows[2].Value.Id.Should().Be("3");
        rows[3].Failure.Should().BeOfType<OutcomeUnknown>();
    }

    [Fact]
    public async Task Upserted_rows_are_matched_by_their_unique_property()
    {
        Server.Then(Reply.Json("""{"results":[{"id":"5","properties":{"email":"b@b.c"},"new":true},{"id":"4","properties":{"email":"a@b.c"},"new":false}]}"""));

        var rows = (await _bench.Client.BatchUpsertAsync("contacts", [new("A@b.c", Values("city", "x"), "email"), new("b@b.c", Values("city", "y"), "email")], Cancellation)).Value;

        Server.Requests[0].Body.Should().StartWith("""{"inputs":[{"id":"A@b.c","idProperty":"email","properties":{"city":"x"}""");
        rows.Select(row => (row.Value.Id, row.Value.IsNew)).Should().Equal(("4", false), ("5", true));
    }

    [Fact]
    public async Task A_refused_batch_refuses_every_row()
    {
        Server.Then(Reply.Json("""{"status":"error","category":"VALIDATION_ERROR","message":"Duplicate IDs found in batch input: [1]. IDs must be unique"}""", 400));

        (await _bench.Client.BatchUpdateAsync("contacts", [Change("1"), Change("1")], Cancellation)).Failure.Should().BeOfType<RequestRefused>();
    }

    [Fact]
    public async Task Associations_are_written_one_by_one_and_many_at_once()
    {
        Server.Then(
            Reply.Json("{}", 201), Reply.Empty(204),
            Reply.Json("""{"status":"COMPLETE","results":[],"errors":[{"category":"VALIDATION_ERROR","subCategory":"crm.associations.INVALID_IDENTIFIER","message":"9 is not there"}]}""", 207),
            Reply.Empty(204));
        AssociationPair[] pairs = [new("1", "7"), new("1", "8"), new("2", "7")];

        (await _bench.Client.LabelAsync("contacts", "1", "companies", "7", [new AssociationLabel("HUBSPOT_DEFINED", 1)], Cancellation)).Succeeded.Should().BeTrue();
        (await _bench.Client.DissociateAsync("contacts", "1", "companies", "7", Cancellation)).Succeeded.Should().BeTrue();
        (await _bench.Client.BatchAssociateAsync("contacts", "companies", pairs, [new AssociationLabel("USER_DEFINED", 3)], Cancellation))
            .Value.Should().ContainSingle().Which.SubCategory.Should().Be("crm.associations.INVALID_IDENTIFIER");
        (await _bench.Client.BatchDissociateAsync("contacts", "companies", pairs, Cancellation)).Value.Should().BeEmpty();

        Server.Requests.Select(request => request.Body).Should().Equal(
            """[{"associationCategory":"HUBSPOT_DEFINED","associationTypeId":1}]""",
            "",
            """{"inputs":[{"from":{"id":"1"},"to":{"id":"7"},"types":[{"associationCategory":"USER_DEFINED","associationTypeId":3}]},{"from":{"id":"1"},"to":{"id":"8"},"types":[{"associationCategory":"USER_DEFINED","associationTypeId":3}]},{"from":{"id":"2"},"to":{"id":"7"},"types":[{"associationCategory":"USER_DEFINED","associationTypeId":3}]}]}""",
            """{"inputs":[{"from":{"id":"1"},"to":[{"id":"7"},{"id":"8"}]},{"from":{"id":"2"},"to":[{"id":"7"}]}]}""");
    }

    [Fact]
    public async Task A_merge_answers_with_the_survivor()
    {
        Server.Then(Reply.Json(Contact));

        (await _bench.Client.MergeAsync("contacts", "500", "499", Cancellation)).Value.Id.Should().Be("501");

        Server.Requests[0].Body.Should().Be("""{"primaryObjectId":"500","objectIdToMerge":"499"}""");
    }

    private static Dictionary<string, string> Values(string name, string value) => new() { [name] = value };

    private static BatchCreate Row(string email) => new(Values("email", email));

    private static BatchChange Change(string id) => new(id, Values("city", "x"));
}
