using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Web.Circuits;
using Microsoft.AspNetCore.Components;

namespace HubSpotCrm.Web.Features.Sync;

/// <summary>Whether the copy equals HubSpot, as of the newest comparison of each kind of record, and the button that compares now.</summary>
public sealed partial class CopyChecks : SyncPart<IReadOnlyList<SyncCheckEntry>>
{
    private bool _isBusy;
    private bool _wasChecking;
    private Dictionary<ObjectType, DateTimeOffset?>? _before;
    private int _asked;
    private string? _failure;

    [Inject]
    public required ISyncService Sync { get; init; }

    [Inject]
    internal Announcer Announcer { get; init; } = null!;

    [Parameter, EditorRequired]
    public SyncStatus Status { get; set; } = SyncStatus.Off;

    // Campaigns and marketing e-mails are read whole all the time: there is nothing to compare.
    private List<ObjectProgress> Comparable =>
        [.. Status.Objects.Where(one => one.MissingScopes is null && !ObjectTypes.Marketing.Contains(one.Type))];

    // A small account is compared between two looks of the status: who asked sees it begin and end all the same.
    private bool IsChecking => _before is not null || Status.Checking.Count > 0;

    private int Compared => _before is not null ? 0 : Comparable.Count(one => !Status.Checking.Contains(one.Type));

    private IEnumerable<CheckedKind> Rows => Status.Objects.Select(one => CheckedKind.Of(one, Status, Value ?? []));

    protected override object? Question => (IsChecking, _before is null ? _asked : 0);

    protected override Task<Result<IReadOnlyList<SyncCheckEntry>>> ReadAsync(Actor actor, CancellationToken cancellationToken) => Report.ChecksAsync(actor, cancellationToken);

    protected override async Task OnParametersSetAsync()
    {
        if (_before is { } before && (Status.State != SyncState.Live || Status.Checking.Count > 0 || HaveEnded(before)))
        {
            _before = null;
        }

        await base.OnParametersSetAsync();
        if (_wasChecking && !IsChecking)
        {
            Announcer.Say($"Comparison done: {Rows.Count(one => one.Result.IsEqual)} of {Rows.Count(one => one.IsCompared)} kinds equal");
        }

        _wasChecking = IsChecking;
    }

    // Said to be off and not switched off: it would lose the focus, and be lost for who works by keyboard.
    private async Task CheckAsync()
    {
        if (_isBusy || IsChecking)
        {
            return;
        }

        _isBusy = true;
        var before = Comparable.ToDictionary(one => one.Type, LastEnd);
        _failure = (await Sync.CheckNowAsync(await Current.GetAsync(), CancellationToken.None)).Failure?.Message;
        _isBusy = false;
        if (_failure is null && Status.State == SyncState.Live && !HaveEnded(before))
        {
            (_before, _wasChecking, _asked) = (before, true, _asked + 1);
        }
    }

    private bool HaveEnded(Dictionary<ObjectType, DateTimeOffset?> before) =>
        Comparable.TrueForAll(one => LastEnd(one) != before.GetValueOrDefault(one.Type));

    private DateTimeOffset? LastEnd(ObjectProgress one) =>
        Status.Lanes.FirstOrDefault(lane => lane.Lane == CheckedKind.Lane && lane.Type == one.Type)?.LastRun;
}
