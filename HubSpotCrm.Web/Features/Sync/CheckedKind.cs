using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Web.Components.Shared;
using HubSpotCrm.Web.Features.Records;
using HubSpotCrm.Web.Localization;

namespace HubSpotCrm.Web.Features.Sync;

/// <summary>How a comparison came out.</summary>
internal sealed record CheckResult(string Kind, string Icon, string Text, bool IsEqual = false);

/// <summary>What the newest comparisons say of one kind of record: the newest counts, the newest sample, and the result of the newest of all.</summary>
internal sealed record CheckedKind(ObjectType Type, CheckResult Result)
{
    /// <summary>The lane that compares, as <see cref="LaneStatus.Lane"/>.</summary>
    public const string Lane = "check";

    public string Name => Words.Capital(Words.Plural(Type));

    /// <summary>Whether it is compared at all.</summary>
    public bool IsCompared { get; private init; } = true;

    public SyncCheckEntry? Counted { get; private init; }

    public SyncCheckEntry? Sampled { get; private init; }

    public SyncCheckEntry? Newest { get; private init; }

    public long? Local => Counted?.Local ?? Whole;

    public long? Remote => Counted?.Remote;

    public DateTimeOffset? At { get; private init; }

    private long? Whole { get; init; }

    public static CheckedKind Of(ObjectProgress one, SyncStatus status, IReadOnlyList<SyncCheckEntry> checks)
    {
        if (one.MissingScopes is not null)
        {
            return new CheckedKind(one.Type, new CheckResult("warn", Glyphs.Lock, "Not granted")) { IsCompared = false };
        }

        if (ObjectTypes.Marketing.Contains(one.Type))
        {
            return new CheckedKind(one.Type, new CheckResult("t2", Glyphs.Info, "Read whole")) { IsCompared = false, Whole = one.Done, At = one.LastRun };
        }

        var own = checks.Where(check => check.Type == one.Type).OrderByDescending(check => check.StartedAt).ToList();
        var counted = own.Find(check => check.Local is not null);
        var newest = own.Count > 0 ? own[0] : null;
        var isAsked = status.Checking.Contains(one.Type);
        var failure = status.Lanes.FirstOrDefault(lane => lane.Lane == Lane && lane.Type == one.Type)?.Failure;
        return new CheckedKind(one.Type, isAsked
            ? failure is null ? new CheckResult("inf", Glyphs.Sync, "Comparing") : new CheckResult("warn", Glyphs.Clock, "Waits")
            : ResultOf(newest, own))
        {
            Counted = counted,
            Sampled = own.Find(check => check.Sampled > 0),
            Newest = newest,
            At = isAsked ? null : newest?.StartedAt,
            Failure = isAsked ? failure : null,
        };
    }

    private string? Failure { get; init; }

    /// <summary>What the result does not say in two words.</summary>
    public string Title(Formats formats) => (Failure ?? Newest?.Message) is { } message ? message
        : Newest is { } newest ? $"{WordsOf(newest.Kind)}, {formats.Instant(newest.StartedAt)}, took {Formats.Duration(newest.Duration)}"
        : IsCompared ? "Compared every night, or when somebody asks" : Result.Text;

    public string? CountedTitle(Formats formats) => Counted is { } counted ? $"Counted {formats.Instant(counted.StartedAt)}" : null;

    public string? SampledTitle(Formats formats) => Sampled is { } sampled ? $"{WordsOf(sampled.Kind)}, {formats.Instant(sampled.StartedAt)}" : null;

    // What a nightly comparison holds stays so until the next one, whatever a sample says meanwhile.
    private static CheckResult ResultOf(SyncCheckEntry? newest, List<SyncCheckEntry> own) => newest switch
    {
        null => new CheckResult("t2", Glyphs.Clock, "Not yet"),
        _ when own.Find(check => check.Held > 0) is { } held => new CheckResult("bad", Glyphs.Warning, $"{Formats.Number(held.Held)} held"),
        { Drift: > 0 } => new CheckResult("warn", Glyphs.Sync, $"{Formats.Number(newest.Drift)} differed"),
        { Local: { } local, Remote: { } remote } when local != remote => new CheckResult("warn", Glyphs.Warning, $"{Formats.Number(Math.Abs(local - remote))} apart"),
        _ => new CheckResult("ok", Glyphs.Check, "Equal", IsEqual: true),
    };

    private static string WordsOf(CheckKind kind) => kind switch
    {
        CheckKind.Reconciliation => "All ids and versions",
        CheckKind.Sample => "A sample of values",
        _ => "Counts and a sample of values",
    };
}
