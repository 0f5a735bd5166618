using HubSpotCrm.Web.Features.Analytics;
using Microsoft.AspNetCore.Components;

namespace HubSpotCrm.Web.Features.Overview;

/// <summary>
/// Key numbers, pipeline, forecast, campaigns, e-mails and what needs attention. It asks for nothing itself: give it
/// <see cref="Analytics"/>, or <see cref="Loading"/> while there are none.
/// </summary>
public sealed partial class HubSpotDashboard : ComponentBase
{
    private AnalyticsState _own = new();

    /// <summary>What to show; null shows all of it on its way.</summary>
    [Parameter, EditorRequired]
    public DashboardAnalytics? Analytics { get; set; }

    /// <summary>The numbers are on their way: those that are there stay.</summary>
    [Parameter]
    public bool Loading { get; set; }

    /// <summary>HubSpot's names of the permissions that were not granted.</summary>
    [Parameter]
    public IReadOnlyList<string> MissingScopes { get; set; } = [];

    /// <summary>What the reader chose; without <see cref="OnState"/> the dashboard keeps it itself.</summary>
    [Parameter]
    public AnalyticsState? State { get; set; }

    [Parameter]
    public EventCallback<AnalyticsState> OnState { get; set; }

    /// <summary>A report failed and is asked for again.</summary>
    [Parameter]
    public EventCallback<DashboardReport> OnRetry { get; set; }

    private AnalyticsState Present => OnState.HasDelegate ? State ?? new() : _own;

    private DashboardAnalytics Shown => (Analytics ?? new()) is var shown && Loading
        ? shown with
        {
            Key = shown.Key with { IsLoading = true, Failure = null },
            Deals = shown.Deals with { IsLoading = true, Failure = null },
            Contacts = shown.Contacts with { IsLoading = true, Failure = null },
            Campaigns = shown.Campaigns with { IsLoading = true, Failure = null },
            Emails = shown.Emails with { IsLoading = true, Failure = null },
            Attention = shown.Attention with { IsLoading = true, Failure = null },
        }
        : shown;

    private Task ChangeAsync(AnalyticsState next)
    {
        _own = next;
        return OnState.InvokeAsync(next);
    }

    private EventCallback Retry(DashboardReport report) => OnRetry.HasDelegate ? EventCallback.Factory.Create(this, () => OnRetry.InvokeAsync(report)) : default;

    private string? Missing(params string[] scopes) => scopes.FirstOrDefault(MissingScopes.Contains);
}
