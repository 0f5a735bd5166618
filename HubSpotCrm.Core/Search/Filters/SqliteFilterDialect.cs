using System.Globalization;
using HubSpotCrm.Core.Crm;

namespace HubSpotCrm.Core.Search.Filters;

/// <summary>Filters over the mirror: typed columns, and the properties as HubSpot sent them for the rest. Needs <see cref="FilterFunctions"/> on the connection.</summary>
internal sealed class SqliteFilterDialect(SqlParameters parameters) : IFilterDialect
{
    public string Parameter(object value) => parameters.Add(value);

    public string Value(RecordField field, string alias) => field switch
    {
        { Typed: { Name: "name" } name, Type: ObjectType.Contact } => ContactName(name, alias),
        { Typed: { } typed, Kind: FieldKind.Text } => $"{alias}.{typed.Column} COLLATE NOCASE",
        { Typed: { } typed, Kind: FieldKind.Choice, IsMultiple: false } => $"{alias}.{typed.Column} COLLATE BINARY",
        { Typed: { } typed } => $"{alias}.{typed.Column}",
        { Kind: FieldKind.Text } => $"{Raw(field, alias)} COLLATE NOCASE",
        { Kind: FieldKind.Choice, IsMultiple: true } => $"(';' || nullif({Raw(field, alias)}, '') || ';')",
        { Kind: FieldKind.Choice } => Raw(field, alias),
        { Kind: FieldKind.Instant } => $"{FilterFunctions.Instant}({Raw(field, alias)})",
        _ => $"{FilterFunctions.Thousandths}({Raw(field, alias)})",
    };

    public string OneOf(RecordField field, string alias, IReadOnlyList<string> values) =>
        $"{Value(field, alias)} IN ({string.Join(", ", values.Select(parameters.Add))})";

    public string Tested(RecordField field, string alias, TextOperator how, string sought)
    {
        var folded = $"{FilterFunctions.Fold}({Value(field, alias)})";
        var text = parameters.Add(sought);
        return how switch
        {
            TextOperator.Contains => $"instr({folded}, {text}) > 0",
            TextOperator.Begins => $"instr({folded}, {text}) = 1",
            TextOperator.Ends => $"substr({folded}, -length({text})) = {text}",
            _ => $"{folded} = {text}",
        };
    }

    public string HasRelated(ObjectType fromType, string from, ObjectType type, string alias, string condition) =>
        string.Create(CultureInfo.InvariantCulture, $"""
            EXISTS (SELECT 1 FROM association AS {alias}_link CROSS JOIN {type.Singular()} AS {alias} ON {alias}.key = {alias}_link.to_key
            WHERE {alias}_link.from_key = {from}.key AND {alias}_link.to_type = {(int)type} AND {condition})
            """);

    // The column is for sorting: folded, the last name first.
    private static string ContactName(FieldDefinition name, string alias) =>
        $"coalesce(nullif(trim(coalesce({alias}.first_name, '') || ' ' || coalesce({alias}.last_name, '')), ''), {alias}.email, {alias}.{name.Column}) COLLATE NOCASE";

    private string Raw(RecordField field, string alias) => $"(SELECT raw ->> {parameters.Add(field.Property!)} FROM record WHERE record.key = {alias}.key)";
}
