using System.Text.Json;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Storage.Mirror;
using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Core.Search;

/// <summary>A text that a record is found by, and what it is called.</summary>
internal readonly record struct FurtherField(string Label, string Text);

/// <summary>
/// What a record is found by beyond its search fields: every text and choice of its properties, the account's own too, its notes, and the names of
/// the records it is associated with.
/// </summary>
internal sealed class FurtherText(SqliteConnection connection, SqliteTransaction? transaction, AccountDefinitions definitions)
{
    /// <summary>What counts of one text, in characters.</summary>
    public const int Longest = 2048;

    // Some kilobytes each while they are read.
    private const int KeysAtOnce = 250;
    private const int MostNotes = 20;
    private const int MostNames = 50;
    private const int MostWords = 2_000;

    /// <summary>The texts of each record; one without any is absent.</summary>
    public Dictionary<long, List<FurtherField>> Fields(ObjectType type, IReadOnlyCollection<long> keys)
    {
        var fields = new Dictionary<long, List<FurtherField>>(keys.Count);
        if (keys.Count == 0)
        {
            return fields;
        }

        var asked = JsonSerializer.Serialize(keys);
        Properties(type, asked, fields);
        if (type is ObjectType.Contact or ObjectType.Company or ObjectType.Deal)
        {
            Notes(asked, fields);
            Names(type, asked, fields);
        }

        return fields;
    }

    /// <summary>The same as the index takes it: folded words joined by spaces, each once.</summary>
    public Dictionary<long, string> Words(ObjectType type, IReadOnlyCollection<long> keys)
    {
        var words = new Dictionary<long, string>(keys.Count);
        foreach (var some in keys.Chunk(KeysAtOnce))
        {
            foreach (var (key, fields) in Fields(type, some))
            {
                words[key] = string.Join(' ', fields.SelectMany(field => SearchWords.Of(TextFolding.Fold(field.Text))).Distinct(StringComparer.Ordinal).Take(MostWords));
            }
        }

        return words;
    }

    private static void Add(Dictionary<long, List<FurtherField>> fields, long key, string label, string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return;
        }

        if (!fields.TryGetValue(key, out var list))
        {
            fields[key] = list = [];
        }

        list.Add(new FurtherField(label, text.Length > Longest ? text[..Longest] : text));
    }

    private void Properties(ObjectType type, string asked, Dictionary<long, List<FurtherField>> fields)
    {
        foreach (var (key, raw) in Rows(
            "SELECT r.key, r.raw FROM json_each($keys) AS asked CROSS JOIN record AS r ON r.key = asked.value WHERE r.raw IS NOT NULL", asked, row => (row.GetInt64(0), row.GetString(1))))
        {
            using var document = JsonDocument.Parse(raw);
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (property.Value.ValueKind == JsonValueKind.String && definitions.FindProperty(type, property.Name) is { } definition)
                {
                    Add(fields, key, definition.Label, TextOf(definition, property.Value.GetString()!));
                }
            }
        }
    }

    // Numbers, dates and switches are filtered by; nobody looks for one among all texts.
    private string? TextOf(PropertyDefinition definition, string value) => definition.Type switch
    {
        PropertyType.Text or PropertyType.PhoneNumber => value,
        PropertyType.Enumeration when definition.IsMultiple =>
            string.Join(", ", value.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(one => definitions.LabelOf(definition.ObjectType, definition.Name, one))),
        PropertyType.Enumeration when value.Length > 0 => definitions.LabelOf(definition.ObjectType, definition.Name, value),
        _ => null,
    };

    private void Notes(string asked, Dictionary<long, List<FurtherField>> fields)
    {
        var counts = new Dictionary<long, int>();
        foreach (var (key, body) in Rows(
            $"""
            SELECT DISTINCT a.from_key, e.body, e.at, e.key FROM json_each($keys) AS asked
            CROSS JOIN association AS a ON a.from_key = asked.value AND a.to_type = {(int)ObjectType.Note}
            CROSS JOIN engagement AS e ON e.key = a.to_key WHERE e.body IS NOT NULL ORDER BY e.at DESC, e.key DESC
            """,
            asked, row => (row.GetInt64(0), row.GetString(1))))
        {
            var count = counts[key] = counts.GetValueOrDefault(key) + 1;
            if (count <= MostNotes)
            {
                Add(fields, key, "Note", HtmlText.Of(body));
            }
        }
    }

    private void Names(ObjectType type, string asked, Dictionary<long, List<FurtherField>> fields)
    {
        if (type is ObjectType.Contact or ObjectType.Deal)
        {
            AddNames(ObjectType.Company, "company", "c.name", "Company");
        }

        if (type is ObjectType.Deal)
        {
            AddNames(ObjectType.Contact, "contact", "concat_ws(' ', c.first_name, c.last_name)", "Contact");
        }

        void AddNames(ObjectType other, string table, string name, string label)
        {
            var counts = new Dictionary<long, int>();
            foreach (var (key, text) in Rows(
                $"""
                SELECT DISTINCT a.from_key, {name}, c.key FROM json_each($keys) AS asked
                CROSS JOIN association AS a ON a.from_key = asked.value AND a.to_type = {(int)other}
                CROSS JOIN {table} AS c ON c.key = a.to_key ORDER BY a.from_key, c.key
                """,
                asked, row => (row.GetInt64(0), row.Text(1))))
            {
                var count = counts[key] = counts.GetValueOrDefault(key) + 1;
                if (count <= MostNames)
                {
                    Add(fields, key, label, text);
                }
            }
        }
    }

    private List<T> Rows<T>(string sql, string asked, Func<SqliteDataReader, T> map)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction ?? command.Transaction;
        command.Parameters.AddWithValue("$keys", asked);
        return RowReading.ReadAll(command, map);
    }
}
