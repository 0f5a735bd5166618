using HubSpotCrm.Core.Connection;
using HubSpotCrm.Web.Circuits;
using HubSpotCrm.Web.Urls;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace HubSpotCrm.Web.Features.Connection;

/// <summary>The button that puts the sandbox back to its first day, once the administrator has read what is lost.</summary>
public sealed partial class ResetSandbox : ComponentBase
{
    private bool _busy;

    [Inject]
    public required IConnectionService Connection { get; init; }

    [Inject]
    public required IDialogService Dialogs { get; init; }

    [Inject]
    public required ISnackbar Snackbar { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    internal CurrentActor Current { get; init; } = null!;

    private async Task AskAsync()
    {
        var dialog = await Dialogs.ShowAsync<ResetSandboxDialog>();
        if (await dialog.Result is not { Canceled: false })
        {
            return;
        }

        _busy = true;
        var done = await Connection.ResetSandboxAsync(await Current.GetAsync(), CancellationToken.None);
        _busy = false;
        if (done.Failure is { } failure)
        {
            Snackbar.Add($"Not reset. {failure.Message}", Severity.Error);
            return;
        }

        // A full load: the connect page answers requests and has no circuit.
        Navigation.NavigateTo(PortalUrls.Connect, forceLoad: true);
    }
}
