using HubSpotCrm.Core.Connection;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.Storage.App;
using HubSpotCrm.Sandbox.Control;
using Microsoft.EntityFrameworkCore;

namespace HubSpotCrm.Tests.Connection;

/// <summary>Whose refusal ends which connection.</summary>
[Trait("Seed", "S22")]
public sealed class ReconnectTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("BadInput", "wrong or revoked token")]
    public async Task A_refusal_of_the_present_token_ends_the_session_and_asks_to_connect_again()
    {
        await using var world = await ConnectionWorld.StartAsync();
        await world.ConnectAsync();
        await RefuseAsync(world);

        (await world.Session.Current!.AccountAsync(Cancellation)).Failure.Should().BeOfType<ReconnectNeeded>();

        world.Session.Current.Should().BeNull();
        world.Connection.Status.Should().Match<ConnectionStatus>(status => status.State == ConnectionState.ReconnectNeeded && status.Reason != null);
        (await world.RowAsync()).State.Should().Be("ReconnectNeeded");
    }

    [Fact]
    public async Task A_late_refusal_of_a_replaced_token_leaves_the_new_connection_alone()
    {
        await using var world = await ConnectionWorld.StartAsync();
        await world.ConnectAsync();
        var old = world.Session.Current!;
        await world.ConnectAsync();
        var present = world.Session.Current;
        await RefuseAsync(world);

        (await old.AccountAsync(Cancellation)).Failure.Should().BeOfType<ReconnectNeeded>();

        await ConnectedAsync(world, present);
    }

    [Fact]
    public async Task A_late_refusal_of_a_replaced_consent_leaves_the_new_connection_alone()
    {
        await using var world = await ConnectionWorld.StartAsync();
        (await world.ConnectByConsentAsync()).Failure.Should().BeNull();
        var old = world.Session.Current!;
        (await old.AccountAsync(Cancellation)).Succeeded.Should().BeTrue();
        (await world.ConnectAsync()).Failure.Should().BeNull();
        var present = world.Session.Current;
        await RefuseAsync(world);

        (await old.AccountAsync(Cancellation)).Failure.Should().BeOfType<ReconnectNeeded>();

        await ConnectedAsync(world, present);
    }

    [Fact]
    public async Task A_refusal_between_two_consents_does_not_touch_the_tokens_of_the_second()
    {
        await using var world = await ConnectionWorld.StartAsync();
        await world.ConnectAsync();
        var row = await world.RowAsync();
        await world.ChangeAsync(async app => (await app.Connections.FindAsync([row.Id], Cancellation))!.TokenVersion++);
        await RefuseAsync(world);

        await world.Session.Current!.AccountAsync(Cancellation);

        world.Session.Current.Should().BeNull("its own token is refused");
        (await world.RowAsync()).State.Should().Be("Connected");
        world.Connection.Status.State.Should().Be(ConnectionState.Connected);
    }

    [Fact]
    public async Task Disconnecting_takes_the_app_out_of_the_account_and_ends_its_tokens()
    {
        await using var world = await ConnectionWorld.StartAsync();
        (await world.ConnectByConsentAsync()).Failure.Should().BeNull();

        (await world.Connection.DisconnectAsync(ConnectionWorld.Admin, eraseMirror: false, TestContext.Current.CancellationToken)).Failure.Should().BeNull();

        var farewell = (await world.Sandbox.CallsAsync()).Where(call => call.Path.Contains("revoke", StringComparison.Ordinal) || call.Method == "DELETE").ToList();
        farewell.Select(call => (call.Method, call.Status < 300)).Should().Equal(("DELETE", true), ("POST", true));
        (await world.RowAsync()).ProtectedTokens.Should().BeNull();
    }

    [Fact]
    public async Task A_disconnect_is_done_though_HubSpot_is_down()
    {
        await using var world = await ConnectionWorld.StartAsync();
        await world.ConnectByConsentAsync();
        await world.Sandbox.DownAsync(true);

        (await world.Connection.DisconnectAsync(ConnectionWorld.Admin, eraseMirror: false, TestContext.Current.CancellationToken)).Failure.Should().BeNull();

        world.Connection.Status.State.Should().Be(ConnectionState.None);
    }

    [Fact]
    public async Task After_a_disconnect_nothing_says_reconnect()
    {
        await using var world = await ConnectionWorld.StartAsync();
        await world.ConnectAsync();
        var old = world.Session.Current!;
        (await world.Connection.DisconnectAsync(ConnectionWorld.Admin, eraseMirror: false, Cancellation)).Failure.Should().BeNull();
        await RefuseAsync(world);

        await old.AccountAsync(Cancellation);

        world.Connection.Status.Should().Be(ConnectionStatus.None);
        (await world.RowAsync()).State.Should().Be("Disconnected");
    }

    // Of the account's calls; the token endpoint goes on giving out tokens.
    [Fact]
    [Trait("Fault", "F50")]
    public async Task Another_account_is_refused_until_an_administrator_disconnects_and_nothing_of_the_first_changes()
    {
        await using var world = await ConnectionWorld.StartAsync();
        (await world.ConnectAsync()).Succeeded.Should().BeTrue();
        await world.ChangeAsync(async app => (await app.Connections.SingleAsync(Cancellation)).AccountId = "4711");
        var before = await world.RowAsync();
        var session = world.Session.Current;

        var byToken = await world.ConnectAsync();
        var byConsent = await world.ConnectByConsentAsync();

        byToken.Failure.Should().BeOfType<OtherAccount>().Which.Message.Should().Contain("4711").And.Contain(ConnectionWorld.Key).And.Contain("Disconnect first");
        byConsent.Failure.Should().BeOfType<OtherAccount>();
        (await world.RowAsync()).Should().BeEquivalentTo(before);
        world.Session.Current.Should().BeSameAs(session);
        world.MirrorFiles().Should().Contain($"mirror-{ConnectionWorld.Key}.db", "the first account's copy stays");
    }

    [Fact]
    [Trait("Fault", "F38")]
    public async Task What_was_committed_has_reached_the_disk_in_both_databases()
    {
        await using var world = await ConnectionWorld.StartAsync();
        await world.ConnectAsync();

        await using var app = await world.Get<IDbContextFactory<AppDb>>().CreateDbContextAsync(Cancellation);
        var queue = await app.Database.SqlQueryRaw<long>("SELECT synchronous AS Value FROM pragma_synchronous").SingleAsync(Cancellation);
        var copy = await world.Mirrors.Current!.WriteAsync(
            (connection, transaction) =>
            {
                using var command = connection.CreateCommand();
                (command.Transaction, command.CommandText) = (transaction, "PRAGMA synchronous");
                return (long)command.ExecuteScalar()!;
            },
            Cancellation);

        (queue, copy).Should().Be((2L, 2L), "2 is FULL: a commit is flushed before it is told, so that a loss of power takes none back");
    }

    private static Task RefuseAsync(ConnectionWorld world) => world.Sandbox.FaultAsync(new Fault
    {
        Path = "/account-info/*",
        Status = 401,
        Body = """{"status":"error","message":"no","category":"INVALID_AUTHENTICATION","correlationId":"c"}""",
    });

    private static async Task ConnectedAsync(ConnectionWorld world, HubSpotClient? present)
    {
        world.Session.Current.Should().NotBeNull().And.BeSameAs(present);
        world.Connection.Status.State.Should().Be(ConnectionState.Connected);
        (await world.RowAsync()).Should().Match<Core.Storage.App.ConnectionRow>(row => row.State == "Connected" && row.StateReason == null);
    }
}
