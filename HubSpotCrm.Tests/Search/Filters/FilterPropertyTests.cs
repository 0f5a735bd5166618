using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Search.Filters;

namespace HubSpotCrm.Tests.Search.Filters;

public sealed class FilterPropertyTests(FilterWorld world) : IClassFixture<FilterWorld>
{
    [Property(MaxTest = 10_000, Arbitrary = [typeof(FilterTrees)])]
    [Trait("Seed", "S07")]
    public bool Ten_thousand_random_trees_find_the_rows_that_a_plain_evaluation_finds(TypedTree tree)
    {
        var evaluation = new FilterEvaluation(world.Definitions, world.Days);
        var expected = world.Records[tree.Type].Where(record => evaluation.HoldsAsWritten(tree.Type, record, tree.Node)).Select(record => record.Id).Order();
        return world.Find(tree.Type, tree.Node).Order().SequenceEqual(expected);
    }

    [Property(MaxTest = 2000, Arbitrary = [typeof(FilterTrees)])]
    public bool The_shortest_form_is_its_own_shortest_form_and_holds_for_the_same_records(TypedTree tree)
    {
        var evaluation = new FilterEvaluation(world.Definitions, world.Days);
        return FilterTree.Normal(tree.Node) is { } normal
            && normal.Equals(FilterTree.Normal(normal))
            && world.Records[tree.Type].Take(30).All(record => evaluation.HoldsAsWritten(tree.Type, record, tree.Node) == evaluation.HoldsAsWritten(tree.Type, record, normal));
    }

    [Property(MaxTest = 5000, Arbitrary = [typeof(AnyTrees)])]
    [Trait("Seed", "S07")]
    public bool Every_tree_survives_an_address(TypedTree tree)
    {
        var text = FilterCodec.Write([tree.Node]);
        if (text.Length > FilterCodec.MostCharacters)
        {
            return FilterCodec.Read(text) is { Filters.Count: 0, Ignored.Count: 1 };
        }

        var read = FilterCodec.Read(Uri.UnescapeDataString(Uri.EscapeDataString(text)));
        return read is { Ignored.Count: 0, Filters: [var same] } && same.Equals(tree.Node) && FilterCodec.Write(read.Filters) == text;
    }

    [Property(MaxTest = 5000, Arbitrary = [typeof(AnyTrees)])]
    [Trait("Seed", "S07")]
    public bool Every_tree_survives_the_typed_grammar(TypedTree tree)
    {
        FilterNode[] normal = FilterTree.Normal(tree.Node) switch
        {
            null => [],
            AllOf all => [.. all.Nodes],
            { } one => [one],
        };
        var typed = FilterGrammar.Write(tree.Type, normal, world.Definitions);
        var read = FilterGrammar.Read(tree.Type, typed, world.Definitions);
        return (read.Text.Length == 0 && read.Filters.SequenceEqual(normal)) || typed.Length > FilterGrammar.MostCharacters
            ? true
            : throw new InvalidOperationException($"{typed}\n{FilterCodec.Write(normal)}\n{FilterCodec.Write(read.Filters)}\nText: {read.Text}");
    }

    [Property(MaxTest = 5000)]
    [Trait("BadInput", "text of any kind where a filter is read")]
    public bool Any_text_is_read_without_a_fault(int seed)
    {
        var text = AnyFilterText(seed);
        foreach (var type in ObjectTypes.CrmObjects.Append(ObjectType.Campaign))
        {
            var typed = FilterGrammar.Read(type, text, world.Definitions);
            _ = FilterGrammar.Write(type, typed.Filters, world.Definitions);
            _ = new FilterWords(world.Definitions).Of(type, typed.Filters);
            if (typed.Filters.Count > 0 && FilterLimits.Check(typed.Filters) is null && type != ObjectType.Campaign)
            {
                _ = world.Find(type, [.. typed.Filters]);
            }
        }

        var decoded = FilterCodec.Read("1:" + text);
        return FilterCodec.Read(FilterCodec.Write(decoded.Filters)).Filters.SequenceEqual(decoded.Filters);
    }

    // Pieces of both languages between signs of any kind.
    private static string AnyFilterText(int seed)
    {
        string[] pieces = ["country:", "score>", "deal.", "company(", "-", " OR ", "NOT ", "(", ")", "has:", "none", "\"", "\\", ",", "..", "*", "~", "=", "80", "50k", "all(", "in(", "num(", "\\e", "this-month", "closing this month", "p.active:", "2026-01-01", "name~"];
        var random = new Random(seed);
        var text = new StringBuilder();
        for (var left = random.Next(20); left > 0; left--)
        {
            text.Append(random.Next(3) == 0 ? AnyText.Of(random.Next(), 5) : pieces[random.Next(pieces.Length)]);
        }

        return text.ToString();
    }

    public static class AnyTrees
    {
        public static Arbitrary<TypedTree> Tree() => FilterTrees.WithAnyText(
            from seed in ArbMap.Default.GeneratorFor<int>()
            from word in Gen.Elements(FilterWorld.Words.AsEnumerable())
            from isWord in Gen.Elements(true, false)
            let text = isWord ? word : Whole(AnyText.Of(seed, 20))
            where text.Length > 0
            select text);

        // No address holds half a character.
        private static string Whole(string text) => string.Concat(text.EnumerateRunes().Where(rune => rune != Rune.ReplacementChar));
    }
}
