using System.Globalization;
using System.Net;
using System.Text.Json;
using HubSpotCrm.Tests.Support;
using static HubSpotCrm.Tests.Sandbox.ReadTests;

namespace HubSpotCrm.Tests.Sandbox;

public sealed class EngagementTests
{
    private const string Objects = "/crm/objects/2026-09";
    private static readonly DateTimeOffset Reference = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    public static TheoryData<string, string, string> Types => new()
    {
        { "tasks", "0-27", "task" }, { "notes", "0-46", "note" }, { "meetings", "0-47", "meeting" }, { "calls", "0-48", "call" }, { "emails", "0-49", "email" },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Activities_go_by_name_id_and_singular_like_any_object(string plural, string id, string singular)
    {
        await using var server = await StartAsync();

        var all = (await AllAsync(server, $"{Objects}/{plural}?limit=100")).Select(Id).ToArray();
        var byId = (await AllAsync(server, $"{Objects}/{id}?limit=100")).Select(Id);
        var contact = (await AllAsync(server, $"{Objects}/contacts?limit=100&associations={singular}")).First(record => record.TryGetProperty("associations", out _));
        var (_, found) = await server.PostAsync($"{Objects}/{plural}/search", new { limit = 1 });
        var (_, read) = await server.PostAsync($"{Objects}/{plural}/batch/read", new { inputs = all.Take(100).Select(one => new { id = one }) });

        all.Should().NotBeEmpty().And.Equal(byId);
        contact.GetProperty("associations").GetProperty(plural).GetProperty("results")[0].GetProperty("type").GetString().Should().Be($"contact_to_{singular}");
        found.GetProperty("total").GetInt32().Should().Be(all.Length);
        read.GetProperty("results").GetArrayLength().Should().Be(Math.Min(100, all.Length));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Each_type_of_activity_has_thirty_properties_and_more(string plural, string id, string singular)
    {
        await using var server = await StartAsync();

        var (_, body) = await server.GetAsync($"/crm/properties/2026-09/{plural}");
        var (_, same) = await server.GetAsync($"/crm/properties/2026-03/{id}");
        var properties = body.GetProperty("results").EnumerateArray().ToArray();

        properties.Should().HaveCountGreaterThanOrEqualTo(30);
        properties.Select(property => property.GetProperty("name").GetString()).Should().OnlyHaveUniqueItems()
            .And.Contain(["hs_timestamp", "hubspot_owner_id", "hs_lastmodifieddate"]).And.Contain(name => name!.StartsWith($"hs_{singular}"));
        same.ToString().Should().Be(body.ToString());
    }

    [Fact]
    public async Task There_are_three_activities_for_four_contacts_unless_told_otherwise()
    {
        await using var usual = await SandboxServer.StartAsync(options => options.Contacts = 12_000);
        await using var told = await SandboxServer.StartAsync(options => options.Engagements = 7);

        (await CountAsync(usual)).Should().Be(9_000);
        (await CountAsync(told)).Should().Be(7);

        static async Task<int> CountAsync(SandboxServer server)
        {
            var (_, state) = await server.GetAsync("/_sandbox/state");
            return Types.Sum(type => state.GetProperty("counts").GetProperty(type.Data.Item1).GetInt32());
        }
    }

    [Theory]
    [InlineData("notes", 202, 190, 214)]
    [InlineData("tasks", 204, 192, 216)]
    [InlineData("calls", 194, 182, 206)]
    [InlineData("emails", 198, 186, 210)]
    [InlineData("meetings", 200, 188, 212)]
    public async Task Both_ends_of_an_activity_tell_the_same_links_by_HubSpots_numbers(string type, int contact, int company, int deal)
    {
        await using var server = await StartAsync();
        var activities = await server.DumpAsync(type);

        foreach (var (other, number) in new[] { ("contacts", contact), ("companies", company), ("deals", deal) })
        {
            var others = await server.DumpAsync(other);
            var live = activities.Concat(others).Where(record => !record.GetProperty("archived").GetBoolean()).Select(Id).ToHashSet();
            var there = Links(activities, other).Where(link => live.Contains(link.From)).ToArray();
            var back = Links(others, type).Where(link => live.Contains(link.From)).ToArray();

            there.Should().NotBeEmpty().And.OnlyContain(link => link.Type == number);
            back.Should().OnlyContain(link => link.Type == number - 1);
            back.Select(link => (link.To, link.From)).Should().BeEquivalentTo(there.Select(link => (link.From, link.To)));
        }
    }

    [Fact]
    public async Task Nearly_every_activity_is_with_somebody_and_many_about_a_company_or_a_deal()
    {
        await using var server = await StartAsync(4_000);
        var notes = (await server.DumpAsync("notes")).Where(note => !note.GetProperty("archived").GetBoolean()).ToArray();

        Share(notes, "contacts").Should().BeGreaterThan(0.95);
        Share(notes, "companies").Should().BeInRange(0.4, 0.9);
        Share(notes, "deals").Should().BeInRange(0.1, 0.6);

        static double Share(JsonElement[] records, string to) =>
            records.Count(record => record.GetProperty("associations").GetProperty(to).GetArrayLength() > 0) / (double)records.Length;
    }

    [Fact]
    public async Task Activities_are_as_mixed_as_real_ones()
    {
        await using var server = await StartAsync(4_000);
        var notes = await server.DumpAsync("notes");
        var tasks = await server.DumpAsync("tasks");
        var meetings = await server.DumpAsync("meetings");
        var mails = await server.DumpAsync("emails");
        var perContact = notes.SelectMany(note => note.GetProperty("associations").GetProperty("contacts").EnumerateArray().Select(Id)).GroupBy(id => id).Select(group => group.Count()).ToArray();

        notes.Should().Contain(note => Text(note, "hs_note_body")!.StartsWith('<')).And.Contain(note => Text(note, "hs_note_body")!.Any(letter => letter > '\u3000'));
        notes.Should().Contain(note => Text(note, "hs_body_preview_is_truncated") == "true");
        notes.Select(note => Text(note, "hs_body_preview")).Should().OnlyContain(preview => !preview!.Contains('<') || preview.Contains("<not confirmed>"));
        notes.Select(note => note.GetProperty("createdAt").GetDateTimeOffset()).GroupBy(time => (time.Year, time.Month)).Should().HaveCountGreaterThanOrEqualTo(24);
        tasks.Select(task => Text(task, "hs_task_status")).Distinct().Should().HaveCount(5);
        tasks.Count(task => Time(task) > Reference).Should().BePositive("some are still to come");
        tasks.Count(task => Time(task) < Reference && Text(task, "hs_task_status") != "COMPLETED").Should().BePositive("some are overdue");
        meetings.Where(meeting => Time(meeting) > Reference).Should().NotBeEmpty().And.OnlyContain(meeting => Text(meeting, "hs_meeting_outcome") == "SCHEDULED");
        mails.Select(mail => Text(mail, "hs_email_direction")).Distinct().Should().HaveCount(3);
        (perContact.Max() / (double)perContact.Min()).Should().BeGreaterThan(5, "a few contacts have most of the notes");

        static DateTimeOffset Time(JsonElement record) => DateTimeOffset.Parse(Text(record, "hs_timestamp")!, CultureInfo.InvariantCulture);
    }

    [Theory]
    [MemberData(nameof(Types))]
    [Trait("BadInput", "an activity without its time")]
    public async Task An_activity_needs_its_time_in_every_version(string plural, string id, string singular)
    {
        await using var server = await StartAsync();

        foreach (var path in new[] { $"{Objects}/{plural}", $"/crm/objects/2026-03/{id}", $"/crm/v3/objects/{singular}" })
        {
            var (status, body) = await server.PostAsync(path, new { properties = new { hubspot_owner_id = "41629779" } });

            status.Should().Be(HttpStatusCode.BadRequest);
            body.GetProperty("errors")[0].GetProperty("context").GetProperty("propertyName")[0].GetString().Should().Be("hs_timestamp");
        }
    }

    [Fact]
    public async Task A_note_is_written_with_its_contact_changed_and_archived()
    {
        await using var server = await StartAsync();
        var contact = Id((await AllAsync(server, $"{Objects}/contacts?limit=100"))[0]);

        var (created, note) = await server.PostAsync($"{Objects}/notes", new
        {
            properties = new { hs_timestamp = "2026-11-20T10:00:00Z", hs_note_body = "<p>Called &amp; agreed</p>" },
            associations = new[] { new { to = new { id = contact }, types = new[] { new { associationCategory = "HUBSPOT_DEFINED", associationTypeId = 202 } } } },
        });
        var (_, changed) = await server.PatchAsync($"{Objects}/notes/{Id(note)}", new { properties = new { hs_note_body = "<b>No</b>" } });
        var (_, links) = await server.GetAsync($"{Objects}/contact/{contact}/associations/note");
        var (archived, _) = await server.SendAsync(HttpMethod.Delete, $"{Objects}/notes/{Id(note)}");
        var (_, gone) = await server.GetAsync($"{Objects}/contacts/{contact}/associations/notes");

        created.Should().Be(HttpStatusCode.Created);
        Value(note, "hs_body_preview").Should().Be("Called & agreed");
        Value(changed, "hs_body_preview").Should().Be("No");
        LinkIds(links).Should().Contain(Id(note));
        archived.Should().Be(HttpStatusCode.NoContent);
        LinkIds(gone).Should().NotContain(Id(note));
    }

    [Fact]
    public async Task A_task_is_finished_when_its_status_says_so()
    {
        await using var server = await StartAsync();

        var (_, task) = await server.PostAsync($"{Objects}/tasks", new { properties = new { hs_timestamp = "2026-11-20T10:00:00Z", hs_task_subject = "Call" } });
        var (_, done) = await server.PatchAsync($"{Objects}/tasks/{Id(task)}", new { properties = new { hs_task_status = "COMPLETED" } });
        var (wrong, refused) = await server.PatchAsync($"{Objects}/tasks/{Id(task)}", new { properties = new { hs_task_status = "Done" } });

        Value(task, "hs_task_status").Should().Be("NOT_STARTED");
        Value(task, "hs_task_is_completed").Should().Be("false");
        Value(done, "hs_task_is_completed").Should().Be("true");
        Value(done, "hs_task_completion_date").Should().NotBeNull();
        wrong.Should().Be(HttpStatusCode.BadRequest);
        refused.GetProperty("errors")[0].GetProperty("code").GetString().Should().Be("INVALID_OPTION");
    }

    [Fact]
    public async Task Activities_are_read_with_the_scope_of_contacts_and_mails_take_one_more()
    {
        await using var server = await StartAsync();
        var (without, _) = await server.AuthorizeAsync("oauth crm.objects.contacts.read");
        var (with, _) = await server.AuthorizeAsync("oauth crm.objects.contacts.read sales-email-read");
        var (companies, _) = await server.AuthorizeAsync("oauth crm.objects.companies.read");

        (await server.GetAsync($"{Objects}/notes", without)).Status.Should().Be(HttpStatusCode.OK);
        (await server.GetAsync($"{Objects}/emails", with)).Status.Should().Be(HttpStatusCode.OK);
        (await server.GetAsync($"{Objects}/notes", companies)).Status.Should().Be(HttpStatusCode.Forbidden);
        var (status, body) = await server.GetAsync($"{Objects}/emails", without);
        status.Should().Be(HttpStatusCode.Forbidden);
        body.GetProperty("category").GetString().Should().Be("MISSING_SCOPES");
        body.GetProperty("context").GetProperty("requiredGranularScopes").EnumerateArray().Select(scope => scope.GetString()).Should().Equal("sales-email-read");
    }

    private static IEnumerable<(string From, string To, int Type)> Links(IEnumerable<JsonElement> dump, string to) =>
        dump.SelectMany(record => record.GetProperty("associations").GetProperty(to).EnumerateArray()
            .SelectMany(link => link.GetProperty("types").EnumerateArray().Select(type => (Id(record), Id(link), type.GetInt32()))));

    private static IEnumerable<string> LinkIds(JsonElement links) =>
        links.GetProperty("results").EnumerateArray().Select(link => link.GetProperty("toObjectId").GetInt64().ToString(CultureInfo.InvariantCulture));

    private static string? Text(JsonElement record, string property) =>
        record.GetProperty("properties").TryGetProperty(property, out var value) ? value.GetString() : null;

    private static Task<SandboxServer> StartAsync(int contacts = 600) => SandboxServer.StartAsync(options =>
    {
        options.Contacts = contacts;
        options.ReferenceTime = Reference;
    });
}
