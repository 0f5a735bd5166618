using HubSpotCrm.Core.Search.Embeddings;
using HubSpotCrm.Web.Components.Shared;
using HubSpotCrm.Web.Localization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;

namespace HubSpotCrm.Web.Features.Meanings;

/// <summary>How the search for what is close in meaning is; where there is none, one line for administrators on how to have it.</summary>
public sealed partial class MeaningState : ComponentBase, IDisposable
{
    private MeaningStatus _status = new(MeaningStage.Off);
    private bool _isDisposed;

    [Inject]
    public required IMeaningReport Report { get; init; }

    [Inject]
    public required IOptions<EmbeddingOptions> Settings { get; init; }

    /// <summary>Whether the user administers the portal.</summary>
    [Parameter]
    public bool MayChange { get; set; }

    private string Model => Settings.Value.Model;

    private (string Kind, string Icon, string Text) Look => _status.Stage switch
    {
        MeaningStage.Waiting => ("inf", Glyphs.Clock, "Begins when the records have been read."),
        MeaningStage.Building => ("inf", Glyphs.Sync, $"{Formats.Number((long)_status.Done)} of {Formats.Number((long)_status.Wanted)} records are prepared, the most recently active first. Searches use them already."),
        MeaningStage.Failing => ("warn", Glyphs.Warning, $"The model gives no answer that can be used. Searches go on by words{Kept}. It is asked again by itself."),
        _ => ("ok", Glyphs.Check, $"{Formats.Number((long)_status.Wanted)} records are prepared, and kept current."),
    };

    private string Kept => _status.Done > 0 ? $", {Formats.Number((long)_status.Done)} of {Formats.Number((long)_status.Wanted)} records are prepared" : "";

    public void Dispose()
    {
        _isDisposed = true;
        Report.Changed -= OnChanged;
    }

    protected override void OnInitialized()
    {
        _status = Report.Status;
        Report.Changed += OnChanged;
    }

    // While all records are prepared it changes some ten times a second: steps of a hundred are enough.
    private void OnChanged()
    {
        var status = Report.Status;
        if (status.Stage == MeaningStage.Building && _status.Stage == MeaningStage.Building && status.Wanted == _status.Wanted && status.Done / 100 == _status.Done / 100)
        {
            return;
        }

        _ = InvokeAsync(() =>
        {
            if (!_isDisposed)
            {
                _status = status;
                StateHasChanged();
            }
        });
    }
}
