using Bunit;
using HubSpotCrm.Core.Columns;
using HubSpotCrm.Tests.Support;
using HubSpotCrm.Web.Features.Records;

namespace HubSpotCrm.Tests.Records.Web;

[Trait("Seed", "S11")]
public sealed class FilterSpeedTests
{
    [Fact]
    public async Task The_foot_of_a_list_says_that_filters_are_slower_and_how_far_their_copy_is()
    {
        await using var context = new ShellContext();
        var foot = context.Render<FilterSpeed>();
        foot.Markup.Trim().Should().BeEmpty("the copy is ready");

        context.Copy.Tell(new(ColumnCopyStage.Building, 0.34));
        foot.WaitForAssertion(() => foot.Markup.Should().Contain("Filters are slower until they are prepared (30 %)"));

        context.Copy.Tell(new(ColumnCopyStage.Away, Reason: "DuckDB's library cannot be loaded on this system."));
        foot.WaitForAssertion(() => foot.Find("span").GetAttribute("title").Should().Contain("cannot be loaded"));

        context.Copy.Tell(new(ColumnCopyStage.Ready));
        foot.WaitForAssertion(() => foot.Markup.Trim().Should().BeEmpty());
    }
}
