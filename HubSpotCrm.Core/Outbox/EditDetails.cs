using System.Text.Json;
using System.Text.Json.Serialization;
using HubSpotCrm.Core.Storage.App;

namespace HubSpotCrm.Core.Outbox;

/// <summary>What HubSpot holds or says of one property of an edit.</summary>
/// <param name="At">UTC milliseconds.</param>
/// <param name="Reason">Why the value did not become HubSpot's.</param>
internal sealed record EditDetail(string? HubSpots = null, long? At = null, string? By = null, string? Reason = null);

/// <summary>What became of an edit, per property; kept as JSON in the outbox.</summary>
/// <param name="Overwrote">The edit is at HubSpot, over a change that nobody here had seen.</param>
internal sealed record EditDetails(IReadOnlyDictionary<string, EditDetail> Properties, bool Overwrote = false);

/// <summary>An entry of the outbox with its values read.</summary>
internal sealed record Edit(OutboxRow Row, IReadOnlyDictionary<string, string?> Base, IReadOnlyDictionary<string, string> New, EditDetails? Details)
{
    private static readonly JsonSerializerOptions Options = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static Edit Of(OutboxRow row) => new(
        row,
        JsonSerializer.Deserialize<Dictionary<string, string?>>(row.BaseValues)!,
        JsonSerializer.Deserialize<Dictionary<string, string>>(row.NewValues)!,
        row.Details is null ? null : JsonSerializer.Deserialize<EditDetails>(row.Details, Options));

    public static string ToJson<TValue>(IReadOnlyDictionary<string, TValue> values) => JsonSerializer.Serialize(values);

    public static string? ToJson(EditDetails? details) => details is null ? null : JsonSerializer.Serialize(details, Options);
}
