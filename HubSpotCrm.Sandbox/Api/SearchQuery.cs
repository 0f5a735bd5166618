using System.Globalization;
using System.Text.Json;
using HubSpotCrm.Sandbox.Data;

namespace HubSpotCrm.Sandbox.Api;

/// <summary>A search as asked for, checked against HubSpot's limits.</summary>
internal sealed record SearchQuery(string? Text, SearchFilter[][] Groups, PropertyDefinition Sort, bool Descending, int Limit, int After, string[]? Properties)
{
    public const int MostResults = 10_000;
    private const int MostGroups = 5;
    private const int MostFiltersInGroup = 6;
    private const int MostFilters = 18;

    private static readonly string[] Operators =
    [
        "EQ", "NEQ", "LT", "LTE", "GT", "GTE", "BETWEEN", "IN", "NOT_IN", "HAS_PROPERTY", "NOT_HAS_PROPERTY", "CONTAINS_TOKEN", "NOT_CONTAINS_TOKEN",
    ];

    public static (SearchQuery? Query, ApiFault? Fault) Parse(ObjectSchema schema, JsonElement body, SearchHabits habits)
    {
        if (Body.Has(body, "limit") && Body.Number(body, "limit") is null)
        {
            return No($"Cannot deserialize value of type `int` from {body.GetProperty("limit").GetRawText()}: limit");
        }

        var limit = Body.Number(body, "limit") ?? 10;
        if (limit is < 1 or > 200)
        {
            return No($"The value for limit must be between 1 and 200, but was {limit}");
        }

        var after = 0;
        if (Body.Text(body, "after") is { Length: > 0 } text && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out after)))
        {
            return No($"Cannot deserialize value of type `int` from String \"{text}\": after");
        }

        if ((long)after + limit > habits.Window)
        {
            return No($"The maximum number of results for a search is {habits.Window}: after plus limit was {(long)after + limit}");
        }

        var groups = (Body.Items(body, "filterGroups") ?? []).Select(group => Body.Items(group, "filters") ?? []).Where(filters => filters.Length > 0).ToList();
        if (Body.Items(body, "filters") is { Length: > 0 } alone)
        {
            groups.Add(alone);
        }

        if (groups.Count > MostGroups || groups.Any(group => group.Length > MostFiltersInGroup) || groups.Sum(group => group.Length) > MostFilters)
        {
            return No($"A search takes up to {MostGroups} filter groups with up to {MostFiltersInGroup} filters each, {MostFilters} in total");
        }

        var parsed = new SearchFilter[groups.Count][];
        for (var group = 0; group < parsed.Length; group++)
        {
            parsed[group] = new SearchFilter[groups[group].Length];
            for (var place = 0; place < parsed[group].Length; place++)
            {
                var (filter, problem) = Filter(schema, groups[group][place]);
                if (filter is null)
                {
                    return No(problem!);
                }

                parsed[group][place] = filter;
            }
        }

        var (sort, descending, wrong) = SortOf(schema, body);
        return sort is null
            ? No(wrong!)
            : (new SearchQuery(Body.Text(body, "query"), parsed, sort, descending, Math.Min(limit, habits.Page), after, Body.Texts(body, "properties")), null);
    }

    private static (SearchQuery?, ApiFault) No(string message) => (null, ApiFault.Invalid(message));

    private static (PropertyDefinition? Sort, bool Descending, string? Wrong) SortOf(ObjectSchema schema, JsonElement body)
    {
        var sorts = Body.Items(body, "sorts") ?? [];
        if (sorts.Length == 0)
        {
            return (schema.All[schema.Created], false, null);
        }

        if (sorts.Length > 1)
        {
            return (null, false, "Only one sort is supported");
        }

        var name = sorts[0].ValueKind == JsonValueKind.String ? sorts[0].GetString() : Body.Text(sorts[0], "propertyName");
        var descending = name?.StartsWith('-') == true
            || string.Equals(Body.Text(sorts[0], "direction"), "DESCENDING", StringComparison.OrdinalIgnoreCase);
        var property = schema.Find(name?.TrimStart('-') ?? "");
        return property is null ? (null, false, $"Cannot sort by unknown property \"{name}\"") : (property, descending, null);
    }

    private static (SearchFilter? Filter, string? Problem) Filter(ObjectSchema schema, JsonElement element)
    {
        var (name, operation) = (Body.Text(element, "propertyName"), Body.Text(element, "operator"));
        if (name is null || !Operators.Contains(operation))
        {
            return (null, $"A filter needs propertyName and a known operator, but had \"{name}\" and \"{operation}\"");
        }

        var linked = name.StartsWith("associations.", StringComparison.Ordinal) ? Schemas.Find(name["associations.".Length..]) : null;
        var property = schema.Find(name);
        if (linked is null && property is null)
        {
            return (null, $"There was a problem with the request. Property \"{name}\" does not exist");
        }

        var (value, high, values) = (Body.Text(element, "value"), Body.Text(element, "highValue"), Body.Texts(element, "values"));
        var lacking = operation switch
        {
            "BETWEEN" => value is null || high is null,
            "IN" or "NOT_IN" => values is not { Length: > 0 },
            "HAS_PROPERTY" or "NOT_HAS_PROPERTY" => false,
            _ => value is null,
        };
        return lacking
            ? (null, $"The filter on \"{name}\" lacks its value")
            : (new SearchFilter(property, linked?.Kind, operation!, value, high, values ?? []), null);
    }
}
