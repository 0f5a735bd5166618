using HubSpotCrm.Core.Crm;

namespace HubSpotCrm.Core.Search;

/// <summary>
/// A condition, or a group of them: a record passes or does not. A condition on a field without a value does not hold, and <see cref="Not"/>
/// turns that around. Nodes are equal when they say the same in the same order.
/// </summary>
public abstract record FilterNode;

/// <summary>One condition on one field.</summary>
/// <param name="Field">
/// A name of <see cref="FieldCatalog"/>, else HubSpot's internal name of a property; <c>p.</c> before it where a name of the catalog hides the property.
/// </param>
public abstract record FieldFilter(string Field) : FilterNode;

/// <summary>The value is one of these (internal values, ids); the empty string stands for "no value". Of a field with several values one is enough.</summary>
public sealed record AnyOf(string Field, IReadOnlyList<string> Values) : FieldFilter(Field)
{
    public bool Equals(AnyOf? other) => other is not null && Field == other.Field && Values.SequenceEqual(other.Values);

    public override int GetHashCode() => HashCode.Combine(Field, FilterNodes.HashOf(Values));
}

/// <summary>Bounds belong to it unless said otherwise; a null bound is open. Shares are of one: 0.25 is a quarter.</summary>
public sealed record NumberRange(string Field, decimal? From, decimal? To) : FieldFilter(Field)
{
    /// <summary>Over <see cref="From"/>, and not equal to it.</summary>
    public bool IsOver { get; init; }

    /// <summary>Under <see cref="To"/>, and not equal to it.</summary>
    public bool IsUnder { get; init; }
}

/// <summary>Days in the account's zone, both inclusive; a null bound is open.</summary>
public sealed record DateRange(string Field, DateOnly? From, DateOnly? To) : FieldFilter(Field);

/// <summary>The days of a period that moves with today, in the account's zone.</summary>
public sealed record PeriodFilter(string Field, RelativePeriod Period) : FieldFilter(Field);

/// <summary>Accents and case do not count.</summary>
public sealed record TextTest(string Field, TextOperator Operator, string Text) : FieldFilter(Field);

/// <summary>How a text is compared.</summary>
public enum TextOperator
{
    Contains,
    Begins,
    Ends,
    Is,
}

/// <summary>The field is not empty.</summary>
public sealed record HasValue(string Field) : FieldFilter(Field);

/// <summary>All of the nodes hold; so it is of none.</summary>
public sealed record AllOf(IReadOnlyList<FilterNode> Nodes) : FilterNode
{
    public bool Equals(AllOf? other) => other is not null && Nodes.SequenceEqual(other.Nodes);

    public override int GetHashCode() => HashCode.Combine(nameof(AllOf), FilterNodes.HashOf(Nodes));
}

/// <summary>At least one of the nodes holds.</summary>
public sealed record EitherOf(IReadOnlyList<FilterNode> Nodes) : FilterNode
{
    public bool Equals(EitherOf? other) => other is not null && Nodes.SequenceEqual(other.Nodes);

    public override int GetHashCode() => HashCode.Combine(nameof(EitherOf), FilterNodes.HashOf(Nodes));
}

/// <summary>The node does not hold.</summary>
public sealed record Not(FilterNode Node) : FilterNode;

/// <summary>At least one live associated record of the kind for which the node holds; an <see cref="AllOf"/> of nothing asks for any at all.</summary>
/// <param name="Where">On fields of the related record. May hold one more <see cref="Related"/>.</param>
public sealed record Related(ObjectType Type, FilterNode Where) : FilterNode;

internal static class FilterNodes
{
    public static int HashOf<T>(IReadOnlyList<T> parts)
    {
        var hash = new HashCode();
        foreach (var part in parts)
        {
            hash.Add(part);
        }

        return hash.ToHashCode();
    }
}
