namespace HubSpotCrm.Core.HubSpot.Wire;

/// <param name="UserId">HubSpot's user behind the owner; null for archived owners. Never assign by it.</param>
internal sealed record WireOwner(string Id, string? Email, string? FirstName, string? LastName, string? UserId, bool IsQueue, bool Archived);

internal sealed record WirePipeline(string Id, string Label, int DisplayOrder, bool Archived, IReadOnlyList<WireStage> Stages);

/// <param name="Probability">Verbatim from the metadata, as <c>0.4</c>; null when HubSpot states none.</param>
internal sealed record WireStage(string Id, string Label, int DisplayOrder, bool IsClosed, string? Probability, bool Archived);

/// <param name="Type">HubSpot's name: <c>string</c>, <c>number</c>, <c>enumeration</c>, …</param>
internal sealed record WireProperty(
    string Name, string Label, string Type, string FieldType, string? GroupName, string? Description,
    IReadOnlyList<WirePropertyOption> Options, bool Calculated, bool ReadOnlyValue, bool Hidden, bool Archived,
    bool HasUniqueValue, bool ExternalOptions, int DisplayOrder);

internal sealed record WirePropertyOption(string Value, string Label, int DisplayOrder, bool Hidden);

/// <summary>The account. <paramref name="AccountId"/> is HubSpot's portal id.</summary>
internal sealed record WireAccount(
    string AccountId, string? Name, string TimeZone, string Currency, IReadOnlyList<string> AdditionalCurrencies,
    string? UiDomain, string? DataHosting, string? AccountType);
