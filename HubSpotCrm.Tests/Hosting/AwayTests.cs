using System.Net;
using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Sandbox;
using HubSpotCrm.Sandbox.Control;
using HubSpotCrm.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace HubSpotCrm.Tests.Hosting;

/// <summary>The portal while HubSpot does not answer for an hour of its clock: pages, edits, and what becomes of them.</summary>
public sealed class AwayTests
{
    // How far the clock goes every five milliseconds or so. While people wait for an answer it goes as it does for them: a read has seconds.
    private static readonly TimeSpan AsForPeople = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Quick = TimeSpan.FromSeconds(5);

    private static readonly Actor Editor = new("u2", "Jonas Weidmann", Role.Editor);

    private static readonly string[] Pages =
    [
        "/", "/contacts", "/contacts?q=an", "/companies", "/deals", "/campaigns", "/analytics", "/sync", "/settings/connection",
    ];

    [Fact]
    [Trait("Fault", "F9")]
    public async Task While_HubSpot_is_away_for_an_hour_every_page_answers_and_edits_wait_and_then_arrive_in_order_and_once()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var pump = new Pump(clock) { Step = Slow };
        await using var portal = await PortalFactory.StartAsync(portal =>
        {
            portal.UseFakes = false;
            portal.ConfigureServices = services => services.AddSingleton<TimeProvider>(clock);
            portal.Settings["Sandbox:Contacts"] = "20";
            portal.Settings["Sandbox:Limits"] = "off";
        });
        using var client = await portal.SignInAsync();
        await ConnectAsync(client);
        var sync = portal.Services.GetRequiredService<ISyncService>();
        await Eventually.HoldsAsync(() => Task.FromResult(sync.Status.State == SyncState.Live), TimeSpan.FromMinutes(2), () => $"Sync came no further than {sync.Status}", cancellation);
        var sandbox = portal.Services.GetRequiredService<SandboxAccount>();
        var contacts = portal.Services.GetRequiredService<IContactService>();
        var ids = (await contacts.FindAsync(Editor, new RecordQuery("", [], []), cancellation)).Value.Items.Take(3).Select(contact => contact.Id).ToList();

        sandbox.Faults.Down = new Fault { Status = 503 };
        var gone = clock.GetUtcNow();
        pump.Step = AsForPeople;
        await SaveAsync(contacts, ids, "First", cancellation);
        await LookAsync(client, cancellation);
        await pump.UntilAsync(gone.AddMinutes(25), cancellation);
        await SaveAsync(contacts, ids, "Second", cancellation);
        await LookAsync(client, cancellation);
        await pump.UntilAsync(gone.AddMinutes(50), cancellation);
        await LookAsync(client, cancellation);
        await pump.UntilAsync(gone.AddMinutes(61), cancellation);

        var edits = portal.Services.GetRequiredService<IEditService>();
        (await edits.OpenAsync(Editor, cancellation)).Value.Should().HaveCount(6).And.OnlyContain(edit => edit.State == "Queued");
        sync.Status.State.Should().Be(SyncState.Waiting);

        pump.Step = Slow;
        sandbox.Faults.Down = null;
        await Eventually.HoldsAsync(
            async () => (await edits.OpenAsync(Editor, cancellation)).Value.Count == 0, TimeSpan.FromMinutes(4),
            () => "The edits did not arrive", cancellation);
        foreach (var id in ids)
        {
            var details = (await contacts.GetAsync(Editor, id, cancellation)).Value;
            details.Properties.Single(property => property.Definition.Name == "jobtitle").Value.Should().Be("Second");
            var kind = sandbox.Crm.Schemas.Find("contacts")!;
            var record = sandbox.Crm.Find(kind.Kind, long.Parse(id, System.Globalization.CultureInfo.InvariantCulture))!;
            sandbox.Crm.Versions(record, kind.Find("jobtitle")!).Select(version => version.Value).Take(2).Should().Equal("Second", "First");
            sandbox.Crm.Versions(record, kind.Find("jobtitle")!).Count(version => version.Value is "First" or "Second").Should().Be(2, "none is made twice");
        }
    }

    private static async Task SaveAsync(IContactService contacts, IReadOnlyList<string> ids, string title, CancellationToken cancellation)
    {
        foreach (var id in ids)
        {
            (await contacts.EditAsync(Editor, id, new RecordEdit(new Dictionary<string, string> { ["jobtitle"] = title }), cancellation)).Failure.Should().BeNull();
        }
    }

    private static async Task LookAsync(HttpClient client, CancellationToken cancellation)
    {
        foreach (var page in Pages)
        {
            using var answer = await client.GetAsync(new Uri(page, UriKind.Relative), cancellation);
            answer.StatusCode.Should().Be(HttpStatusCode.OK, page);
            if (page == "/contacts")
            {
                (await answer.Content.ReadAsStringAsync(cancellation)).Should().Contain("data-row=", "what is here is shown");
            }
        }
    }

    private static async Task ConnectAsync(HttpClient client)
    {
        using var started = await client.PostFormAsync("/connect", "/connect/start", new() { ["target"] = "Sandbox" });
        var page = started.Headers.Location!.OriginalString;
        var fields = await client.AllHiddenFieldsAsync(page);
        fields["decision"] = "connect";
        using var answer = await client.SendFormAsync(page.Split('?')[0], [], fields);
        using var back = await client.GetAsync(answer.Headers.Location, TestContext.Current.CancellationToken);
        back.Headers.Location!.OriginalString.Should().Be("/contacts");
    }

    /// <summary>Lets the portal's clock go on by itself.</summary>
    private sealed class Pump : IAsyncDisposable
    {
        private readonly FakeTimeProvider _clock;
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _running;

        public Pump(FakeTimeProvider clock)
        {
            _clock = clock;
            _running = Task.Run(async () =>
            {
                while (!_stop.IsCancellationRequested)
                {
                    clock.Advance(Step);
                    await Task.Delay(TimeSpan.FromMilliseconds(5));
                }
            });
        }

        public TimeSpan Step { get; set; }

        /// <summary>Lets the time until then go by quickly.</summary>
        public async Task UntilAsync(DateTimeOffset time, CancellationToken cancellation)
        {
            Step = Quick;
            await Eventually.HoldsAsync(
                () => Task.FromResult(_clock.GetUtcNow() >= time), TimeSpan.FromMinutes(4), () => $"The clock came no further than {_clock.GetUtcNow()}", cancellation);
            Step = AsForPeople;
        }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _running;
            _stop.Dispose();
        }
    }
}
