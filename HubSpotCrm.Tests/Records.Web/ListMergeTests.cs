using HubSpotCrm.Web.Features.Records;

namespace HubSpotCrm.Tests.Records.Web;

public sealed class ListMergeTests
{
    [Fact]
    public void A_changed_row_gets_its_value_and_keeps_its_place()
    {
        Merge(["a1", "b1", "c1"], ["c1", "b2", "a1"], changed: "b").Should().BeEquivalentTo(new MergedRows<string>(["a1", "b2", "c1"], 0), Strictly);
    }

    [Fact]
    [Trait("Seed", "S16")]
    public void New_rows_wait_when_the_page_is_full()
    {
        Merge(["a1", "b1", "c1"], ["n1", "m1", "a1"], changed: "n m").Should().BeEquivalentTo(new MergedRows<string>(["a1", "b1", "c1"], 2), Strictly);
    }

    [Fact]
    public void Free_places_at_the_end_are_filled()
    {
        Merge(["a1"], ["n1", "a1", "m1", "l1"], changed: "n").Should().BeEquivalentTo(new MergedRows<string>(["a1", "n1", "m1"], 1), Strictly);
    }

    [Fact]
    public void An_empty_page_takes_the_fresh_order()
    {
        Merge([], ["b1", "a1"], changed: "a b").Should().BeEquivalentTo(new MergedRows<string>(["b1", "a1"], 0), Strictly);
    }

    [Fact]
    public void A_changed_row_that_no_longer_belongs_here_goes()
    {
        Merge(["a1", "b1", "c1"], ["a1", "c1", "d1"], changed: "b").Should().BeEquivalentTo(new MergedRows<string>(["a1", "c1", "d1"], 0), Strictly);
    }

    [Fact]
    public void A_row_that_others_pushed_down_stays()
    {
        Merge(["a1", "b1", "c1"], ["n1", "a1", "b1"], changed: "n").Rows.Should().Equal("a1", "b1", "c1");
    }

    private static MergedRows<string> Merge(string[] shown, string[] fresh, string changed) =>
        ListMerge.Apply(shown, fresh, changed.Split(' ').ToHashSet(), 3, row => row[..1]);

    private static FluentAssertions.Equivalency.EquivalencyAssertionOptions<MergedRows<string>> Strictly(
        FluentAssertions.Equivalency.EquivalencyAssertionOptions<MergedRows<string>> options) => options.WithStrictOrdering();
}
