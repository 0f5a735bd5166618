using System.Globalization;
using DuckDB.NET.Data;
using HubSpotCrm.Core.Crm;

namespace HubSpotCrm.Core.Columns;

/// <summary>The columns that a copy has, as one immutable snapshot.</summary>
internal sealed class ColumnLayout
{
    private readonly Dictionary<ObjectType, IReadOnlyList<ColumnField>> _fields;
    private readonly Dictionary<(ObjectType, string), ColumnField> _byProperty;
    private readonly Dictionary<(ObjectType, string), ColumnField> _byColumn;

    private ColumnLayout(Dictionary<ObjectType, IReadOnlyList<ColumnField>> fields, IReadOnlySet<(ObjectType, string)> undefined)
    {
        _fields = fields;
        Undefined = undefined;
        var all = fields.SelectMany(pair => pair.Value.Select(field => (Type: pair.Key, Field: field))).ToList();
        _byColumn = all.ToDictionary(entry => (entry.Type, entry.Field.Column), entry => entry.Field);
        _byProperty = all.Where(entry => entry.Field.Property is not null).ToDictionary(entry => (entry.Type, entry.Field.Property!), entry => entry.Field);
    }

    /// <summary>A copy without rows.</summary>
    public static ColumnLayout Empty { get; } = new(
        ColumnLog.Types.ToDictionary(type => type, ColumnFields.Always), new HashSet<(ObjectType, string)>());

    /// <summary>Properties with values that the account did not define when they were read.</summary>
    public IReadOnlySet<(ObjectType Type, string Property)> Undefined { get; }

    /// <summary>In the order of the table's columns, behind <c>key</c> and <c>place</c>.</summary>
    public IReadOnlyList<ColumnField> Of(ObjectType type) => _fields[type];

    /// <summary>Null when the property has no value anywhere.</summary>
    public ColumnField? OfProperty(ObjectType type, string property) => _byProperty.GetValueOrDefault((type, property));

    /// <summary>Null when there is no such column.</summary>
    public ColumnField? OfColumn(ObjectType type, string column) => _byColumn.GetValueOrDefault((type, column));

    public ColumnLayout With(ObjectType type, IEnumerable<ColumnField> fields) =>
        new(new Dictionary<ObjectType, IReadOnlyList<ColumnField>>(_fields) { [type] = [.. fields] }, Undefined);

    public ColumnLayout WithUndefined(params IEnumerable<(ObjectType Type, string Property)> properties) => new(_fields, Undefined.Union(properties).ToHashSet());

    /// <summary>A column has become one of another kind, or there is now one to make of what was read: the copy has to be made anew.</summary>
    public bool IsOutdated(AccountDefinitions definitions) =>
        _byProperty.Any(pair => ColumnFields.KindOf(pair.Key.Item1, pair.Key.Item2, definitions) is not ColumnKind.None and var kind && kind != pair.Value.Kind)
        || Undefined.Any(entry => ColumnFields.KindOf(entry.Type, entry.Property, definitions) != ColumnKind.None);

    /// <summary>Reads what the tables have.</summary>
    public static ColumnLayout Read(DuckDBConnection connection)
    {
        var present = new HashSet<(string Table, string Column)>();
        connection.Read("SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal", row => present.Add((row.GetString(0), row.GetString(1))));
        var fields = Empty._fields.ToDictionary(pair => pair.Key, pair => pair.Value.ToList());
        var undefined = new HashSet<(ObjectType, string)>();
        connection.Read("SELECT type, name, kind, number FROM property ORDER BY type, number", row =>
        {
            var (type, name, kind) = ((ObjectType)row.GetInt32(0), row.GetString(1), (ColumnKind)row.GetInt32(2));
            if (kind == ColumnKind.None)
            {
                undefined.Add((type, name));
            }
            else
            {
                fields[type].Add(OfNumber(name, kind, row.GetInt32(3)));
            }
        });
        return new ColumnLayout(
            fields.ToDictionary(
                pair => pair.Key,
                pair => (IReadOnlyList<ColumnField>)[.. pair.Value.Select(field => field with { HasFolded = present.Contains((pair.Key.Singular(), field.FoldedColumn)) })]),
            undefined);
    }

    /// <summary>The column of a property. HubSpot's name is no part of it: that comes from outside, and may be long.</summary>
    public static ColumnField OfNumber(string property, ColumnKind kind, int number) =>
        new(string.Create(CultureInfo.InvariantCulture, $"p{number}"), kind, null, property);
}
