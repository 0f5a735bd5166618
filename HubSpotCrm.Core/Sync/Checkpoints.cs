using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Storage.Mirror;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace HubSpotCrm.Core.Sync;

/// <summary>The lanes that leave checkpoints. Stored names; never rename.</summary>
internal static class Lanes
{
    public const string Backfill = "backfill";
    public const string Fast = "fast";
    public const string Archived = "archived";
    public const string Definitions = "definitions";
    public const string Marketing = "marketing";

    /// <summary>Moves the time up to which everything is here.</summary>
    public const string Settled = "settled";

    /// <summary>Reads every record's associations again, whose changes HubSpot tells nowhere.</summary>
    public const string Associations = "associations";

    /// <summary>Compares the ids and versions of everything.</summary>
    public const string Reconciliation = "reconciliation";

    /// <summary>Compares the values of some.</summary>
    public const string Sample = "sample";

    /// <summary>Counts and compares because somebody asked.</summary>
    public const string Check = "check";

    /// <summary>Reads what webhooks or the journal name; of all types.</summary>
    public const string Hints = "hints";

    /// <summary>Reads HubSpot's webhooks journal for hints; of all types. Its cursor is the journal's offset.</summary>
    public const string Journal = "journal";

    /// <summary>Whether the portal ended in order; of no type.</summary>
    public const string Session = "session";

    /// <summary>Forgets logs that are old.</summary>
    public const string Retention = "retention";

    /// <summary>Reads a type's list again, as for a property that the account has only now.</summary>
    public const string Sweep = "sweep";

    /// <summary>Makes the search index anew.</summary>
    public const string Index = "index";

    /// <summary>Makes typed rows again from what is here.</summary>
    public const string Rebuild = "rebuild";
}

/// <summary>The states of a checkpoint. Stored names; never rename.</summary>
internal static class LaneStates
{
    public const string Waiting = "Waiting";
    public const string Running = "Running";
    public const string Done = "Done";
    public const string Failed = "Failed";
}

/// <summary>Reads and writes how far the lanes have come.</summary>
internal static class Checkpoints
{
    /// <summary>A fresh one when the lane has not begun.</summary>
    public static async Task<CheckpointRow> LoadAsync(Mirror mirror, string lane, ObjectType? type, CancellationToken cancellationToken)
    {
        var number = (int)(type ?? 0);
        await using var context = mirror.CreateContext();
        return await context.Checkpoints.AsNoTracking().FirstOrDefaultAsync(row => row.Lane == lane && row.Type == number, cancellationToken)
            ?? new CheckpointRow { Lane = lane, Type = number };
    }

    /// <summary>The cursor of a reconciliation that may bury whatever is absent.</summary>
    public const string MayBury = "may-bury";

    /// <summary>Something is to be done, from its start.</summary>
    public static CheckpointRow Wanted(string lane, ObjectType type) => new() { Lane = lane, Type = (int)type, State = LaneStates.Running };

    /// <summary>Whether there is something to do, or to go on with.</summary>
    public static bool IsOpen(this CheckpointRow checkpoint) => checkpoint.State == LaneStates.Running;

    /// <summary>Keeps checkpoints that come with no rows.</summary>
    public static Task<bool> SaveAsync(Mirror mirror, IReadOnlyList<CheckpointRow> checkpoints, CancellationToken cancellationToken) =>
        mirror.WriteAsync(
            (connection, transaction) =>
            {
                Write(connection, transaction, checkpoints);
                return true;
            },
            cancellationToken);

    /// <summary>What was promised to be complete is never taken back by a lane that began before another promised more.</summary>
    public static void Write(SqliteConnection connection, SqliteTransaction transaction, IReadOnlyList<CheckpointRow> checkpoints)
    {
        if (checkpoints.Count == 0)
        {
            return;
        }

        using var statement = new Statement(connection, transaction, """
            INSERT INTO checkpoint (lane, type, cursor, state, started_at, updated_at, done, total, complete_to, message)
            VALUES ($p0, $p1, $p2, $p3, $p4, $p5, $p6, $p7, $p8, $p9)
            ON CONFLICT (lane, type) DO UPDATE SET cursor = excluded.cursor, state = excluded.state, started_at = excluded.started_at,
                updated_at = excluded.updated_at, done = excluded.done, total = excluded.total, message = excluded.message,
                complete_to = CASE WHEN excluded.complete_to < complete_to THEN complete_to ELSE excluded.complete_to END
            """, 10);
        foreach (var row in checkpoints)
        {
            statement.Run(row.Lane, row.Type, row.Cursor, row.State, row.StartedAt, row.UpdatedAt, row.Done, row.Total, row.CompleteTo, row.Message);
        }
    }
}
