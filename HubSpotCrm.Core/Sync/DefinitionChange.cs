using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Storage.Mirror;
using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Core.Sync;

/// <summary>What new definitions mean for records that did not change themselves. Made before they are written, asked after.</summary>
internal sealed class DefinitionChange
{
    private readonly SqliteConnection _connection;
    private readonly SqliteTransaction _transaction;
    private readonly Dictionary<int, HashSet<string>> _names;
    private readonly string _stages;

    public DefinitionChange(SqliteConnection connection, SqliteTransaction transaction)
    {
        (_connection, _transaction) = (connection, transaction);
        _names = Names();
        _stages = Stages();
    }

    /// <summary>The lanes that have something to do now: types with names that were not there before are read again, and deals follow their stages.</summary>
    public IReadOnlyList<CheckpointRow> Wanted(IEnumerable<ObjectType> read)
    {
        var now = Names();
        var wanted = new List<CheckpointRow>();
        foreach (var type in read)
        {
            // The first definitions come before the first records.
            if (_names.TryGetValue((int)type, out var before) && now.TryGetValue((int)type, out var names) && names.Any(name => !before.Contains(name)))
            {
                wanted.Add(Checkpoints.Wanted(Lanes.Sweep, type));
            }
        }

        if (_stages.Length > 0 && _stages != Stages())
        {
            wanted.Add(Checkpoints.Wanted(Lanes.Rebuild, ObjectType.Deal));
        }

        return wanted;
    }

    private Dictionary<int, HashSet<string>> Names()
    {
        var names = new Dictionary<int, HashSet<string>>();
        using var statement = new Statement(_connection, _transaction, "SELECT object_type, name FROM property WHERE is_archived = 0", 0);
        using var reader = statement.Read();
        while (reader.Read())
        {
            if (!names.TryGetValue(reader.GetInt32(0), out var ofType))
            {
                names[reader.GetInt32(0)] = ofType = [];
            }

            ofType.Add(reader.GetString(1));
        }

        return names;
    }

    private string Stages()
    {
        using var statement = new Statement(_connection, _transaction, """
            SELECT COALESCE(group_concat(line, ';'), '') FROM (
                SELECT json_array(pipeline_id, id, label, probability, is_closed) AS line FROM stage ORDER BY pipeline_id, id)
            """, 0);
        using var reader = statement.Read();
        return reader.Read() ? reader.GetString(0) : "";
    }
}
