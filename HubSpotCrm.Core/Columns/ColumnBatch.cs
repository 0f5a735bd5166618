using System.Text;
using System.Text.Json;
using DuckDB.NET.Data;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Sync;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace HubSpotCrm.Core.Columns;

/// <summary>
/// Some rows of one kind of record on their way from the mirror into the copy. A row is read with all its properties, so that a column that is
/// missing shows before anything is written.
/// </summary>
internal sealed class ColumnBatch
{
    /// <summary>As many as DuckDB takes together.</summary>
    public const int MostRows = 2048;

    private const int Fixed = 2;
    private readonly ObjectType _type;
    private readonly AccountDefinitions _definitions;
    private readonly List<Cells> _cells = [];
    private readonly Dictionary<byte[], Cells?>.AlternateLookup<ReadOnlySpan<byte>> _properties;
    private readonly int _capacity;
    private readonly long[] _keys;
    private readonly long?[] _places;
    private readonly int _typed;

    /// <param name="capacity">Rows that it takes: every one has room for a value of each column.</param>
    public ColumnBatch(ObjectType type, AccountDefinitions definitions, ColumnLayout layout, int capacity)
    {
        (_type, _definitions, Layout, _capacity) = (type, definitions, layout, capacity);
        (_keys, _places) = (new long[capacity], new long?[capacity]);
        _properties = new Dictionary<byte[], Cells?>(Utf8Names.Instance).GetAlternateLookup<ReadOnlySpan<byte>>();
        foreach (var field in layout.Of(type))
        {
            var cells = new Cells(field, capacity);
            _cells.Add(cells);
            if (field.Property is { } property)
            {
                _properties.Dictionary[Encoding.UTF8.GetBytes(property)] = cells;
            }
            else
            {
                _typed++;
            }
        }
    }

    public int Count { get; private set; }

    public bool IsFull => Count == _capacity;

    /// <summary>With the columns that the rows need.</summary>
    public ColumnLayout Layout { get; private set; }

    /// <summary>The rows of the keys in the JSON array <c>$keys</c>, or all in the order of their keys.</summary>
    public static string SelectSql(ObjectType type, bool ofKeys)
    {
        var table = type.Singular();
        var columns = string.Concat(ColumnFields.Always(type).Select(field => $", {field.Source}"));
        var from = ofKeys ? $"json_each($keys) AS asked CROSS JOIN {table} AS c ON c.key = asked.value" : $"{table} AS c";
        return $"""
            SELECT c.key, s.seq{columns}, r.raw FROM {from} CROSS JOIN record AS r ON r.key = c.key LEFT JOIN {table}_seq AS s ON s.key = c.key
            {(ofKeys ? "" : "WHERE c.key > $after ORDER BY c.key LIMIT $most")}
            """;
    }

    public void Clear() => Count = 0;

    /// <summary>Takes the reader's row.</summary>
    public void Add(SqliteDataReader row)
    {
        var at = Count++;
        (_keys[at], _places[at]) = (row.GetInt64(0), row.IsDBNull(1) ? null : row.GetInt64(1));
        foreach (var cells in _cells)
        {
            cells.Clear(at);
        }

        for (var column = 0; column < _typed; column++)
        {
            if (!row.IsDBNull(column + Fixed))
            {
                var cells = _cells[column];
                if (cells.Field.IsText)
                {
                    cells.Set(at, row.GetString(column + Fixed));
                }
                else
                {
                    cells.Set(at, row.GetInt64(column + Fixed));
                }
            }
        }

        if (!row.IsDBNull(_typed + Fixed))
        {
            // As SQLite holds it: a million of them need not become strings.
            ReadProperties(at, raw.sqlite3_column_blob(row.Handle!, _typed + Fixed));
        }
    }

    /// <summary>The changes to the table that <see cref="Layout"/> asks for against what the copy has.</summary>
    public IEnumerable<string> Alterations(ColumnLayout present)
    {
        Layout = Layout.With(_type, _cells.Select(cells => cells.Field));
        foreach (var field in Layout.Of(_type))
        {
            var before = present.OfColumn(_type, field.Column);
            if (before is null)
            {
                yield return $"ALTER TABLE {_type.Singular()} ADD COLUMN {field.Column} {field.SqlType}";
                yield return $"INSERT INTO property (type, name, kind, number) VALUES ({(int)_type}, '{Quoted(field.Property!)}', {(int)field.Kind}, {field.Column[1..]})";
            }

            if (field.HasFolded && before is not { HasFolded: true })
            {
                yield return $"ALTER TABLE {_type.Singular()} ADD COLUMN {field.FoldedColumn} {ColumnField.TextType}";
            }
        }

        foreach (var (_, property) in Layout.Undefined.Except(present.Undefined).Where(entry => entry.Type == _type))
        {
            yield return $"INSERT INTO property (type, name, kind, number) VALUES ({(int)_type}, '{Quoted(property)}', {(int)ColumnKind.None}, 0)";
        }
    }

    /// <summary>Puts the rows behind those of the table, in the connection's transaction.</summary>
    /// <param name="columns">The names of the table's columns in their order.</param>
    public void AppendTo(DuckDBConnection connection, IReadOnlyList<string> columns)
    {
        var order = columns.Skip(Fixed).Select(Find).ToArray();
        using var appender = connection.CreateAppender(_type.Singular());
        for (var at = 0; at < Count; at++)
        {
            var row = appender.CreateRow().AppendValue(_keys[at]).AppendValue(_places[at]);
            foreach (var (cells, isFolded) in order)
            {
                if (cells is null)
                {
                    row.AppendDefault();
                }
                else if (cells.Field.IsText)
                {
                    row.AppendValue((isFolded ? cells.Folded[at] : cells.Texts[at]) ?? "");
                }
                else
                {
                    row.AppendValue(cells.Numbers[at]);
                }
            }

            row.EndRow();
        }
    }

    private (Cells? Cells, bool IsFolded) Find(string column) =>
        _cells.Find(cells => cells.Field.Column == column) is { } plain ? (plain, false)
        : (_cells.Find(cells => cells.Field.FoldedColumn == column), true);

    private void ReadProperties(int at, ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            ReadOnlySpan<byte> name = reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan;
            if (!_properties.TryGetValue(name, out var cells))
            {
                cells = Meet(name);
            }

            reader.Read();
            if (cells is not null && reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length > 0)
            {
                cells.Set(at, reader.GetString()!);
            }
        }
    }

    // A property that no row had before.
    private Cells? Meet(ReadOnlySpan<byte> name)
    {
        var property = Encoding.UTF8.GetString(name);
        Cells? cells = null;
        if (!ColumnFields.IsTyped(_type, property))
        {
            var kind = ColumnFields.KindOf(_type, property, _definitions);
            if (kind == ColumnKind.None)
            {
                Layout = Layout.WithUndefined((_type, property));
            }
            else
            {
                cells = new Cells(ColumnLayout.OfNumber(property, kind, _cells.Count - _typed + 1), _capacity);
                _cells.Add(cells);
            }
        }

        return _properties.Dictionary[name.ToArray()] = cells;
    }

    private static string Quoted(string text) => text.Replace("'", "''", StringComparison.Ordinal);

    /// <summary>The values of one column.</summary>
    private sealed class Cells(ColumnField field, int capacity)
    {
        public ColumnField Field { get; private set; } = field;

        public string?[] Texts { get; } = field.IsText ? new string?[capacity] : [];

        public string?[] Folded { get; } = field.Kind == ColumnKind.Text ? new string?[capacity] : [];

        public long?[] Numbers { get; } = field.IsText ? [] : new long?[capacity];

        public void Clear(int at)
        {
            if (!Field.IsText)
            {
                Numbers[at] = null;
                return;
            }

            Texts[at] = null;
            if (Field.Kind == ColumnKind.Text)
            {
                Folded[at] = null;
            }
        }

        public void Set(int at, long number) => Numbers[at] = number;

        public void Set(int at, string value)
        {
            switch (Field.Kind)
            {
                case ColumnKind.Number:
                    Numbers[at] = PropertyValues.Thousandths(value, out _);
                    break;
                case ColumnKind.Instant:
                    Numbers[at] = PropertyValues.Instant(value, out _);
                    break;
                case ColumnKind.Choices:
                    // A typed column has its outer semicolons already.
                    Texts[at] = Field.Property is null ? value : $";{value};";
                    break;
                case ColumnKind.Choice:
                    Texts[at] = PropertyValues.Text(value);
                    break;
                default:
                    SetText(at, value);
                    break;
            }
        }

        // Nobody compares what is behind the part that is folded.
        private void SetText(int at, string value)
        {
            var text = PropertyValues.Text(value.Length > TextFolding.MaximumLength ? value[..TextFolding.MaximumLength] : value);
            Texts[at] = text;
            if (text is not null && !Ascii.IsValid(text))
            {
                Folded[at] = TextFolding.Fold(text);
                Field = Field.HasFolded ? Field : Field with { HasFolded = true };
            }
        }
    }

    /// <summary>Names as the bytes that SQLite holds.</summary>
    private sealed class Utf8Names : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static Utf8Names Instance { get; } = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = new HashCode();
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }
    }
}
