using HubSpotCrm.Benchmarks.Filters;
using HubSpotCrm.Core.Columns;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;

namespace HubSpotCrm.Benchmarks.Postgres;

/// <summary>A column of a record's table in PostgreSQL, one per field, so that its planner has statistics of each.</summary>
/// <param name="Source">The expression over the mirror's typed row <c>c</c>; null for a property.</param>
/// <param name="Property">HubSpot's name, where the value is read from the record.</param>
internal sealed record PostgresColumn(string Name, ColumnKind Kind, string? Source, string? Property)
{
    /// <summary>Compared letter by letter, as the portal compares.</summary>
    public string SqlType => IsText ? "text COLLATE \"C\"" : "bigint";

    public bool IsText => Kind is ColumnKind.Text or ColumnKind.Choice or ColumnKind.Choices;

    /// <summary>The folded text beside it, with an index of trigrams; only of columns that a question looks into.</summary>
    public string FoldedName => Name + "_folded";
}

/// <summary>What the tables hold, and which of it the questions filter, sort and look into: that is what gets an index.</summary>
internal static class PostgresColumns
{
    private static readonly IReadOnlyList<FilterCase> Cases = [.. FilterCases.Combinations, .. FilterCases.Hops];

    /// <summary>All columns of a kind of record, in the order they are loaded.</summary>
    public static IReadOnlyList<PostgresColumn> Of(ObjectType type) =>
    [
        .. type == ObjectType.Contact ? [new("first_name", ColumnKind.Text, "c.first_name", null), new("last_name", ColumnKind.Text, "c.last_name", null)] : Array.Empty<PostgresColumn>(),
        .. ColumnFields.Typed(type).Select(field => new PostgresColumn(field.Column, field.Kind, field.Source, null)),
        .. AccountData.Definitions.Properties.Where(property => property.ObjectType == type && !ColumnFields.IsTyped(type, property.Name))
            .Select(property => new PostgresColumn("p_" + property.Name, ColumnFields.KindOf(type, property.Name, AccountData.Definitions), null, property.Name)),
    ];

    /// <summary>The column that a filter on the field asks.</summary>
    public static PostgresColumn OfFilter(RecordField field) => Named(field.Type, field switch
    {
        { Typed: { Name: "name" }, Type: ObjectType.Contact } => ColumnFields.ContactName,
        { Typed: { } typed } => typed.Column,
        _ => "p_" + field.Property,
    });

    /// <summary>The column that lists sort by.</summary>
    public static PostgresColumn OfSort(RecordField field) => Named(field.Type, field.Typed is { } typed ? typed.Column : "p_" + field.Property);

    /// <summary>The columns that a question looks into for a part of their text.</summary>
    public static IReadOnlyList<PostgresColumn> Tested(ObjectType type) => Filtered<TextTest>(type);

    /// <summary>The columns that a question wants certain values of.</summary>
    public static IReadOnlyList<PostgresColumn> Chosen(ObjectType type) => [.. Filtered<AnyOf>(type).Where(column => column.Kind != ColumnKind.Choices)];

    /// <summary>The columns that a question has bounds for.</summary>
    public static IReadOnlyList<PostgresColumn> Bounded(ObjectType type) => [.. Filtered<NumberRange>(type), .. Filtered<DateRange>(type)];

    /// <summary>The orders that are asked for.</summary>
    public static IReadOnlyList<IReadOnlyList<OrderKey>> Orders(ObjectType type) =>
    [
        .. Cases.Where(one => one.Type == type && one.Query.Sort.Count > 0)
            .Select(one => RecordOrder.KeysOf(type, one.Query.Sort, AccountData.Definitions).Value),
    ];

    private static List<PostgresColumn> Filtered<T>(ObjectType type)
        where T : FieldFilter =>
        [
            .. Cases.SelectMany(one => one.Query.Filters.SelectMany(filter => Walk(one.Type, filter)))
                .Where(found => found.Type == type && found.Filter is T)
                .Select(found => OfFilter(RecordFields.Find(type, found.Filter.Field, AccountData.Definitions)!)).Distinct(),
        ];

    private static IEnumerable<(ObjectType Type, FieldFilter Filter)> Walk(ObjectType type, FilterNode node) => node switch
    {
        FieldFilter filter => [(type, filter)],
        Not not => Walk(type, not.Node),
        AllOf all => all.Nodes.SelectMany(inner => Walk(type, inner)),
        EitherOf either => either.Nodes.SelectMany(inner => Walk(type, inner)),
        Related related => Walk(related.Type, related.Where),
        _ => [],
    };

    private static PostgresColumn Named(ObjectType type, string name) => Of(type).First(column => column.Name == name);
}
