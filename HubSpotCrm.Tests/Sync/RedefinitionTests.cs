using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Storage.Mirror;
using HubSpotCrm.Core.Sync;
using Microsoft.EntityFrameworkCore;

namespace HubSpotCrm.Tests.Sync;

/// <summary>Definitions change, and the records that they are about do not.</summary>
public sealed class RedefinitionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Seed", "S07")]
    [Trait("Fault", "F29")]
    public async Task A_property_that_comes_later_is_read_on_records_that_did_not_change()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.DefinitionsAsync();
        await using (var context = world.Mirror.CreateContext())
        {
            await context.Properties.Where(row => row.Name == "city").ExecuteDeleteAsync(Cancellation);
        }

        world.Get<DefinitionService>().Invalidate();
        await world.BackfillTypesAsync();
        (await world.DifferencesAsync()).Should().Contain(difference => difference.Contains(": city is", StringComparison.Ordinal));

        await world.DefinitionsAsync();
        foreach (var kind in SyncKinds.CrmObjects)
        {
            (await world.Get<ListSweep>().RunAsync(world.Target, kind.Type, Cancellation)).Failure.Should().BeNull();
        }

        (await world.DifferencesAsync()).Should().BeEmpty();
        (await world.CheckpointAsync(ObjectType.Contact, Lanes.Sweep)).State.Should().Be(LaneStates.Done);
        (await world.CheckpointAsync(ObjectType.Deal, Lanes.Sweep)).State.Should().Be(LaneStates.Waiting, "deals have no such property, and nothing is read again");
    }

    [Fact]
    [Trait("Seed", "S03")]
    public async Task Deals_follow_the_probability_and_the_name_of_their_stage()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.BackfillAsync();
        var deals = await DealsAsync(world);
        await using (var context = world.Mirror.CreateContext())
        {
            // As before HubSpot told: the deals say nothing themselves, and the stage said something else.
            await context.Database.ExecuteSqlAsync(
                $"UPDATE record SET raw = json_remove(raw, '$.hs_deal_stage_probability', '$.hs_is_closed', '$.hs_is_closed_won') WHERE type = 3", Cancellation);
            await context.Deals.ExecuteUpdateAsync(rows => rows.SetProperty(row => row.Probability, 1).SetProperty(row => row.IsClosed, (bool?)null), Cancellation);
            await context.Stages.ExecuteUpdateAsync(rows => rows.SetProperty(row => row.Probability, 1), Cancellation);
        }

        await world.DefinitionsAsync();
        (await world.Get<TypedRebuild>().RunAsync(world.Mirror, Cancellation)).Failure.Should().BeNull();

        var stages = (await world.Get<IDefinitionService>().GetAsync(Cancellation)).Pipelines.SelectMany(pipeline => pipeline.Stages).ToDictionary(stage => stage.Id);
        (await DealsAsync(world)).Should().HaveCount(deals.Count).And.OnlyContain(row => row.Probability == (long?)(stages[row.Stage!].Probability * 1000) && row.IsClosed == stages[row.Stage!].IsClosed);
    }

    [Fact]
    public async Task Definitions_that_did_not_change_cost_nothing()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.BackfillAsync();
        await world.DefinitionsAsync();

        (await world.CheckpointAsync(ObjectType.Contact, Lanes.Sweep)).IsOpen().Should().BeFalse();
        (await world.CheckpointAsync(ObjectType.Deal, Lanes.Rebuild)).IsOpen().Should().BeFalse();
    }

    private static async Task<List<DealRow>> DealsAsync(SyncWorld world)
    {
        await using var context = world.Mirror.CreateContext();
        return await context.Deals.AsNoTracking().ToListAsync(Cancellation);
    }
}
