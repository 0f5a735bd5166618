using System.Text.Json;
using System.Text.Json.Serialization;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Storage.App;

namespace HubSpotCrm.Core.Outbox;

/// <summary>What HubSpot holds or says of one property of an edit.</summary>
/// <param name="At">UTC milliseconds.</param>
/// <param name="Reason">Why the value did not become HubSpot's.</param>
internal sealed record EditDetail(string? HubSpots = null, long? At = null, string? By = null, string? Reason = null);

/// <summary>What became of an edit, per property; kept as JSON in the outbox.</summary>
/// <param name="Overwrote">The edit is at HubSpot, over a change that nobody here had seen.</param>
/// <param name="OthersMade">The properties that are not named here are at HubSpot, though the edit as a whole is not.</param>
internal sealed record EditDetails(IReadOnlyDictionary<string, EditDetail> Properties, bool Overwrote = false, bool OthersMade = false);

/// <summary>What HubSpot held of a property just before a change of it was sent.</summary>
/// <param name="At">HubSpot's time of that value, UTC milliseconds; 0 where it tells none.</param>
internal sealed record SentOver(string? Value, long At);

/// <summary>An entry of the outbox with its values read.</summary>
internal sealed record Edit(OutboxRow Row, IReadOnlyDictionary<string, string?> Base, IReadOnlyDictionary<string, string> New, EditDetails? Details)
{
    private static readonly JsonSerializerOptions Options = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Per property that was sent; empty when nothing was, or when it is known that nothing of it was made.</summary>
    public IReadOnlyDictionary<string, SentOver> SentOver =>
        Row.SentOver is null ? new Dictionary<string, SentOver>() : JsonSerializer.Deserialize<Dictionary<string, SentOver>>(Row.SentOver)!;

    /// <summary>Of a record to be made.</summary>
    public IReadOnlyList<RecordReference> Associations =>
        Row.Associations is null ? [] : JsonSerializer.Deserialize<List<RecordReference>>(Row.Associations)!;

    public static Edit Of(OutboxRow row) => new(
        row,
        JsonSerializer.Deserialize<Dictionary<string, string?>>(row.BaseValues)!,
        JsonSerializer.Deserialize<Dictionary<string, string>>(row.NewValues)!,
        row.Details is null ? null : JsonSerializer.Deserialize<EditDetails>(row.Details, Options));

    public static string ToJson<TValue>(IReadOnlyDictionary<string, TValue> values) => JsonSerializer.Serialize(values);

    public static string? ToJson(IReadOnlyList<RecordReference> associations) => associations.Count == 0 ? null : JsonSerializer.Serialize(associations);

    public static string? ToJson(EditDetails? details) => details is null ? null : JsonSerializer.Serialize(details, Options);
}
