using System.Security.Claims;
using AngleSharp.Dom;
using Bunit;
using Bunit.TestDoubles;
using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Analytics;
using HubSpotCrm.Core.Connection;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Tests.Support;
using HubSpotCrm.Web.Circuits;
using HubSpotCrm.Web.Features.Analytics;
using HubSpotCrm.Web.Localization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace HubSpotCrm.Tests.Analytics;

/// <summary>One browser that shows a page of numbers over fakes. It is 12 November 2026, 14:02 UTC.</summary>
internal sealed class AnalyticsScreen<TTab> : BunitContext
    where TTab : ReportTab
{
    public AnalyticsScreen(bool isInteractive = true)
    {
        Connection.Become(FakeConnectionService.Sandbox);
        Sync.Become(SyncStatus.Off with { State = SyncState.Live });
        Services.AddSingleton<TimeProvider>(Time);
        Services.AddSingleton<IAnalyticsService>(Analytics);
        Services.AddSingleton<IConnectionService>(Connection);
        Services.AddSingleton<ISyncService>(Sync);
        Services.AddSingleton(Feed);
        Services.AddScoped<CurrentActor>();
        Services.AddScoped<Formats>();
        JSInterop.Mode = JSRuntimeMode.Loose;
        this.AddBunitPersistentComponentState();
        var user = AddAuthorization();
        user.SetAuthorized("Katharina Lindqvist");
        user.SetRoles(nameof(Role.Viewer));
        user.SetClaims(new Claim(ClaimTypes.NameIdentifier, "u1"));
        SetRendererInfo(new RendererInfo(isInteractive ? "Server" : "Static", isInteractive));
    }

    public FakeAnalyticsService Analytics { get; } = new();

    public FakeConnectionService Connection { get; } = new();

    public FakeSyncService Sync { get; } = new();

    public ChangeFeed Feed { get; } = new(NullLogger<ChangeFeed>.Instance);

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 12, 14, 2, 0, TimeSpan.Zero));

    public IRenderedComponent<TTab> Page { get; private set; } = null!;

    public BunitNavigationManager Navigation => (BunitNavigationManager)Services.GetRequiredService<NavigationManager>();

    /// <summary>Path and query.</summary>
    public string Address => "/" + Navigation.ToBaseRelativePath(Navigation.Uri);

    public AnalyticsScreen<TTab> Open(string address = "/")
    {
        Navigation.NavigateTo(address);
        Page = Render<TTab>();
        return this;
    }

    public void Eventually(Action assertion) => Page.WaitForAssertion(assertion, TimeSpan.FromSeconds(30));

    /// <summary>The tile with a label.</summary>
    public IElement Tile(string label) => Page.FindAll(".kpi").Single(tile => tile.QuerySelector(".lab")!.TextContent == label);

    /// <summary>The panel with a title.</summary>
    public IElement Panel(string title) => Page.FindAll("section.panel").Single(panel => panel.QuerySelector("h2")!.TextContent == title);
}
