using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Web.Circuits;
using Microsoft.AspNetCore.Components;

namespace HubSpotCrm.Web.Features.Sync;

/// <summary>Values that do not fit their property's type, with the reason, and the button that reads the record again.</summary>
public sealed partial class QuarantineList : SyncList<QuarantinedValue>
{
    private const int Longest = 200;

    private AccountDefinitions _definitions = AccountDefinitions.Empty;
    private bool _isBusy;

    [Inject]
    public required IDefinitionService Definitions { get; init; }

    [Inject]
    public required Toasts Toasts { get; init; }

    protected override async Task<Result<Page<QuarantinedValue>>> ReadAsync(Actor actor, int skip, int take, CancellationToken cancellationToken)
    {
        _definitions = await Definitions.GetAsync(cancellationToken);
        return await Report.QuarantineAsync(actor, skip, take, cancellationToken);
    }

    private string LabelOf(QuarantinedValue one) => _definitions.FindProperty(one.Type, one.Property)?.Label ?? one.Property;

    // Whatever the sender of a value put there need not fit on a screen.
    private static string Shortened(string raw) => raw.Length <= Longest ? raw : $"{raw[..Longest]}…";

    private async Task RetryAsync(QuarantinedValue one)
    {
        _isBusy = true;
        var read = await Report.RetryAsync(await Current.GetAsync(), one.Type, [one.RecordId], CancellationToken.None);
        await LoadAsync();
        _isBusy = false;
        if (read.Failure is { } failure)
        {
            Toasts.Fail(failure.Message);
        }
        else if (Value?.Items.Any(left => (left.Type, left.RecordId, left.Property) == (one.Type, one.RecordId, one.Property)) == true)
        {
            Toasts.Say("Read again: HubSpot still sends a value that cannot be read.");
        }
        else
        {
            Toasts.Say("Read again: the value fits now.");
        }
    }
}
