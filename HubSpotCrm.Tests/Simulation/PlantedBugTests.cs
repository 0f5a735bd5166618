using HubSpotCrm.Benchmarks.Simulation;

namespace HubSpotCrm.Tests.Simulation;

/// <summary>A check that cannot fail proves nothing: each invariant is seen to be broken by a bug that is put in on purpose.</summary>
public sealed class PlantedBugTests
{
    private const int MostSeeds = 60;

    [Theory]
    [InlineData(nameof(Plant.LostUpdate), nameof(Invariant.I1))]
    [InlineData(nameof(Plant.OldOverNew), nameof(Invariant.I2))]
    [InlineData(nameof(Plant.ConfirmedUnsent), nameof(Invariant.I3))]
    [InlineData(nameof(Plant.BlindRepeat), nameof(Invariant.I4))]
    [InlineData(nameof(Plant.ForgottenSending), nameof(Invariant.I5))]
    [InlineData(nameof(Plant.DeafToRetryAfter), nameof(Invariant.I6))]
    [InlineData(nameof(Plant.LoggedToken), nameof(Invariant.I7))]
    [InlineData(nameof(Plant.PromiseTooFar), nameof(Invariant.I8))]
    [InlineData(nameof(Plant.AfterInsteadOfFrom), nameof(Invariant.I8))]
    [InlineData(nameof(Plant.CheckpointFirst), nameof(Invariant.I8))]
    public void A_planted_bug_breaks_its_invariant(string plant, string invariant)
    {
        var (bug, broken) = (Enum.Parse<Plant>(plant), Enum.Parse<Invariant>(invariant));
        Enumerable.Range(1, MostSeeds)
            .Any(seed => SeedRun.Run(seed, bug).Violations.Any(violation => violation.Invariant == broken))
            .Should().BeTrue($"{plant} must be found as a broken {invariant}");
    }
}
