using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Storage.Mirror;
using Microsoft.EntityFrameworkCore;

namespace HubSpotCrm.Core.Sync;

/// <summary>What a difference between the mirror and HubSpot is. Stored names; never rename.</summary>
public enum DriftKind
{
    /// <summary>HubSpot has a record that was not here.</summary>
    Missing,

    /// <summary>HubSpot has a newer version than the mirror, from a time that was promised to be complete.</summary>
    Outdated,

    /// <summary>The mirror had a live record that HubSpot archived or deleted.</summary>
    Gone,

    /// <summary>The same version has other values.</summary>
    Values,
}

/// <summary>What a comparison was. Stored names; never rename.</summary>
public enum CheckKind
{
    /// <summary>Ids and versions of all records.</summary>
    Reconciliation,

    /// <summary>Values of some records.</summary>
    Sample,

    /// <summary>Counts and a sample, because somebody asked.</summary>
    Manual,
}

/// <summary>Keeps what comparisons found.</summary>
internal static class DriftLog
{
    /// <summary>Adds differences, healed or not.</summary>
    public static async Task AddAsync(Mirror mirror, IReadOnlyList<DriftRow> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
        {
            return;
        }

        await mirror.WriteAsync(
            (connection, transaction) =>
            {
                using var insert = new Statement(connection, transaction,
                    "INSERT INTO drift (type, hub_spot_id, kind, detail, found_at, healed_at) VALUES ($p0, $p1, $p2, $p3, $p4, $p5)", 6);
                foreach (var row in rows)
                {
                    insert.Run(row.Type, row.HubSpotId, row.Kind, row.Detail, row.FoundAt, row.HealedAt);
                }

                return true;
            },
            cancellationToken);
    }

    /// <summary>Adds the result of a comparison and returns it.</summary>
    public static async Task<SyncCheckRow> AddAsync(Mirror mirror, SyncCheckRow check, CancellationToken cancellationToken)
    {
        await mirror.WriteAsync(
            (connection, transaction) =>
            {
                using var insert = new Statement(connection, transaction, """
                    INSERT INTO sync_check (type, kind, started_at, ended_at, local, remote, sampled, equal, drift, held, message)
                    VALUES ($p0, $p1, $p2, $p3, $p4, $p5, $p6, $p7, $p8, $p9, $p10)
                    """, 11);
                return insert.Run(
                    check.Type, check.Kind, check.StartedAt, check.EndedAt, check.Local, check.Remote, check.Sampled, check.Equal, check.Drift, check.Held, check.Message);
            },
            cancellationToken);
        return check;
    }

    /// <summary>The newest comparison of a type and kind; null before the first.</summary>
    public static async Task<SyncCheckRow?> LastAsync(Mirror mirror, ObjectType type, CheckKind kind, CancellationToken cancellationToken)
    {
        var (number, name) = ((int)type, kind.ToString());
        await using var context = mirror.CreateContext();
        return await context.SyncChecks.AsNoTracking().Where(row => row.Type == number && row.Kind == name).OrderByDescending(row => row.Id).FirstOrDefaultAsync(cancellationToken);
    }
}
