using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Web.Circuits;
using HubSpotCrm.Web.Components.Shared;
using HubSpotCrm.Web.Features.Records;
using HubSpotCrm.Web.Localization;
using HubSpotCrm.Web.Urls;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace HubSpotCrm.Web.Features.Sync;

/// <summary>What the report says of the kinds of record.</summary>
/// <param name="Totals">Of the last 24 hours.</param>
/// <param name="Held">Records that are absent from HubSpot and wait for an administrator's word, by kind.</param>
public sealed record ObjectFacts(IReadOnlyList<SyncTotals> Totals, IReadOnlyDictionary<ObjectType, int> Held);

/// <summary>Each kind of record: how far its copy is, what the last day brought, and what an administrator can have done.</summary>
public sealed partial class SyncProgress : SyncPart<ObjectFacts>
{
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    [Inject]
    public required ISyncService Sync { get; init; }

    [Inject]
    public required IDialogService Dialogs { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required Toasts Toasts { get; init; }

    [Parameter, EditorRequired]
    public SyncStatus Status { get; set; } = SyncStatus.Off;

    /// <summary>As the address has it: <see cref="PortalUrls.SyncDay"/>, or anything.</summary>
    [Parameter]
    public string? Shown { get; set; }

    private bool IsDay => Shown == PortalUrls.SyncDay;

    protected override async Task<Result<ObjectFacts>> ReadAsync(Actor actor, CancellationToken cancellationToken)
    {
        var totals = await Report.TotalsAsync(actor, Clock.GetUtcNow() - Day, cancellationToken);
        var checks = await Report.ChecksAsync(actor, cancellationToken);
        return (totals.Failure ?? checks.Failure) is { } failure
            ? failure
            : new ObjectFacts(totals.Value, checks.Value.Where(check => check is { Kind: CheckKind.Reconciliation, Held: > 0 }).ToDictionary(check => check.Type, check => check.Held));
    }

    private static string Name(ObjectType type) => Words.Capital(Words.Plural(type));

    private string Count(long? number) => Value is null ? Formats.None : Formats.Number(number ?? 0);

    private int HeldOf(ObjectType type) => Value?.Held.GetValueOrDefault(type) ?? 0;

    private string Other(string? shown) => new Uri(Navigation.GetUriWithQueryParameter(PortalUrls.SyncObjectsQuery, shown)).PathAndQuery;

    private static double? Share(ObjectProgress one) =>
        one.IsComplete ? 1 : one.MissingScopes is not null ? null : one.Total is > 0 and var total ? Math.Min(1, (double)one.Done / total) : one.Total is 0 ? 1 : null;

    private static int Hundredth(ObjectProgress one) => (int)((Share(one) ?? 0) * 100);

    private string Next(ObjectProgress one) =>
        one.TimeLeft is { } left ? Formats.Duration(left)
        : one is { IsComplete: true, MissingScopes: null, NextRun: { } next } && Status.State is SyncState.Live or SyncState.Waiting ? (next > Clock.GetUtcNow() ? Formats.Relative(next) : "now")
        : Formats.None;

    private (string Kind, string Icon, string Text) State(ObjectProgress one) => Status.State switch
    {
        _ when one.MissingScopes is not null => ("warn", Glyphs.Lock, "Not granted"),
        _ when HeldOf(one.Type) is > 0 and var held => ("bad", Glyphs.Warning, $"{Formats.Number(held)} held"),
        _ when one.Message is { Length: > 0 } message => ("warn", Glyphs.Clock, message),
        _ when one.IsComplete => ("ok", Glyphs.Check, "Up to date"),
        SyncState.Paused => ("warn", Glyphs.Pause, "Paused"),
        SyncState.Cancelled => ("warn", Glyphs.Close, "Cancelled"),
        SyncState.ReconnectNeeded => ("bad", Glyphs.Close, "Not connected"),
        SyncState.CopyUnusable => ("bad", Glyphs.Warning, "No copy"),
        SyncState.Waiting => ("warn", Glyphs.Clock, "Waiting"),
        _ when one.Done > 0 => ("inf", Glyphs.Sync, "Running"),
        _ => ("t2", Glyphs.Clock, "Waits for its turn"),
    };

    private async Task ResyncAsync(ObjectType type) =>
        Say(await Sync.ResyncAsync(await Current.GetAsync(), type, CancellationToken.None), $"All {Words.Plural(type)} are read again.");

    // Whoever decides reads first what it means: what goes leaves the lists.
    private async Task LetGoAsync(ObjectType type)
    {
        var parameters = new DialogParameters<LetGoDialog> { { shown => shown.Type, type }, { shown => shown.Held, HeldOf(type) } };
        var dialog = await Dialogs.ShowAsync<LetGoDialog>(null, parameters, new DialogOptions { MaxWidth = MaxWidth.ExtraSmall, FullWidth = true });
        if (await dialog.Result is { Canceled: false })
        {
            Say(await Sync.LetGoAsync(await Current.GetAsync(), type, CancellationToken.None), $"The {Words.Plural(type)} are compared again, and what is gone in HubSpot goes here.");
        }
    }

    private void Say(Result<Done> done, string text)
    {
        if (done.Failure is { } failure)
        {
            Toasts.Fail(failure.Message);
        }
        else
        {
            Toasts.Say(text);
        }
    }
}
