using HubSpotCrm.Benchmarks;
using HubSpotCrm.Benchmarks.Typing;

namespace HubSpotCrm.Tests.Benchmarks;

/// <summary>What the benchmark <c>typing</c> tells, without a browser.</summary>
public sealed class TypingBenchmarkTests
{
    [Fact]
    public void All_keys_together_have_the_target_and_are_told_by_the_letters_in_the_box()
    {
        var results = TypingBenchmark.Results([(1, 400), (3, 360), (3, 460), (12, 380)]);

        results.Select(result => (result.Name, result.Value, result.Target, result.Met)).Should().Equal(
            ("keystroke to painted rows", 460, 450, false), ("of these, with 1 letter", 400, null, null), ("of these, with 3 letters", 460, null, null),
            ("of these, with 12 letters", 380, null, null), ("keys that were waited for", 4, null, null));
    }

    [Fact]
    public async Task A_number_of_keys_that_makes_no_sense_is_refused_before_a_browser_starts()
    {
        var errors = new StringWriter();

        (await Program.RunAsync(["typing", "--samples", "0"], TextWriter.Null, errors, TestContext.Current.CancellationToken)).Should().Be(2);

        errors.ToString().Should().Contain("--samples");
    }

    [Fact]
    public void The_portal_that_is_typed_into_is_the_one_of_the_same_build() =>
        PortalProcess.FindAssembly().Should().EndWith(Path.Combine("HubSpotCrm.Web", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "HubSpotCrm.Web.dll"));
}
