using Bunit;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Web.Components.Shared;
using HubSpotCrm.Web.Features.Records;

namespace HubSpotCrm.Tests.Records.Web;

public sealed class FilterChipsTests
{
    [Fact]
    [Trait("Seed", "S12")]
    public async Task Filters_that_are_written_alike_have_a_chip_each_and_go_one_by_one()
    {
        await using var context = new BunitContext();
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        FilterText Text(FilterNode filter) => FilterText.Of(ObjectType.Contact, filter, AccountDefinitions.Empty);
        var closed = Text(new NumberRange("score", null, 40));
        var over = Text(new NumberRange("score", null, 40) { IsOver = true });
        over.Key.Should().Be(closed.Key);
        var removed = new List<FilterText>();
        IReadOnlyList<FilterText> filters = [closed, over, closed];
        var chips = context.Render<FilterChips>(one => one.Add(chip => chip.Filters, filters).Add(chip => chip.OnRemove, removed.Add));

        chips.Render();
        chips.FindAll(".chip").Should().HaveCount(3);
        await chips.FindAll(".chip button")[1].ClickAsync(new());

        removed.Should().Equal(over);
        chips.Render(one => one.Add(chip => chip.Filters, [closed]));
        chips.FindAll(".chip").Should().HaveCount(1);
    }
}
