using FsCheck.Xunit;
using HubSpotCrm.Core.Search.Embeddings;

namespace HubSpotCrm.Tests.Search.Embeddings;

/// <summary>One order of what words and meaning found.</summary>
[Trait("Seed", "S06")]
public sealed class RankFusionTests
{
    [Property(MaxTest = 2000)]
    public void What_is_certain_stays_in_front_and_in_its_order(byte[] certain, byte[] said, byte[] meant)
    {
        var merged = Merge(certain, said, meant);

        merged.Take(certain.Distinct().Count()).Should().Equal(certain.Distinct().Select(place => (long)place));
    }

    [Property(MaxTest = 2000)]
    public void Every_place_of_the_lists_is_there_and_none_twice(byte[] certain, byte[] said, byte[] meant)
    {
        var merged = Merge(certain, said, meant);

        merged.Should().OnlyHaveUniqueItems().And.BeEquivalentTo(certain.Concat(said).Concat(meant).Distinct().Select(place => (long)place));
    }

    [Property(MaxTest = 2000)]
    public void Neither_list_loses_its_order_where_the_other_has_none_of_it(byte[] said, byte[] meant)
    {
        var merged = Merge([], said, meant);

        merged.Where(place => !meant.Contains((byte)place)).Should().Equal(said.Distinct().Where(place => !meant.Contains(place)).Select(place => (long)place));
        merged.Where(place => !said.Contains((byte)place)).Should().Equal(meant.Distinct().Where(place => !said.Contains(place)).Select(place => (long)place));
    }

    [Fact]
    public void What_both_found_comes_before_what_one_found_and_equals_begin_with_the_words() =>
        Merge([9], [1, 2, 3], [4, 3, 5]).Should().Equal(9, 3, 1, 4, 2, 5);

    private static List<long> Merge(byte[] certain, byte[] said, byte[] meant) => RankFusion.Merge(Places(certain), Places(said), Places(meant));

    private static List<long> Places(byte[] bytes) => [.. bytes.Select(place => (long)place)];
}
