using System.Net;
using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Sandbox;
using HubSpotCrm.Sandbox.Control;
using HubSpotCrm.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace HubSpotCrm.Tests.Hosting;

/// <summary>The portal while HubSpot does not answer: pages, edits, and what becomes of them.</summary>
public sealed class AwayTests
{
    private static readonly Actor Editor = new("u2", "Jonas Weidmann", Role.Editor);

    private static readonly string[] Pages =
    [
        "/", "/contacts", "/contacts?q=an", "/companies", "/deals", "/campaigns", "/analytics", "/sync", "/settings/connection",
    ];

    [Fact]
    [Trait("Fault", "F9")]
    public async Task While_HubSpot_is_away_every_page_answers_and_edits_wait_and_then_arrive_in_order_and_once()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var portal = await PortalFactory.StartAsync(portal =>
        {
            portal.UseFakes = false;
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
        foreach (var title in new[] { "First", "Second" })
        {
            foreach (var id in ids)
            {
                (await contacts.EditAsync(Editor, id, new RecordEdit(new Dictionary<string, string> { ["jobtitle"] = title }), cancellation)).Failure.Should().BeNull();
            }
        }

        foreach (var page in Pages)
        {
            using var answer = await client.GetAsync(new Uri(page, UriKind.Relative), cancellation);
            answer.StatusCode.Should().Be(HttpStatusCode.OK, page);
            if (page == "/contacts")
            {
                (await answer.Content.ReadAsStringAsync(cancellation)).Should().Contain("data-row=", "what is here is shown");
            }
        }

        var edits = portal.Services.GetRequiredService<IEditService>();
        (await edits.OpenAsync(Editor, cancellation)).Value.Should().HaveCount(6).And.OnlyContain(edit => edit.State == "Queued");

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
}
