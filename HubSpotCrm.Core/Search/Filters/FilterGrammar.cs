using HubSpotCrm.Core.Crm;

namespace HubSpotCrm.Core.Search.Filters;

/// <summary>What was typed: the conditions in it, all of which hold, and the text that is left to search for.</summary>
public sealed record TypedFilters(IReadOnlyList<FilterNode> Filters, string Text);

/// <summary>
/// Filters as people type them: <c>country:DE score&gt;80 deal.amount&gt;50k "closing this month"</c>. Conditions beside each other all hold;
/// <c>OR</c>, <c>-</c> for NOT and brackets make groups. <c>company.</c>, <c>contact.</c> and <c>deal.</c> ask a related record, and those that stand
/// beside each other ask the same one; <c>deal(…)</c> asks one of its own. A word in quotes is taken as it is. All else is text to search for.
/// </summary>
/// <remarks>
/// <c>field:a,b</c> is one of; <c>field="a"</c> exactly so; <c>field:none</c> empty, <c>has:field</c> not; <c>field:60..100</c>, <c>field&gt;80</c>,
/// <c>field&lt;=1.5m</c>; <c>field:2026-01-01..</c>, <c>field:last-30-days</c>; <c>field~part</c>, <c>field~begin*</c>, <c>field~*end</c>, <c>field~=whole</c>.
/// </remarks>
public static class FilterGrammar
{
    /// <summary>Of more than so much text nothing is read as a condition.</summary>
    public const int MostCharacters = 8000;

    /// <summary>Never fails: what is no condition on a field of this kind of record is text.</summary>
    public static TypedFilters Read(ObjectType type, string text, AccountDefinitions definitions)
    {
        if (text.Length > MostCharacters)
        {
            return new([], text);
        }

        var (nodes, words) = new GrammarReader(text, new GrammarFields(definitions)).ReadAll(type);
        return new(
            nodes.Count == 0 ? [] : FilterTree.Normal(new AllOf(nodes)) switch
            {
                null => [],
                AllOf all => all.Nodes,
                { } one => [one],
            },
            string.Join(' ', words));
    }

    /// <summary>What <see cref="Read"/> makes the same filters of, as long as their fields exist and they are in their normal form.</summary>
    public static string Write(ObjectType type, IReadOnlyList<FilterNode> filters, AccountDefinitions definitions) =>
        new GrammarWriter(definitions).Write(type, filters);
}
