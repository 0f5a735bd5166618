using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Storage.App;
using HubSpotCrm.Core.Sync;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace HubSpotCrm.Benchmarks.Simulation;

/// <summary>Puts bugs in, so that the checks are seen to find them.</summary>
internal static class Planting
{
    public static void Before(World world, Life life, Step step, ObjectType type)
    {
        switch (world.Plant)
        {
            case Plant.CheckpointFirst when step == Step.Settled:
                Promise(life, type, life.Target.Client.Now - (long)world.SettleAfter.TotalMilliseconds);
                break;
            case Plant.ConfirmedUnsent when step == Step.Outbox:
                using (var app = life.OpenApp())
                {
                    foreach (var row in app.Outbox.Where(row => row.State == OutboxState.Queued && row.Kind == EditKind.Update).OrderBy(row => row.Id).Take(1).ToList())
                    {
                        row.State = OutboxState.Confirmed;
                    }

                    app.SaveChanges();
                }

                break;
        }
    }

    public static void After(World world, Life life, Step step, ObjectType type)
    {
        switch (world.Plant)
        {
            case Plant.PromiseTooFar when step == Step.Settled:
                Promise(life, type, life.Target.Client.Now);
                break;
            case Plant.LostUpdate when step == Step.Associations:
                Execute(life, """UPDATE record SET raw = '{"jobtitle":"lost"}' WHERE key = (SELECT min(key) FROM record WHERE type = 1 AND archived = 0 AND raw IS NOT NULL)""");
                break;
            case Plant.OldOverNew when step == Step.Fast:
                Execute(life, "UPDATE record SET updated_at = updated_at - 1000 WHERE key = (SELECT max(key) FROM record WHERE archived = 0 AND raw IS NOT NULL)");
                break;
            case Plant.LoggedToken when step == Step.Outbox:
                life.Get<ILogger<Life>>().LogInformation("Sending with {Token}", world.Secrets.Last());
                break;
        }
    }

    /// <summary>What was being sent is taken for not sent.</summary>
    public static void ForgetSending(Life life)
    {
        using var app = life.OpenApp();
        foreach (var row in app.Outbox.Where(row => row.State == OutboxState.Unknown || row.State == OutboxState.Sending).ToList())
        {
            (row.State, row.SentAt, row.SentOver) = (OutboxState.Queued, null, null);
        }

        app.SaveChanges();
    }

    // Whether or not the lane has ever come to its end before.
    private static void Promise(Life life, ObjectType type, long completeTo) => Execute(life, $"""
        INSERT INTO checkpoint (lane, type, state, started_at, updated_at, done, complete_to) VALUES ('{Lanes.Settled}', {(int)type}, '{LaneStates.Done}', {completeTo}, 0, 0, {completeTo})
            ON CONFLICT (lane, type) DO UPDATE SET complete_to = excluded.complete_to
        """);

    private static void Execute(Life life, string sql)
    {
        using var connection = life.Mirror.OpenRead();
        using var statement = new Statement(connection, null, sql, 0);
        statement.Run();
        life.Changed();
    }
}
