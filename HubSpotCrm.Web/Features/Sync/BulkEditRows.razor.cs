using HubSpotCrm.Core.Crm;
using HubSpotCrm.Web.Circuits;
using HubSpotCrm.Web.Features.Records;
using Microsoft.AspNetCore.Components;

namespace HubSpotCrm.Web.Features.Sync;

/// <summary>The records of a bulk edit, each with its own result, page by page.</summary>
public sealed partial class BulkEditRows : ComponentBase, IDisposable
{
    private const int PageSize = 25;

    private readonly Newest _newest = new();
    private IReadOnlyList<EditStatus> _rows = [];
    private BulkRows _which = BulkRows.All;
    private BulkEditStatus? _loadedFor;
    private int _offset;
    private (BulkRows Which, int Offset) _shown = (BulkRows.All, 0);
    private int _total;
    private string? _failure;

    [Inject]
    public required IBulkEditService BulkService { get; init; }

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Parameter, EditorRequired]
    public required BulkEditStatus Bulk { get; set; }

    [Parameter]
    public AccountDefinitions Definitions { get; set; } = AccountDefinitions.Empty;

    private static IEnumerable<(BulkRows Which, string Label)> Choices =>
    [
        (BulkRows.All, "All"), (BulkRows.NeedUser, "Needs you"), (BulkRows.Waiting, "Waiting"), (BulkRows.Confirmed, "Confirmed"), (BulkRows.NotSent, "Not sent"),
    ];

    public void Dispose() => _newest.Dispose();

    // While it runs the page that is looked at follows it.
    protected override Task OnParametersSetAsync()
    {
        if (_loadedFor is { } known && known.Id == Bulk.Id && known.Equals(Bulk with { Changes = known.Changes }))
        {
            return Task.CompletedTask;
        }

        var isOther = _loadedFor?.Id != Bulk.Id;
        _loadedFor = Bulk;
        return ShowAsync(isOther ? BulkRows.All : _which, isOther ? 0 : _offset);
    }

    private async Task ShowAsync(BulkRows which, int offset)
    {
        // At once, so that a refresh that comes meanwhile is of what was chosen; one that was under way is dropped.
        (_which, _offset) = (which, offset);
        var cancellationToken = _newest.Next();
        try
        {
            var page = await BulkService.RowsAsync(await Current.GetAsync(), Bulk.Id, which, offset, PageSize, cancellationToken);
            if (cancellationToken.IsCancellationRequested)
            {
                return;
            }

            _failure = page.Failure?.Message;
            if (page.Succeeded)
            {
                (_shown, _rows, _total) = ((which, offset), page.Value.Items, page.Value.Total.Count);
            }

            (_which, _offset) = _shown;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Another choice is being read, or nobody looks any more.
        }
    }
}
