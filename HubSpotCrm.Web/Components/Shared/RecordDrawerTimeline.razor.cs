using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Web.Features.Records;
using HubSpotCrm.Web.Localization;
using Microsoft.AspNetCore.Components;

namespace HubSpotCrm.Web.Components.Shared;

/// <summary>What happened with an open record, newest first, a page at a time; what cannot be shown is named.</summary>
public sealed partial class RecordDrawerTimeline : ComponentBase, IDisposable
{
    private readonly Newest _newest = new();
    private List<TimelineEntry> _entries = [];
    private IReadOnlyList<TimelineGap>? _gaps;
    private (string Id, DateTimeOffset At)? _shown;
    private string? _failure;
    private bool _hasMore;
    private bool _isLoading;

    [Inject]
    public required ITimelineService Timelines { get; init; }

    [Parameter, EditorRequired]
    public required ObjectType Type { get; set; }

    /// <summary>HubSpot's id of the record.</summary>
    [Parameter, EditorRequired]
    public required string Id { get; set; }

    /// <summary>Of the record: when it moves, the timeline is read again.</summary>
    [Parameter]
    public DateTimeOffset UpdatedAt { get; set; }

    public void Dispose() => _newest.Dispose();

    protected override async Task OnParametersSetAsync()
    {
        if (_shown != (Id, UpdatedAt))
        {
            var isOther = _shown?.Id != Id;
            _shown = (Id, UpdatedAt);
            if (isOther)
            {
                (_entries, _gaps) = ([], null);
            }

            await ReloadAsync();
        }
    }

    private Task ReloadAsync() => ReadAsync(0);

    private Task MoreAsync() => ReadAsync(_entries.Count);

    private async Task ReadAsync(int offset)
    {
        var cancellationToken = _newest.Next();
        _isLoading = true;
        Result<Timeline> read;
        try
        {
            read = await Timelines.ReadAsync(await CurrentActor.GetAsync(), Type, Id, offset, null, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return;
        }

        if (cancellationToken.IsCancellationRequested)
        {
            return;
        }

        (_isLoading, _failure) = (false, read.Failure?.Message);
        if (read.Succeeded)
        {
            var known = offset == 0 ? [] : _entries;
            // An entry that came in between moved the others: none is shown twice.
            _entries = [.. known.Concat(read.Value.Entries).DistinctBy(entry => (entry.Type, entry.Id))];
            (_hasMore, _gaps) = (read.Value.HasMore, read.Value.Gaps);
        }
    }

    private static string HeadingOf(TimelineEntry entry) => string.IsNullOrWhiteSpace(entry.Title) ? Words.Capital(entry.Type.Singular()) : entry.Title;

    private static string NoteOf(TimelineEntry entry) => string.Join(" · ", new[]
    {
        string.IsNullOrWhiteSpace(entry.Title) ? null : Words.Capital(entry.Type.Singular()),
        entry.Direction is { Length: > 0 } direction ? Words.Capital(direction.Replace('_', ' ').ToLowerInvariant()) : null,
        entry.Status is { Length: > 0 } status ? Words.Capital(status.Replace('_', ' ').ToLowerInvariant()) : null,
        entry.Duration is { } duration ? Formats.Duration(duration) : null,
        entry.Owner,
    }.Where(part => !string.IsNullOrWhiteSpace(part)));

    private static string IconOf(ObjectType type) => type switch
    {
        ObjectType.Call => Glyphs.Phone,
        ObjectType.Email => Glyphs.Mail,
        ObjectType.Meeting => Glyphs.Calendar,
        ObjectType.Task => Glyphs.Check,
        _ => Glyphs.Note,
    };
}
