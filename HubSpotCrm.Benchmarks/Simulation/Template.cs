using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Sync;
using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Benchmarks.Simulation;

/// <summary>A portal's files after the first sync of an account, made once and copied for each run.</summary>
internal static class Template
{
    /// <summary>Different accounts.</summary>
    public const int Accounts = 3;

    // One at a time: whatever is made once for all runs is made with nobody beside it.
    private static readonly Lock Making = new();
    private static readonly Dictionary<int, string> Made = [];

    /// <summary>Every kind of record that sync follows by search.</summary>
    public static IReadOnlyList<ObjectType> Types { get; } = [.. SyncKinds.CrmObjects.Select(kind => kind.Type)];

    /// <summary>A fresh copy of the files.</summary>
    public static string Copy(int account)
    {
        string from;
        lock (Making)
        {
            from = Made.TryGetValue(account, out var made) ? made : Made[account] = Make(account);
        }

        var folder = SimulationFolder.Make();
        foreach (var file in Directory.GetFiles(from))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        return folder;
    }

    private static string Make(int account)
    {
        using var world = new World(account, account, Plant.None, keepsLog: false);
        var folder = SimulationFolder.Make();
        var kept = SimulationFolder.Make();
        world.Loop.Run(async () =>
        {
            using var life = await Life.StartAsync(world, folder, TimeSpan.Zero, _ => false);
            await MustAsync(life, Step.Definitions, ObjectType.Contact);
            foreach (var type in Types)
            {
                await MustAsync(life, Step.Backfill, type);
                await MustAsync(life, Step.Archived, type);
            }

            Rest(life);
            foreach (var name in new[] { "app.db", $"mirror-{Life.AccountId}.db" })
            {
                File.Copy(Path.Combine(folder, name), Path.Combine(kept, name));
            }
        });
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(kept, recursive: true);
        return kept;
    }

    // All of it in the files themselves, none in their logs.
    private static void Rest(Life life)
    {
        foreach (var path in new[] { life.Mirror.Path, Path.Combine(life.Folder, "app.db") })
        {
            using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
            command.ExecuteNonQuery();
        }
    }

    private static async Task MustAsync(Life life, Step step, ObjectType type)
    {
        if (await life.RunAsync(step, type) is { } failure)
        {
            throw new InvalidOperationException($"{step} of {type}: {failure.Message}");
        }
    }
}
