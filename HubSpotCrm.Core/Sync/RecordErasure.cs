using System.Text.Json;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Storage.Mirror;

namespace HubSpotCrm.Core.Sync;

/// <summary>Forgets what records held: a person who was deleted for good in HubSpot must not live on here. That there was a record stays known.</summary>
internal static class RecordErasure
{
    private static readonly string[] Tables = ["history", "quarantine", "change_log"];

    /// <summary>Values, former values, unreadable values and the log of changes. The records must have left the lists before.</summary>
    public static async Task EraseAsync(Mirror mirror, ObjectType type, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
        {
            return;
        }

        await mirror.WriteAsync(
            (connection, transaction) =>
            {
                var asked = JsonSerializer.Serialize(ids);
                const string Keys = "SELECT r.key FROM json_each($p1) asked CROSS JOIN record r ON r.type = $p0 AND r.hubspot_id = asked.value AND r.archived = 1";
                foreach (var table in Tables)
                {
                    using var forget = new Statement(connection, transaction, $"DELETE FROM {table} WHERE key IN ({Keys})", 2);
                    forget.Run((int)type, asked);
                }

                using var empty = new Statement(connection, transaction, $"UPDATE record SET raw = '{{}}', hash = 0 WHERE key IN ({Keys})", 2);
                return empty.Run((int)type, asked);
            },
            cancellationToken);
    }
}
