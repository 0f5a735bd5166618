using HubSpotCrm.Core.Columns;
using Microsoft.AspNetCore.Components;

namespace HubSpotCrm.Web.Features.Records;

/// <summary>Says at the foot of a list that filters are slower for now, while they are answered without their own copy of the records.</summary>
public sealed partial class FilterSpeed : ComponentBase, IDisposable
{
    private ColumnCopyStatus? _status;

    [Inject]
    public required IColumnCopyReport Copy { get; init; }

    private string? Text => _status switch
    {
        { Stage: ColumnCopyStage.Building, Progress: { } progress } => $"Filters are slower until they are prepared ({(int)Math.Round(progress * 100)} %)",
        { Stage: ColumnCopyStage.Building } => "Filters are slower until they are prepared",
        { Stage: ColumnCopyStage.Away } => "Filters are slower at the moment",
        _ => null,
    };

    private string Why => _status?.Reason ?? "They answer from the records themselves until their own copy is made.";

    protected override void OnInitialized()
    {
        _status = Shown;
        Copy.Changed += OnChanged;
    }

    public void Dispose() => Copy.Changed -= OnChanged;

    // Steps of five in a hundred are enough for a foot note.
    private ColumnCopyStatus? Shown => Copy.Status is { Progress: { } progress } status ? status with { Progress = Math.Floor(progress * 20) / 20 } : Copy.Status;

    private void OnChanged()
    {
        var shown = Shown;
        if (shown != _status)
        {
            _ = InvokeAsync(() =>
            {
                _status = shown;
                StateHasChanged();
            });
        }
    }
}
