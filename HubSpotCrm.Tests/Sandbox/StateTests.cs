using System.Net;
using HubSpotCrm.Sandbox;
using HubSpotCrm.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using static HubSpotCrm.Tests.Sandbox.ReadTests;

namespace HubSpotCrm.Tests.Sandbox;

public sealed class StateTests : IDisposable
{
    private const string Contacts = "/crm/objects/2026-09/contacts";

    private readonly string _folder = Directory.CreateTempSubdirectory("sandbox-state-").FullName;

    private string StateFile => Path.Combine(_folder, "sandbox.jsonl");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_restart_goes_on_where_it_was()
    {
        string access, secret, changed;
        long created;
        List<string> before;
        await using (var server = await StartAsync())
        {
            secret = server.Options.ClientSecret!;
            (access, _) = await server.AuthorizeAsync();
            changed = Id((await AllAsync(server, $"{Contacts}?limit=100"))[2]);
            await server.PatchAsync($"{Contacts}/{changed}", new { properties = new { jobtitle = "Pilot" } }, access);
            created = Number((await server.PostAsync(Contacts, new { properties = new { email = "kept@new.example" } }, access)).Body);
            await server.ArchiveRecordAsync("contacts", Id((await AllAsync(server, $"{Contacts}?limit=100"))[3]));
            before = await TextsAsync(server);
        }

        await using var again = await StartAsync();

        again.Options.ClientSecret.Should().Be(secret);
        (await TextsAsync(again)).Should().Equal(before);
        var (status, read) = await again.GetAsync($"{Contacts}/{changed}?propertiesWithHistory=jobtitle", access);
        status.Should().Be(HttpStatusCode.OK);
        Value(read, "jobtitle").Should().Be("Pilot");
        var (_, next) = await again.PostAsync(Contacts, new { properties = new { email = "next@new.example" } });
        Number(next).Should().BeGreaterThan(created);
    }

    [Fact]
    public async Task A_last_line_torn_by_a_kill_is_forgotten_and_the_rest_is_kept()
    {
        string id;
        await using (var server = await StartAsync())
        {
            id = Id((await server.PostAsync(Contacts, new { properties = new { email = "kept@new.example" } })).Body);
        }

        await File.AppendAllTextAsync(StateFile, "{\"Op\":\"create\",\"At\":17", TestContext.Current.CancellationToken);

        await using (var server = await StartAsync())
        {
            (await server.GetAsync($"{Contacts}/{id}")).Status.Should().Be(HttpStatusCode.OK);
            await server.PatchAsync($"{Contacts}/{id}", new { properties = new { jobtitle = "Pilot" } });
        }

        await using var third = await StartAsync();
        Value((await third.GetAsync($"{Contacts}/{id}?properties=jobtitle")).Body, "jobtitle").Should().Be("Pilot");
    }

    [Fact]
    public async Task No_token_and_no_given_secret_stands_in_the_file()
    {
        await using var server = await StartAsync(options => options.ClientSecret = "given-secret");
        var (access, refresh) = await server.AuthorizeAsync();

        await using var file = new FileStream(StateFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        var text = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);

        text.Should().Contain("\"access\"").And.NotContain(access).And.NotContain(refresh).And.NotContain("given-secret");
    }

    [Fact]
    public async Task The_state_of_another_account_is_set_aside_not_used()
    {
        await using (var server = await StartAsync())
        {
            await server.PostAsync(Contacts, new { properties = new { email = "kept@new.example" } });
        }

        await using var other = await StartAsync(options => options.Seed = 2);

        (await other.GetAsync($"{Contacts}/kept@new.example?idProperty=email")).Status.Should().Be(HttpStatusCode.NotFound);
        Directory.GetFiles(_folder, "*.old").Should().ContainSingle();
    }

    [Fact]
    public async Task A_file_of_the_first_format_still_opens_with_its_changes_and_tokens()
    {
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Sandbox", "Fixtures", "state-format-1.jsonl"), StateFile);
        var time = new FakeTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(1_795_643_500_000));
        const string access =
            "CJV9p1W_5STZ1rTRzlgyaulqWIbeQHOXAQ9FOGRPKDgYqy9nQReqYCUPhOHxILX3SE3btPsPz5FlkeL71OXDG9DHMoScEJs-zO7wT1eXMG0t76CgyLxcQKsY2T2lENhIXWTPKhp8RTdgYVUpjO2P_GX9GIa8H0-8HR59ZzDZkx3f5OgABfEkg__vlPXFlMg2afJHn_4hD8CYvUOxEGc9-tlg3dSGqIRG6FEDrh5IICcPHAJMfL";

        await using (var server = await SandboxServer.StartAsync(options => options.StateFile = StateFile, time))
        {
            Value((await server.GetAsync($"{Contacts}/184?properties=jobtitle,email", access)).Body, "jobtitle").Should().Be("Pilot");
            Id((await server.GetAsync($"{Contacts}/kept@new.example?idProperty=email", access)).Body).Should().Be("9524986718");
            (await server.GetAsync($"{Contacts}/202?archived=true", access)).Status.Should().Be(HttpStatusCode.OK);
            var (_, links) = await server.GetAsync($"{Contacts}/273/associations/companies", access);
            links.GetProperty("results").EnumerateArray().Select(link => link.GetProperty("toObjectId").GetInt64()).Should().Contain(159);
            await server.PatchAsync($"{Contacts}/184", new { properties = new { jobtitle = "Captain" } });
        }

        await using var again = await SandboxServer.StartAsync(options => options.StateFile = StateFile, time);
        Value((await again.GetAsync($"{Contacts}/184?properties=jobtitle", access)).Body, "jobtitle").Should().Be("Captain");
        Directory.GetFiles(_folder, "*.old").Should().BeEmpty();
    }

    [Theory]
    [InlineData(10, "EUR,USD,GBP", 1)]
    [InlineData(225, "EUR,CHF", 1)]
    [InlineData(225, "EUR,USD,GBP", 0)]
    public async Task A_file_is_another_accounts_when_it_has_other_engagements_or_currencies(int engagements, string currencies, int expected)
    {
        await using (var server = await StartAsync())
        {
            await server.PostAsync(Contacts, new { properties = new { email = "kept@new.example" } });
        }

        await using var other = await StartAsync(options => (options.Engagements, options.Currencies) = (engagements, currencies.Split(',')));
        await other.GetAsync(Contacts);

        Directory.GetFiles(_folder, "*.old").Should().HaveCount(expected);
    }

    [Fact]
    public async Task A_file_of_a_format_to_come_is_set_aside()
    {
        await using (await StartAsync())
        {
        }

        await File.WriteAllTextAsync(StateFile, (await File.ReadAllTextAsync(StateFile, TestContext.Current.CancellationToken)).Replace("\"Format\":2", "\"Format\":3"), TestContext.Current.CancellationToken);

        await using var later = await StartAsync();
        await later.GetAsync(Contacts);

        Directory.GetFiles(_folder, "*.old").Should().ContainSingle();
    }

    [Fact]
    public async Task Properties_merges_erasures_and_notes_survive_a_restart()
    {
        List<string> before;
        string one, two, erased;
        await using (var server = await StartAsync())
        {
            await server.PostAsync("/crm/properties/2026-09/contacts", new { name = "shoe_size", label = "Shoe size", type = "number", fieldType = "number", groupName = "our_fields" });
            await server.SendAsync(HttpMethod.Delete, "/crm/properties/2026-09/contacts/vip");
            var ids = (await AllAsync(server, $"{Contacts}?limit=100")).Select(Id).ToArray();
            (one, two, erased) = (ids[0], ids[1], ids[2]);
            await server.PatchAsync($"{Contacts}/{one}", new { properties = new { shoe_size = "42" } });
            await server.PostAsync($"{Contacts}/merge", new { primaryObjectId = one, objectIdToMerge = two });
            await server.PostAsync($"{Contacts}/gdpr-delete", new { objectId = erased });
            await server.PostAsync("/crm/objects/2026-09/notes", new { properties = new { hs_timestamp = "2026-11-20T10:00:00Z", hs_note_body = "kept" } });
            before = await TextsAsync(server);
        }

        await using var again = await StartAsync();

        (await TextsAsync(again)).Should().Equal(before);
        var (_, read) = await again.GetAsync($"{Contacts}/{two}?properties=shoe_size,vip");
        Id(read).Should().Be(one);
        Value(read, "shoe_size").Should().Be("42");
        read.GetProperty("properties").TryGetProperty("vip", out _).Should().BeFalse();
        (await again.GetAsync($"{Contacts}/{erased}")).Status.Should().Be(HttpStatusCode.NotFound);
        (await again.DumpAsync("notes")).Should().Contain(note => note.GetProperty("properties").GetProperty("hs_note_body").GetString() == "kept");
    }

    [Fact]
    public async Task A_reset_amid_writes_leaves_a_file_that_says_what_the_account_says()
    {
        List<string> before;
        await using (var server = await StartAsync())
        {
            var writing = Enumerable.Range(0, 200).Select(place => Task.Run(async () =>
            {
                if (place % 50 == 25)
                {
                    await server.ControlAsync(HttpMethod.Post, "reset");
                }

                await server.PostAsync(Contacts, new { properties = new { email = $"busy{place}@new.example" } });
            }));
            await Task.WhenAll(writing);
            before = await TextsAsync(server);
        }

        await using var again = await StartAsync();

        (await TextsAsync(again)).Should().Equal(before);
    }

    [Fact]
    public async Task Resetting_drops_changes_and_tokens()
    {
        await using var server = await StartAsync();
        var before = await TextsAsync(server);
        var (access, _) = await server.AuthorizeAsync();
        await server.PostAsync(Contacts, new { properties = new { email = "gone@new.example" } });

        await server.ControlAsync(HttpMethod.Post, "reset");

        (await TextsAsync(server)).Should().Equal(before);
        (await server.GetAsync(Contacts, access)).Status.Should().Be(HttpStatusCode.Unauthorized);
        File.ReadLines(StateFile).Should().ContainSingle();
    }

    [Theory]
    [InlineData("--contacts", "many")]
    [InlineData("--contacts", "-1")]
    [InlineData("--contacts", "1000001")]
    [InlineData("--limits", "maybe")]
    [InlineData("--urls", "here")]
    [InlineData("--engagements", "some")]
    [InlineData("--currencies", "EUR,XXX")]
    [InlineData("--currencies", "EUR,EUR")]
    [InlineData("--wings", "2")]
    [InlineData("--token")]
    [InlineData("fast")]
    public void An_argument_that_cannot_be_understood_is_named(params string[] arguments)
    {
        var (line, problem) = CommandLine.Parse(arguments);

        line.Should().BeNull();
        problem.Should().Contain(arguments[0]);
    }

    [Fact]
    public void Arguments_become_options()
    {
        var (line, _) = CommandLine.Parse(["--urls", "http://127.0.0.1:1", "--contacts", "50", "--seed", "3", "--token", "t", "--latency", "5", "--limits", "off", "--state", "f", "--client-id", "i", "--client-secret", "s", "--engagements", "7", "--currencies", "EUR,JPY"]);
        var options = new SandboxOptions();
        line!.Configure(options);

        line.Urls.Should().Be("http://127.0.0.1:1");
        options.Should().BeEquivalentTo(new SandboxOptions { Contacts = 50, Seed = 3, Token = "t", LatencyMs = 5, Limits = false, StateFile = "f", ClientId = "i", ClientSecret = "s", Engagements = 7, Currencies = ["EUR", "JPY"] });
    }

    private static async Task<List<string>> TextsAsync(SandboxServer server) =>
        [.. (await server.DumpAsync("contacts")).Select(record => record.ToString())];

    private Task<SandboxServer> StartAsync(Action<SandboxOptions>? also = null) => SandboxServer.StartAsync(options =>
    {
        options.StateFile = StateFile;
        also?.Invoke(options);
    });
}
