using System.Text;
using HubSpotCrm.Core.HubSpot;

namespace HubSpotCrm.Tests.HubSpot;

[Trait("Seed", "S21")]
public sealed class HubSpotErrorTableTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Reasons_are_found_in_the_JSON_inside_the_message()
    {
        const string Body = """
            {"status":"error","message":"Property values were not valid: [{\"isValid\":false,\"message\":\"Property \\\"x\\\" does not exist\",\"error\":\"PROPERTY_DOESNT_EXIST\",\"name\":\"x\"}]","correlationId":"c-1","category":"VALIDATION_ERROR"}
            """;

        var invalid = From(400, Body).Failure.Should().BeOfType<InvalidProperties>().Subject;

        invalid.Reasons.Should().Equal(new Dictionary<string, string> { ["x"] = "Property \"x\" does not exist" });
        invalid.Codes.Should().Contain("x", "PROPERTY_DOESNT_EXIST");
        invalid.CorrelationId.Should().Be("c-1");
        invalid.Message.Should().Be("HubSpot did not take the values: Property \"x\" does not exist");
    }

    [Fact]
    public void Reasons_are_found_in_the_list_of_errors()
    {
        const string Body = """
            {"status":"error","message":"bad","category":"VALIDATION_ERROR","errors":[
            {"message":"a is required","code":"MISSING_REQUIRED_PROPERTY","context":{"propertyName":["a","b"]}},{"message":"c is wrong","in":"c"}]}
            """;

        var invalid = From(400, Body).Failure.Should().BeOfType<InvalidProperties>().Subject;

        invalid.Reasons.Keys.Should().BeEquivalentTo("a", "b", "c");
        invalid.Codes.Should().Contain("b", "MISSING_REQUIRED_PROPERTY").And.NotContainKey("c");
    }

    [Theory]
    [InlineData("Property values were not valid: [{\\\"isValid\\\":fal")]
    [InlineData("Property values were not valid: ")]
    [InlineData("Invalid input JSON on line 1")]
    public void A_message_that_names_no_property_is_shown_as_it_is(string message) =>
        From(400, $$"""{"message":"{{message}}","category":"VALIDATION_ERROR"}""").Failure
            .Should().BeOfType<RequestRefused>().Which.Category.Should().Be("VALIDATION_ERROR");

    [Fact]
    public void Missing_scopes_are_named()
    {
        From(403, """{"category":"MISSING_SCOPES","context":{"requiredGranularScopes":["crm.objects.deals.read"]}}""").Failure
            .Should().BeOfType<MissingScopes>().Which.Scopes.Should().Equal("crm.objects.deals.read");
    }

    [Fact]
    [Trait("Fault", "F10")]
    public void A_proxys_page_says_nothing_about_a_record()
    {
        From(404, "<html>not here</html>").Failure.Should().BeOfType<RequestRefused>();
        From(404, """{"category":"OBJECT_NOT_FOUND"}""").Failure.Should().BeOfType<HubSpotRecordNotFound>();
        From(404, "").Failure.Should().BeOfType<HubSpotRecordNotFound>();
        From(403, "<html>blocked</html>").Failure.Should().BeOfType<RequestRefused>();
    }

    [Theory]
    [InlineData("""{"message":"Contact already exists. Existing ID: 171591000198","category":"CONFLICT"}""", "171591000198")]
    [InlineData("""{"message":"x","errors":[{"context":{"existingId":["17"]}}]}""", "17")]
    [InlineData("""{"message":"Contact already exists"}""", null)]
    public void A_conflict_names_the_record_that_is_there(string body, string? id) =>
        From(409, body).Failure.Should().BeOfType<RecordConflict>().Which.ExistingId.Should().Be(id);

    [Theory]
    [InlineData("""{"policyName":"TEN_SECONDLY_ROLLING","message":"You have reached your ten_secondly_rolling limit."}""", CallBudget.Account, LimitPolicy.TenSeconds)]
    [InlineData("""{"message":"You have reached your ten_secondly_rolling limit."}""", CallBudget.Account, LimitPolicy.TenSeconds)]
    [InlineData("""{"policyName":"SECONDLY"}""", CallBudget.Search, LimitPolicy.Second)]
    [InlineData("""{"message":"You have reached your secondly limit.","category":"RATE_LIMITS"}""", CallBudget.Search, LimitPolicy.Second)]
    [InlineData("""{"category":"RATE_LIMITS"}""", CallBudget.Search, LimitPolicy.Second)]
    [InlineData("""{"message":"You have reached your daily limit.","policyName":"DAILY"}""", CallBudget.Account, LimitPolicy.Day)]
    [InlineData("error code: 1015", CallBudget.Account, LimitPolicy.TenSeconds)]
    internal void A_429_names_its_limit(string body, CallBudget budget, LimitPolicy policy) =>
        From(429, body, budget: budget).Failure.Should().BeOfType<LimitReached>().Which.Policy.Should().Be(policy);

    [Theory]
    [InlineData(429, "7", 7_000)]
    [InlineData(429, "0.5", 500)]
    [InlineData(429, "1500", 1_500)]
    [InlineData(503, "1500", 1_500_000)]
    [InlineData(429, "Tue, 24 Nov 2026 12:00:09 GMT", 9_000)]
    [InlineData(429, "soon", null)]
    [InlineData(429, "-1", null)]
    [InlineData(477, "86400", 86_400_000)]
    [InlineData(423, "1", 2_000)]
    public void Retry_After_is_understood(int status, string header, int? milliseconds)
    {
        var refusal = From(status, "", header);

        var wait = refusal.Failure is AccountMigrating migrating ? migrating.RetryAfter : refusal.Wait;
        wait.Should().Be(milliseconds is { } number ? TimeSpan.FromMilliseconds(number) : null);
    }

    [Theory]
    [InlineData(500, Replay.IfReplayable)]
    [InlineData(502, Replay.IfReplayable)]
    [InlineData(524, Replay.IfReplayable)]
    [InlineData(408, Replay.IfReplayable)]
    [InlineData(526, Replay.Never)]
    [InlineData(423, Replay.Always)]
    [InlineData(429, Replay.Always)]
    [InlineData(400, Replay.Never)]
    [InlineData(414, Replay.Never)]
    internal void Only_what_HubSpot_refused_before_any_work_is_sent_again_in_any_case(int status, Replay replay) =>
        From(status, "error").Replay.Should().Be(replay);

    [Fact]
    public void What_people_read_is_short_and_on_one_line()
    {
        var text = From(400, $$"""{"message":"a\r\nb\u202e{{new string('x', 5000)}}"}""").Failure.Message;

        text.Length.Should().BeLessThan(400);
        text.Should().NotContain("\n").And.NotContain("\u202e");
    }

    [Fact]
    public void The_log_gets_no_address_number_or_token()
    {
        var text = ErrorText.Logged(Encoding.UTF8.GetBytes(
            "mail jane.doe@example.com phone +49 30 1234567 access_token=abc123 Bearer xyz789 pat-na1-11111111-2222-3333-4444-555555555555\u001b[31m" + new string(' ', 9000)));

        text.Should().NotContainAny("jane", "1234567", "abc123", "xyz789", "pat-na1", "\u001b");
        text.Length.Should().BeLessThanOrEqualTo(512);
    }

    private static Refusal From(int status, string body, string? retryAfter = null, CallBudget budget = CallBudget.Account) =>
        HubSpotErrorTable.From(status, Encoding.UTF8.GetBytes(body), retryAfter, null, budget, Now);
}
