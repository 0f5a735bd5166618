using HubSpotCrm.Core.Crm;

namespace HubSpotCrm.Tests.Support;

/// <summary>Definitions that the test sets.</summary>
internal sealed class FakeDefinitionService : IDefinitionService
{
    public AccountDefinitions Definitions { get; set; } = AccountDefinitions.Empty;

    public ValueTask<AccountDefinitions> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Definitions);
}
