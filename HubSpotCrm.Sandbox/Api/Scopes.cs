using HubSpotCrm.Sandbox.Data;

namespace HubSpotCrm.Sandbox.Api;

/// <summary>Scopes that depend on the object type called; all others are written out in the table of operations, alternatives parted by a bar.</summary>
internal static class Scopes
{
    public const string Read = "crm.objects.{type}.read";
    public const string Write = "crm.objects.{type}.write";
    public const string ReadDefinitions = "crm.schemas.{type}.read";
    public const string WriteDefinitions = "crm.schemas.{type}.write";

    /// <summary>Scopes of the app itself, which no account grants: only a token by <c>client_credentials</c> has them.</summary>
    public static readonly string[] OfApp =
    [
        "developer.webhooks_journal.read", "developer.webhooks_journal.subscriptions.read", "developer.webhooks_journal.subscriptions.write",
    ];

    /// <summary>Sets of scopes, one of which must be had in full.</summary>
    public static string[][] Needed(string scope, CrmType? type) => (scope, type) switch
    {
        (Read, { } known) => [known.ReadScopes],
        (Write, { } known) => [known.WriteScopes],
        (ReadDefinitions, { } known) => [[$"crm.objects.{known.SchemaScopeOf}.read"], [$"crm.schemas.{known.SchemaScopeOf}.read"]],
        (WriteDefinitions, { } known) => [[$"crm.schemas.{known.SchemaScopeOf}.write"]],
        _ => [.. scope.Split('|').Select(one => new[] { one })],
    };
}
