using HubSpotCrm.Core.Crm;

namespace HubSpotCrm.Core.Search.Filters;

/// <summary>What a filter asks of a record in memory.</summary>
public interface IFilteredRecord
{
    /// <summary>A string, a decimal or an instant; null or the empty string without a value. Of several values one string with semicolons between them.</summary>
    object? ValueOf(RecordField field);

    /// <summary>The live records of the kind that are associated with this one; empty where that is not known.</summary>
    IEnumerable<IFilteredRecord> Related(ObjectType type);
}

/// <summary>Filters over records in memory: the plain meaning that the databases' statements are held against.</summary>
public sealed class FilterEvaluation(AccountDefinitions definitions, FilterDays days)
{
    /// <summary>A condition on a field that does not exist, or that does not fit it, does not hold.</summary>
    public bool Holds(ObjectType type, IFilteredRecord record, FilterNode node) => FilterTree.Normal(node) is not { } normal || HoldsAsWritten(type, record, normal);

    /// <summary>Of a tree in which nothing is open and no group is empty: its very words, without making it shorter first.</summary>
    internal bool HoldsAsWritten(ObjectType type, IFilteredRecord record, FilterNode node) => node switch
    {
        AllOf all => all.Nodes.All(one => HoldsAsWritten(type, record, one)),
        EitherOf either => either.Nodes.Any(one => HoldsAsWritten(type, record, one)),
        Not not => !HoldsAsWritten(type, record, not.Node),
        Related related => record.Related(related.Type).Any(other => HoldsAsWritten(related.Type, other, related.Where)),
        FieldFilter filter => RecordFields.Find(type, filter.Field, definitions) is { } field && FieldFaults.Of(field, filter) is null && Holds(field, record.ValueOf(field), filter),
        _ => throw new ArgumentOutOfRangeException(nameof(node), node, "No such filter."),
    };

    private bool Holds(RecordField field, object? value, FieldFilter filter) => (filter, value is "" ? null : value) switch
    {
        (AnyOf any, null) => any.Values.Contains(""),
        (_, null) => false,
        (HasValue, _) => true,
        (AnyOf any, string text) when field.IsMultiple => text.Split(';', StringSplitOptions.RemoveEmptyEntries).Intersect(any.Values).Any(),
        (AnyOf any, string text) => any.Values.Any(one => one.Length > 0 && IsSame(field, one, text)),
        (NumberRange range, decimal number) => !(range.IsOver ? number <= range.From : number < range.From) && !(range.IsUnder ? number >= range.To : number > range.To),
        (DateRange range, DateTimeOffset at) => IsWithin(days.DayOf(at, field.IsDay), range.From, range.To),
        (PeriodFilter { Period: var period }, DateTimeOffset at) => period.DaysAt(days.Today) is var (from, to) && IsWithin(days.DayOf(at, field.IsDay), from, to),
        (TextTest test, string text) => Tested(TextFolding.Fold(text), test.Operator, TextFolding.Fold(test.Text)),
        _ => false,
    };

    private static bool IsWithin(DateOnly day, DateOnly? from, DateOnly? to) => !(day < from) && !(day > to);

    private static bool Tested(string text, TextOperator how, string sought) => how switch
    {
        TextOperator.Contains => text.Contains(sought, StringComparison.Ordinal),
        TextOperator.Begins => text.StartsWith(sought, StringComparison.Ordinal),
        TextOperator.Ends => text.EndsWith(sought, StringComparison.Ordinal),
        _ => text == sought,
    };

    // Texts compare as the mirror's columns do: without the case of ASCII letters.
    private static bool IsSame(RecordField field, string one, string other) => field.Kind == FieldKind.Text
        ? one.Length == other.Length && one.Zip(other).All(pair => Lower(pair.First) == Lower(pair.Second))
        : one == other;

    private static char Lower(char letter) => char.IsAsciiLetterUpper(letter) ? char.ToLowerInvariant(letter) : letter;
}
