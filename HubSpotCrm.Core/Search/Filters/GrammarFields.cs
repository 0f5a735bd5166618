using HubSpotCrm.Core.Crm;

namespace HubSpotCrm.Core.Search.Filters;

/// <summary>The names that can be typed.</summary>
internal sealed class GrammarFields(AccountDefinitions definitions)
{
    /// <summary>Before a field that must not be empty: <c>has:email</c>.</summary>
    public const string Has = "has";

    /// <summary>An empty value.</summary>
    public const string None = "none";

    private static readonly Dictionary<string, string> Verbs = new(StringComparer.Ordinal)
    {
        ["closing"] = "close",
        ["closes"] = "close",
        ["closed"] = "close",
        ["close"] = "close",
        ["created"] = "created",
        ["new"] = "created",
        ["added"] = "created",
        ["modified"] = "modified",
        ["changed"] = "modified",
        ["updated"] = "modified",
        ["edited"] = "modified",
        ["active"] = "active",
        ["starting"] = "start",
        ["starts"] = "start",
        ["started"] = "start",
        ["ending"] = "end",
        ["ends"] = "end",
        ["ended"] = "end",
    };

    public AccountDefinitions Definitions { get; } = definitions;

    /// <summary>The kind of a related record; null for another word.</summary>
    public static ObjectType? RelatedOf(string word) => word.ToLowerInvariant() switch
    {
        "contact" or "contacts" => ObjectType.Contact,
        "company" or "companies" => ObjectType.Company,
        "deal" or "deals" => ObjectType.Deal,
        _ => null,
    };

    /// <summary>By its name, in any case, else by its label without what is no letter: <c>leadtier</c>.</summary>
    public RecordField? Find(ObjectType type, string name) =>
        RecordFields.Find(type, name, Definitions)
        ?? RecordFields.Find(type, name.ToLowerInvariant(), Definitions)
        ?? RecordFields.Of(type, Definitions).FirstOrDefault(field => Letters(field.Label) is { Length: > 0 } label && label == Letters(name));

    /// <summary>
    /// <c>closing this month</c>, <c>created last week</c>, <c>renewal date next quarter</c>; null for other words. What only a deal has is asked of
    /// a related one.
    /// </summary>
    public GrammarItem? Phrase(ObjectType type, string phrase)
    {
        var words = TextFolding.Fold(phrase).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (var named = 1; named < words.Length; named++)
        {
            if (PeriodWords.Read(string.Join(' ', words.Skip(named))) is not { } period)
            {
                continue;
            }

            var name = string.Concat(words.Take(named));
            if (Verbs.TryGetValue(name, out var verb) && FieldCatalog.Find(type, verb) is not null)
            {
                return new GrammarItem(new PeriodFilter(verb, period));
            }

            if (Find(type, name) is { Kind: FieldKind.Instant } field)
            {
                return new GrammarItem(new PeriodFilter(field.Name, period));
            }

            if (verb == "close" && ObjectTypes.CrmObjects.Contains(type))
            {
                return new GrammarItem(ObjectType.Deal, new GrammarItem(new PeriodFilter(verb, period)));
            }
        }

        return null;
    }

    /// <summary>A colon asks for the value itself, and not for a part of it.</summary>
    public static bool IsExact(RecordField field) => field.Kind == FieldKind.Choice || field.Typed?.IsFilter == true;

    private static string Letters(string text) => string.Concat(TextFolding.Fold(text).Where(char.IsLetterOrDigit));
}

/// <summary>One condition as it was typed: <see cref="Dotted"/> ones beside each other ask the same related record.</summary>
internal sealed record GrammarItem(FilterNode? Node, ObjectType? Dotted, GrammarItem? Inner)
{
    public GrammarItem(FilterNode node)
        : this(node, null, null)
    {
    }

    public GrammarItem(ObjectType dotted, GrammarItem inner)
        : this(null, dotted, inner)
    {
    }

    /// <summary>All of them in one node; there is at least one.</summary>
    public static FilterNode All(IReadOnlyList<GrammarItem> items)
    {
        var nodes = Joined(items);
        return nodes.Count == 1 ? nodes[0] : new AllOf(nodes);
    }

    /// <summary>The nodes in order; the dotted ones of a kind in the place of the first of them.</summary>
    public static List<FilterNode> Joined(IReadOnlyList<GrammarItem> items)
    {
        var nodes = new List<FilterNode>();
        var done = new HashSet<ObjectType>();
        foreach (var item in items)
        {
            if (item.Node is { } node)
            {
                nodes.Add(node);
            }
            else if (item.Dotted is { } type && done.Add(type))
            {
                nodes.Add(new Related(type, All([.. items.Where(other => other.Dotted == type).Select(other => other.Inner!)])));
            }
        }

        return nodes;
    }
}
