using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Core.Views;
using HubSpotCrm.Web.Features.Records;
using HubSpotCrm.Web.Features.Search;
using HubSpotCrm.Web.Localization;
using Microsoft.AspNetCore.Components;

namespace HubSpotCrm.Web.Features.Palette;

/// <summary>
/// What the palette offers for a text. <c>js/palette.js</c> puts it into the shell when that is first opened, hands it what is typed, and does the keys;
/// it is a root of its own within the screen's circuit, so that no render of the page touches the field.
/// </summary>
public sealed partial class PaletteResults : ComponentBase, IDisposable
{
    private const char OnlyActions = '>';

    private UnifiedLoader _loader = null!;
    private IReadOnlyList<PaletteGroup> _groups = [];
    private IReadOnlyList<HitGroup> _hits = [];
    private IReadOnlyList<SavedView> _views = [];
    private FoundRecords? _read;
    private AccountDefinitions _definitions = AccountDefinitions.Empty;
    private Actor _actor = Actor.Nobody;
    private string _answered = "";
    private (string Text, int Asked)? _question;

    [Inject]
    public required IUnifiedSearch Searches { get; init; }

    [Inject]
    public required IRecentService Recent { get; init; }

    [Inject]
    public required ISavedViewService Views { get; init; }

    [Inject]
    public required IDefinitionService Definitions { get; init; }

    [Inject]
    public required ISyncService Sync { get; init; }

    [Inject]
    public required TimeProvider Time { get; init; }

    [Inject]
    public required ILogger<PaletteResults> Logger { get; init; }

    /// <summary>As typed: "&gt;" before it leaves actions alone, "#" asks for an id.</summary>
    [Parameter]
    public string Text { get; set; } = "";

    /// <summary>Moves each time the palette is opened: what was used last is read anew.</summary>
    [Parameter]
    public int Asked { get; set; }

    private string Typed => ListState.Clean(Text);

    private bool IsSearch => Typed is { Length: > 0 } typed && typed[0] != OnlyActions;

    private IReadOnlyList<string> Problems => !IsSearch ? [] : _loader.Found?.Failure is { } all ? [all.Message] : [.. _hits.Select(group => group.Problem).OfType<string>()];

    private string Said => !IsSearch || _loader.IsAsking || _loader.Found is not { } found ? "" : found.Total.Count == 0 ? "No record matches" : Formats.Count(found.Total, "record");

    private string? AsOf => IsSearch && (Sync.Status.CompleteTo ?? Sync.Status.SyncedAt) is { } at ? _loader.IsSlow ? "still searching…" : $"as of {Formats.Time(at)}" : null;

    public void Dispose() => _loader.Dispose();

    protected override void OnInitialized() => _loader = new(Searches, Time, Logger, InvokeAsync, Show);

    protected override async Task OnParametersSetAsync()
    {
        var question = (Text, Asked);
        if (_question == question)
        {
            return;
        }

        var isOpened = _question?.Asked != Asked;
        _question = question;
        _actor = await Current.GetAsync();
        if (isOpened)
        {
            _definitions = await Definitions.GetAsync(CancellationToken.None);
            _views = await Views.ListAsync(_actor, null, CancellationToken.None) is { Succeeded: true, Value: var views } ? views : [];
        }

        if (IsSearch)
        {
            await _loader.LoadAsync(_actor, Typed, PaletteList.RowsOfKind);
            return;
        }

        _loader.Forget();
        var list = new PaletteList(_actor, Hits.IconOf);
        var groups = Typed.Length > 0
            ? list.ActionsFor(Typed[1..].Trim())
            : list.Start(await Recent.GetAsync(_actor, CancellationToken.None) is { Succeeded: true, Value: var recents } ? recents : Recents.None, _views);
        if (_question == question)
        {
            (_groups, _hits, _read, _answered) = (groups, [], null, Text);
        }
    }

    private void Show()
    {
        if (!IsSearch || _loader.Found is not { } found || (found.Text != Typed && !_loader.IsSlow))
        {
            return;
        }

        if (!ReferenceEquals(found, _read))
        {
            (_read, _hits) = (found, Hits.Read(found, new CellContext(_definitions, TimeZoneInfo.Utc, Time.GetUtcNow())));
        }

        _groups = new PaletteList(_actor, Hits.IconOf).For(Typed, found.Text == Typed ? _hits : [], _loader.Suggestions, _views);

        // Before all have looked further the best may be still to come: Enter waits for it, as long as it does not take long.
        if (!_loader.IsAsking || _loader.IsSlow)
        {
            _answered = Text;
        }

        StateHasChanged();
    }

    private async Task ChooseAsync(PaletteOption option)
    {
        if (option.Hit is { } hit)
        {
            await Recent.NoteSearchAsync(_actor, Typed, CancellationToken.None);
            await Recent.NoteRecordAsync(_actor, new RecordReference(hit.Type, hit.Id), CancellationToken.None);
        }
        else if (option.Command is { IsSync: true })
        {
            var started = await Sync.SyncNowAsync(await Current.GetAsync(), CancellationToken.None);
            if (started.Failure is { } failure)
            {
                Toasts.Fail(failure.Message);
            }
            else
            {
                Toasts.Say("Looking for changes in HubSpot.");
            }
        }
    }
}
