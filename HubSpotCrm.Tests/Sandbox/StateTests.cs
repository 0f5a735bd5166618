using System.Net;
using HubSpotCrm.Sandbox;
using HubSpotCrm.Tests.Support;
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
        var (line, _) = CommandLine.Parse(["--urls", "http://127.0.0.1:1", "--contacts", "50", "--seed", "3", "--token", "t", "--latency", "5", "--limits", "off", "--state", "f", "--client-id", "i", "--client-secret", "s"]);
        var options = new SandboxOptions();
        line!.Configure(options);

        line.Urls.Should().Be("http://127.0.0.1:1");
        options.Should().BeEquivalentTo(new SandboxOptions { Contacts = 50, Seed = 3, Token = "t", LatencyMs = 5, Limits = false, StateFile = "f", ClientId = "i", ClientSecret = "s" });
    }

    private static async Task<List<string>> TextsAsync(SandboxServer server) =>
        [.. (await server.DumpAsync("contacts")).Select(record => record.ToString())];

    private Task<SandboxServer> StartAsync(Action<SandboxOptions>? also = null) => SandboxServer.StartAsync(options =>
    {
        options.StateFile = StateFile;
        also?.Invoke(options);
    });
}
