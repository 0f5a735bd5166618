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
internal sealed record EditDetails(IReadOnlyDictionary<string, EditDetail> Properties, bool Overwrote = false, bool OthersMade = false)
{
    /// <summary>Values that HubSpot took and writes another way; null when it wrote all as they were typed.</summary>
    public IReadOnlyDictionary<string, string?>? Forms { get; init; }
}

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

    /// <summary>What a confirmed edit left at HubSpot: its value, or HubSpot's form of it.</summary>
    public string? Written(string property) => Details?.Forms is { } forms && forms.TryGetValue(property, out var form) ? form : New[property];

    /// <summary>What HubSpot held before a confirmed edit: where it went over somebody's change that nobody here had seen, that change.</summary>
    public string? Before(string property) =>
        Details is { Overwrote: true } over && over.Properties.GetValueOrDefault(property) is { } theirs ? theirs.HubSpots : Base.GetValueOrDefault(property);

    /// <summary>
    /// Lets a later edit of the record stand upon what is there: where it was made upon a value of this one that is not, its base is the present value.
    /// </summary>
    /// <param name="stands">Per property of this edit that is not at HubSpot as it was typed, what is there.</param>
    public void Rebase(OutboxRow later, IReadOnlyDictionary<string, string?> stands) => later.BaseValues = ToJson(Of(later).Base.ToDictionary(
        value => value.Key,
        value => stands.TryGetValue(value.Key, out var present) && New[value.Key] == value.Value ? present : value.Value));

    public static string ToJson<TValue>(IReadOnlyDictionary<string, TValue> values) => JsonSerializer.Serialize(values);

    public static string? ToJson(IReadOnlyList<RecordReference> associations) => associations.Count == 0 ? null : JsonSerializer.Serialize(associations);

    public static string? ToJson(EditDetails? details) => details is null ? null : JsonSerializer.Serialize(details, Options);
}
