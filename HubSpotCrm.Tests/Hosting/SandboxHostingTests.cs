using System.Net;
using System.Web;
using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Connection;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Storage.App;
using HubSpotCrm.Core.Storage.Mirror;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Sandbox;
using HubSpotCrm.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HubSpotCrm.Tests.Hosting;

/// <summary>The sandbox inside the portal: who may consent, and resetting it.</summary>
public sealed class SandboxHostingTests
{
    private static readonly Actor Admin = new("u1", "Katharina Berg", Role.Admin);

    [Fact]
    public async Task The_consent_page_is_answered_by_its_own_form_once()
    {
        await using var portal = await StartAsync();
        using var client = await portal.SignInAsync();
        var consent = await ConsentPageAsync(client);

        using var answer = await client.SendFormAsync(consent.Address, [], consent.Fields);
        using var again = await client.SendFormAsync(consent.Address, [], consent.Fields);

        answer.StatusCode.Should().Be(HttpStatusCode.Redirect);
        HttpUtility.ParseQueryString(answer.Headers.Location!.Query)["code"].Should().NotBeNullOrEmpty();
        again.StatusCode.Should().Be(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("without the value")]
    [InlineData("with another value")]
    [InlineData("without the cookie")]
    [Trait("BadInput", "a forged answer to the sandbox's consent page")]
    public async Task A_foreign_page_cannot_consent_for_the_administrator(string how)
    {
        await using var portal = await StartAsync();
        using var client = await portal.SignInAsync();
        var consent = await ConsentPageAsync(client);
        var forger = client;
        using var elsewhere = portal.CreateClient();
        if (how == "without the cookie")
        {
            using (await elsewhere.PostSignInAsync(PortalFactory.EmailOf(Role.Admin), PortalFactory.Password))
            {
            }

            forger = elsewhere;
        }
        else
        {
            consent.Fields["proof"] = how == "without the value" ? "" : new string('0', 64);
        }

        using var answer = await forger.SendFormAsync(consent.Address, [], consent.Fields);

        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Should().Contain("Nothing was granted");
    }

    [Theory]
    [InlineData("https://evil.example/api/hubspot/oauth/callback")]
    [InlineData("http://localhost:5080/callback")]
    [InlineData("{portal}/elsewhere")]
    [InlineData("{portal}/api/hubspot/oauth/callback/../../../../elsewhere")]
    [InlineData("{portal}/api/hubspot/oauth/callback?next=https://evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("")]
    [Trait("BadInput", "a redirect_uri that is not the portal's own callback")]
    public async Task Consent_leads_back_to_the_portal_alone(string redirect)
    {
        await using var portal = await StartAsync();
        using var client = await portal.SignInAsync();
        var given = redirect.Replace("{portal}", portal.Address.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal);
        var consent = await ConsentPageAsync(client);
        consent.Fields["redirect_uri"] = given;
        var asked = HttpUtility.ParseQueryString(new Uri(portal.Address, consent.Page).Query);
        asked["redirect_uri"] = given;

        using var page = await client.GetAsync($"{consent.Address}?{asked}", TestContext.Current.CancellationToken);
        using var answer = await client.SendFormAsync(consent.Address, [], consent.Fields);

        page.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Should().Contain("redirect_uri").And.NotContain("<form");
        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Resetting_disconnects_erases_the_copy_discards_edits_and_puts_the_records_back()
    {
        await using var portal = await StartAsync();
        using var client = await portal.SignInAsync();
        await ConnectAsync(client);
        var connection = portal.Services.GetRequiredService<IConnectionService>();
        var mirror = Directory.EnumerateFiles(portal.DataFolder, "mirror-sandbox-*.db").Single();
        var journal = Path.Combine(portal.DataFolder, "sandbox", "changes.ndjson");
        await AddEditAsync(portal, "edit-1", "sandbox-146220473", OutboxState.Conflict);
        await AddEditAsync(portal, "edit-2", "501", OutboxState.Queued);
        ReadShared(journal).Should().Contain("\"access\"", "the tokens are kept in the sandbox's own file");

        var reset = await connection.ResetSandboxAsync(Admin, TestContext.Current.CancellationToken);

        reset.Succeeded.Should().BeTrue();
        connection.Status.State.Should().Be(ConnectionState.None);
        File.Exists(mirror).Should().BeFalse();
        ReadShared(journal).Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().ContainSingle("the sandbox is as on its first day");
        await using var database = await portal.Services.GetRequiredService<IDbContextFactory<AppDb>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        var edits = await database.Outbox.AsNoTracking().ToDictionaryAsync(row => row.Id, row => row.State, TestContext.Current.CancellationToken);
        edits.Should().BeEquivalentTo(new Dictionary<string, OutboxState> { ["edit-1"] = OutboxState.Discarded, ["edit-2"] = OutboxState.Queued });
        var rows = await database.Audit.AsNoTracking().OrderByDescending(row => row.Id).Take(2).ToListAsync(TestContext.Current.CancellationToken);
        rows.Select(row => row.Action).Should().Equal("sandbox.reset", "connection.disconnect");
        rows[0].Detail.Should().Contain("\"discardedEdits\":1");

        await ConnectAsync(client);
        connection.Status.State.Should().Be(ConnectionState.Connected);
    }

    [Fact]
    public async Task Resetting_waits_for_whoever_reads_the_copy()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var portal = await StartAsync();
        using var client = await portal.SignInAsync();
        await ConnectAsync(client);
        var connection = portal.Services.GetRequiredService<IConnectionService>();
        var mirror = portal.Services.GetRequiredService<MirrorHost>().Current!;
        using var reads = new SemaphoreSlim(0);

        // It watches from its own thread, so that a busy pool delays nothing: the copy is closed under it, and its file has time to go.
        var reading = mirror.ReadAsync(
            held =>
            {
                reads.Release();
                var isClosed = SpinWait.SpinUntil(() => IsClosed(mirror), TimeSpan.FromSeconds(30));
                var isGone = SpinWait.SpinUntil(() => !File.Exists(mirror.Path), TimeSpan.FromSeconds(1));
                return (isClosed, isGone, Tables: Tables(held));
            },
            cancellationToken);
        await reads.WaitAsync(cancellationToken);

        var reset = connection.ResetSandboxAsync(Admin, cancellationToken);

        var read = await reading;
        read.isClosed.Should().BeTrue("nobody new may read what is about to be erased");
        read.isGone.Should().BeFalse("the file is not erased under a reader");
        read.Tables.Should().BePositive("the reader has its answer");
        (await reset).Failure.Should().BeNull();
        File.Exists(mirror.Path).Should().BeFalse();
        await ConnectAsync(client);
        connection.Status.State.Should().Be(ConnectionState.Connected);
    }

    [Fact]
    public async Task Resetting_while_another_program_holds_the_copy_puts_the_records_back_and_erases_before_anybody_connects_again()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var portal = await StartAsync();
        using var client = await portal.SignInAsync();
        await ConnectAsync(client);
        var connection = portal.Services.GetRequiredService<IConnectionService>();
        var mirror = Directory.EnumerateFiles(portal.DataFolder, "mirror-sandbox-*.db").Single();
        var journal = Path.Combine(portal.DataFolder, "sandbox", "changes.ndjson");
        await AddEditAsync(portal, "edit-1", "sandbox-146220473", OutboxState.Queued);

        // Cannot be deleted as a file can, whoever asks.
        var held = Directory.CreateDirectory(mirror + "-journal");
        var reset = await connection.ResetSandboxAsync(Admin, cancellationToken);

        reset.Failure.Should().BeOfType<CopyNotErased>();
        connection.Status.State.Should().Be(ConnectionState.None);
        ReadShared(journal).Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().ContainSingle("the sandbox is as on its first day");
        await using (var database = await portal.Services.GetRequiredService<IDbContextFactory<AppDb>>().CreateDbContextAsync(cancellationToken))
        {
            (await database.Outbox.AsNoTracking().SingleAsync(cancellationToken)).State.Should().Be(OutboxState.Discarded);
        }

        (await ConsentAsync(client)).Should().StartWith("/connect?notice=", "records of before the reset would be shown");
        connection.Status.State.Should().Be(ConnectionState.None);
        held.Delete();
        await ConnectAsync(client);
        connection.Status.State.Should().Be(ConnectionState.Connected);
    }

    [Fact]
    [Trait("BadInput", "a reset by somebody who may not, or of what is no sandbox")]
    public async Task Only_an_administrator_resets_and_only_the_sandbox()
    {
        await using var portal = await StartAsync();
        var connection = portal.Services.GetRequiredService<IConnectionService>();

        (await connection.ResetSandboxAsync(Admin with { Role = Role.Editor }, TestContext.Current.CancellationToken)).Failure.Should().BeOfType<Core.Common.NotAllowed>();
        (await connection.ResetSandboxAsync(Admin, TestContext.Current.CancellationToken)).Failure.Should().BeOfType<SandboxNotConnected>();
    }

    [Theory]
    [InlineData(Role.Admin, true)]
    [InlineData(Role.Editor, false)]
    [InlineData(Role.Viewer, false)]
    public async Task The_button_stands_beside_the_banner_for_administrators(Role role, bool isThere)
    {
        await using var portal = await PortalFactory.StartAsync();
        portal.Connection.Become(FakeConnectionService.Sandbox);
        using var client = await portal.SignInAsync(role);

        var html = await client.GetStringAsync("/sync", TestContext.Current.CancellationToken);

        html.Should().Contain("Sandbox.");
        html.Contains("Reset data", StringComparison.Ordinal).Should().Be(isThere);
    }

    // The real connection against the real sandbox; sync would only be in the way.
    private static Task<PortalFactory> StartAsync() => PortalFactory.StartAsync(portal =>
    {
        portal.UseFakes = false;
        portal.Settings["Sandbox:Contacts"] = "20";
        portal.Settings["Sandbox:Limits"] = "off";
        portal.ConfigureServices = services => services.AddSingleton<ISyncService>(portal.Sync);
    });

    private static async Task<(string Page, string Address, Dictionary<string, string> Fields)> ConsentPageAsync(HttpClient client)
    {
        using var started = await client.PostFormAsync("/connect", "/connect/start", new() { ["target"] = "Sandbox" });
        var page = started.Headers.Location!.OriginalString;
        var fields = await client.AllHiddenFieldsAsync(page);
        fields["decision"] = "connect";
        return (page, page.Split('?')[0], fields);
    }

    private static async Task ConnectAsync(HttpClient client) => (await ConsentAsync(client)).Should().Be("/contacts");

    // Where the consent leads in the end.
    private static async Task<string> ConsentAsync(HttpClient client)
    {
        var consent = await ConsentPageAsync(client);
        using var answer = await client.SendFormAsync(consent.Address, [], consent.Fields);
        using var back = await client.GetAsync(answer.Headers.Location, TestContext.Current.CancellationToken);
        return back.Headers.Location!.OriginalString;
    }

    private static long Tables(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM sqlite_master";
        return (long)command.ExecuteScalar()!;
    }

    private static bool IsClosed(Mirror mirror)
    {
        try
        {
            mirror.CreateContext().Dispose();
            return false;
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
    }

    private static async Task AddEditAsync(PortalFactory portal, string id, string account, OutboxState state)
    {
        await using var database = await portal.Services.GetRequiredService<IDbContextFactory<AppDb>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        database.Outbox.Add(new OutboxRow
        {
            Id = id,
            AccountId = account,
            ObjectType = (int)ObjectType.Contact,
            HubSpotId = "1",
            BaseValues = "{}",
            BaseUpdatedAt = 0,
            NewValues = "{}",
            ActorId = "u1",
            ActorName = "Katharina Berg",
            State = state,
            CreatedAt = 0,
        });
        await database.SaveChangesAsync(TestContext.Current.CancellationToken);
    }

    private static string ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return reader.ReadToEnd();
    }
}
