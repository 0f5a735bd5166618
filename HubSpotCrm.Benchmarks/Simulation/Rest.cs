using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Storage.App;
using Microsoft.EntityFrameworkCore;

namespace HubSpotCrm.Benchmarks.Simulation;

/// <summary>After a schedule: nothing goes wrong any more, everything runs until nothing is left to do, and every invariant is checked.</summary>
internal sealed class Rest(World world, Checks checks, Life life, TimeSpan lag)
{
    private const int Tries = 3;
    private const int AllOfEach = 8;
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(16);
    private static readonly Step[] All = [Step.Archived, Step.Fast, Step.Settled, Step.Sweep, Step.Associations];
    private static readonly Step[] OfQuiet = [Step.Associations];

    public async Task RunAsync()
    {
        await StepAsync(Step.Definitions, ObjectType.Contact);
        await DeliverAsync();
        await world.Loop.PassAsync((lag > world.SettleAfter ? lag : world.SettleAfter) + TimeSpan.FromMinutes(10));
        await StepAsync(Step.Hints, ObjectType.Contact);
        foreach (var type in Template.Types)
        {
            foreach (var step in StepsOf(type))
            {
                await StepAsync(step, type);
                checks.Watch(life);
            }
        }

        var before = Checks.Versions(life);
        foreach (var type in Template.Types)
        {
            await ReconcileAsync(type);
        }

        // What the comparison brought may have a crowd of its own to follow: a record found late, and its associations.
        foreach (var type in Checks.Versions(life).SetEquals(before) ? [] : Template.Types)
        {
            await StepAsync(Step.Associations, type);
        }

        checks.Watch(life);
        checks.Mirror(life);
        await checks.EditsAsync(life);
    }

    // Kinds that nobody touches change by their associations only; that the other lanes find nothing of them is seen in one run of eight.
    private Step[] StepsOf(ObjectType type) =>
        HubSpotSide.Kinds.Contains(PortalSide.KindOf(type)) || world.Seed % AllOfEach == 0 ? All : OfQuiet;

    private async Task ReconcileAsync(ObjectType type)
    {
        var broken = checks.Broken(life, type);
        var check = await life.ReconcileAsync(type, mayBury: false);
        if (check is { Succeeded: true, Value.Held: > 0 })
        {
            world.Note("held back", $"{type} {check.Value.Held}");
            check = await life.ReconcileAsync(type, mayBury: true);
        }

        if (!check.Succeeded)
        {
            world.Break(Invariant.I1, $"reconciliation of {type} failed at rest: {check.Failure.Message}");
            return;
        }

        checks.Drift(life, type, check.Value);
        checks.Healed(life, type, broken);
    }

    private async Task StepAsync(Step step, ObjectType type)
    {
        Planting.Before(world, life, step, type);
        for (var tries = 1; await life.RunAsync(step, type) is { } failure; tries++)
        {
            // As the portal does: after many failures one call alone finds out whether HubSpot is back, and those beside it fail at once.
            if (tries == Tries)
            {
                world.Break(Invariant.I1, $"{step} of {type} failed at rest: {failure.Message}");
                break;
            }

            await world.Loop.PassAsync(TimeSpan.FromMinutes(2));
        }

        Planting.After(world, life, step, type);
    }

    private async Task DeliverAsync()
    {
        for (var rounds = 0; rounds < 12; rounds++)
        {
            await StepAsync(Step.Outbox, ObjectType.Contact);
            await using var app = life.OpenApp();
            var waiting = await app.Outbox.AsNoTracking()
                .Where(row => row.State == OutboxState.Queued || row.State == OutboxState.Sending || row.State == OutboxState.Unknown).ToListAsync();
            if (waiting.Count == 0)
            {
                return;
            }

            if (rounds == 11)
            {
                world.Break(Invariant.I3, $"{waiting.Count} edits never came to an end: {waiting[0].Kind} {waiting[0].State} {waiting[0].Message}");
            }

            await world.Loop.PassAsync(LongestPause);
        }
    }
}
