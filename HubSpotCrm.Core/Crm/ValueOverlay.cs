using HubSpotCrm.Core.Sync;

namespace HubSpotCrm.Core.Crm;

/// <summary>HubSpot's values to be laid over a record's fields; a property that is not among them leaves its field as it is.</summary>
/// <param name="Values">Verbatim; null and the empty string clear.</param>
/// <param name="Before">What the values take the place of, where that is known.</param>
internal sealed record ValueOverlay(
    IReadOnlyDictionary<string, string?> Values, IReadOnlyDictionary<string, string?> Before, AccountDefinitions Definitions)
{
    public string? Text(string property, string? present) =>
        Values.TryGetValue(property, out var value) ? string.IsNullOrEmpty(value) ? null : value : present;

    /// <summary>As <see cref="Text"/>, unless the field shows something else than the property, as a contact shows its primary company's name.</summary>
    public string? TextWhereShown(string property, string? present) =>
        string.Equals(Before.GetValueOrDefault(property) ?? "", present ?? "", StringComparison.Ordinal) ? Text(property, present) : present;

    public decimal? Number(string property, decimal? present) =>
        Values.TryGetValue(property, out var value) ? PropertyValues.Thousandths(value, out _) / 1000m : present;

    public DateTimeOffset? Instant(string property, DateTimeOffset? present) =>
        Values.TryGetValue(property, out var value)
            ? PropertyValues.Instant(value, out _) is { } milliseconds ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null
            : present;

    public DateOnly? Day(string property, DateOnly? present) =>
        Values.ContainsKey(property) ? Instant(property, null) is { } instant ? DateOnly.FromDateTime(instant.UtcDateTime) : null : present;

    public string? OwnerName(string? present, string property = "hubspot_owner_id") =>
        Values.TryGetValue(property, out var id) ? Definitions.FindOwner(id)?.DisplayName ?? (string.IsNullOrEmpty(id) ? null : id) : present;
}
