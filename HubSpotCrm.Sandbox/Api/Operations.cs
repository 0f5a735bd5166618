using HubSpotCrm.Sandbox.Marketing;
using HubSpotCrm.Sandbox.OAuth;
using HubSpotCrm.Sandbox.Webhooks;

namespace HubSpotCrm.Sandbox.Api;

/// <summary>One call of the API. No scope means that no token is asked for.</summary>
internal sealed record Operation(string Method, Func<ApiVersion, string> Root, string Path, Meter Meter, string? Scope, Func<Call, Task> Handle);

/// <summary>Everything the emulated API answers, in one table.</summary>
internal static class Operations
{
    private const string Read = Scopes.Read;
    private const string Write = Scopes.Write;

    public static readonly Operation[] All =
    [
        new("POST", version => version.OAuth, "/token", Meter.None, null, TokenEndpoints.Token),
        new("POST", version => version.OAuth, "/token/introspect", Meter.None, null, TokenEndpoints.Introspect),
        new("POST", version => version.OAuth, "/token/revoke", Meter.None, null, TokenEndpoints.Revoke),
        new("DELETE", version => version.Installs, "/external-install", Meter.TenSecondly, "oauth", TokenEndpoints.Uninstall),

        new("GET", version => version.AccountInfo, "/details", Meter.TenSecondly, "oauth", DefinitionEndpoints.Account),
        new("GET", version => version.Owners, "", Meter.TenSecondly, "crm.objects.owners.read", DefinitionEndpoints.Owners),
        new("GET", version => version.Owners, "/{id}", Meter.TenSecondly, "crm.objects.owners.read", DefinitionEndpoints.Owner),
        new("GET", version => version.Pipelines, "/{type}", Meter.TenSecondly, Scopes.ReadDefinitions, DefinitionEndpoints.Pipelines),
        new("GET", version => version.Pipelines, "/{type}/{id}", Meter.TenSecondly, Scopes.ReadDefinitions, DefinitionEndpoints.Pipeline),
        new("GET", version => version.Properties, "/{type}", Meter.TenSecondly, Scopes.ReadDefinitions, PropertyEndpoints.List),
        new("GET", version => version.Properties, "/{type}/{name}", Meter.TenSecondly, Scopes.ReadDefinitions, PropertyEndpoints.One),
        new("POST", version => version.Properties, "/{type}", Meter.TenSecondly, Scopes.WriteDefinitions, PropertyEndpoints.Create),
        new("PATCH", version => version.Properties, "/{type}/{name}", Meter.TenSecondly, Scopes.WriteDefinitions, PropertyEndpoints.Update),
        new("DELETE", version => version.Properties, "/{type}/{name}", Meter.TenSecondly, Scopes.WriteDefinitions, PropertyEndpoints.Archive),

        new("GET", version => version.Objects, "/{type}", Meter.TenSecondly, Read, ReadEndpoints.List),
        new("GET", version => version.Objects, "/{type}/{id}", Meter.TenSecondly, Read, ReadEndpoints.One),
        new("POST", version => version.Objects, "/{type}/batch/read", Meter.TenSecondly, Read, ReadEndpoints.Batch),
        new("POST", version => version.Objects, "/{type}/search", Meter.Search, Read, SearchEndpoint.Search),
        new("POST", version => version.Objects, "/{type}", Meter.TenSecondly, Write, WriteEndpoints.Create),
        new("PATCH", version => version.Objects, "/{type}/{id}", Meter.TenSecondly, Write, WriteEndpoints.Update),
        new("DELETE", version => version.Objects, "/{type}/{id}", Meter.TenSecondly, Write, WriteEndpoints.Archive),
        new("POST", version => version.Objects, "/{type}/batch/create", Meter.TenSecondly, Write, BatchWriteEndpoints.Create),
        new("POST", version => version.Objects, "/{type}/batch/update", Meter.TenSecondly, Write, BatchWriteEndpoints.Update),
        new("POST", version => version.Objects, "/{type}/batch/upsert", Meter.TenSecondly, Write, BatchWriteEndpoints.Upsert),
        new("POST", version => version.Objects, "/{type}/batch/archive", Meter.TenSecondly, Write, BatchWriteEndpoints.Archive),
        new("POST", version => version.Objects, "/{type}/merge", Meter.TenSecondly, Write, MergeEndpoints.Merge),
        new("POST", version => version.Objects, "/{type}/gdpr-delete", Meter.TenSecondly, Write, MergeEndpoints.Erase),

        new("GET", version => version.ObjectAssociations, "/{type}/{id}/associations/{to}", Meter.TenSecondly, Read, AssociationEndpoints.One),
        new("PUT", version => version.ObjectAssociations, "/{type}/{id}/associations/default/{to}/{toId}", Meter.TenSecondly, Write, AssociationEndpoints.SetDefault),
        new("PUT", version => version.ObjectAssociations, "/{type}/{id}/associations/{to}/{toId}", Meter.TenSecondly, Write, AssociationEndpoints.SetLabelled),
        new("DELETE", version => version.ObjectAssociations, "/{type}/{id}/associations/{to}/{toId}", Meter.TenSecondly, Write, AssociationEndpoints.Remove),
        new("POST", version => version.Associations, "/{type}/{to}/batch/read", Meter.Associations, Read, AssociationEndpoints.Batch),
        new("POST", version => version.Associations, "/{type}/{to}/batch/create", Meter.Associations, Write, AssociationBatchEndpoints.Create),
        new("POST", version => version.Associations, "/{type}/{to}/batch/associate/default", Meter.Associations, Write, AssociationBatchEndpoints.CreateDefault),
        new("POST", version => version.Associations, "/{type}/{to}/batch/archive", Meter.Associations, Write, AssociationBatchEndpoints.Archive),
        new("POST", version => version.Associations, "/{type}/{to}/batch/labels/archive", Meter.Associations, Write, AssociationBatchEndpoints.ArchiveLabels),
        new("GET", version => version.Labels, "/{type}/{to}/labels", Meter.TenSecondly, Read, AssociationEndpoints.Labels),

        // HubSpot's own clients of v4 ask for labels here; in dated versions both are one address.
        new("GET", version => version.Associations, "/{type}/{to}/labels", Meter.TenSecondly, Read, AssociationEndpoints.Labels),

        .. MarketingOperations.All,
        .. JournalOperations.All,
    ];
}
