using HubSpotCrm.Core.Analytics;
using HubSpotCrm.Web.Features.Records;
using Microsoft.AspNetCore.WebUtilities;

namespace HubSpotCrm.Web.Features.Analytics;

/// <summary>A state as its URL held it, and the parts that were not understood, with the reason where there is one.</summary>
public sealed record ParsedAnalytics(AnalyticsState State, IReadOnlyList<string> Ignored);

/// <summary>The one place where the state of a page of numbers becomes a query string and comes back: <c>pipeline=default&amp;range=90d&amp;return=deals&amp;table=email,funnel</c>.</summary>
public static class AnalyticsUrl
{
    private const string DealReturn = "deals";
    private const int MaximumName = 40;
    private const int MaximumId = 64;

    /// <summary>Never fails: a part that is unknown or malformed is left out and named.</summary>
    /// <param name="query">With or without its question mark.</param>
    public static ParsedAnalytics Parse(string query)
    {
        var state = new AnalyticsState();
        var ignored = new List<string>();
        foreach (var (key, values) in QueryHelpers.ParseQuery(query))
        {
            var value = string.Join(',', values.Select(one => one ?? ""));
            switch (key)
            {
                case "range" when PeriodChoice.Parse(value) is { Succeeded: true } period:
                    state = state with { Period = period.Value };
                    break;
                case "range":
                    ignored.Add($"range: {PeriodChoice.Parse(value).Failure!.Message}");
                    break;
                case "return" when value is DealReturn or "revenue":
                    state = state with { Return = value == DealReturn ? CampaignReturn.DealAmount : CampaignReturn.Revenue };
                    break;
                case "pipeline" when value.Length is > 0 and <= MaximumId && value.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'):
                    state = state with { Pipeline = value };
                    break;
                case "table" when value.Split(',').All(AnalyticsState.Charts.Contains):
                    state = state with { Tables = [.. value.Split(',').Distinct().Order(StringComparer.Ordinal)] };
                    break;
                default:
                    ignored.Add(NameOf(key));
                    break;
            }
        }

        return new ParsedAnalytics(state, ignored);
    }

    /// <summary>Without a question mark; empty for the default state. Defaults are left out, keys sorted.</summary>
    public static string Write(AnalyticsState state)
    {
        var parts = new List<string>();
        if (state.Pipeline is { } pipeline)
        {
            parts.Add($"pipeline={Uri.EscapeDataString(pipeline)}");
        }

        if (state.Period is { } period)
        {
            parts.Add($"range={period.Text}");
        }

        if (state.Return == CampaignReturn.DealAmount)
        {
            parts.Add($"return={DealReturn}");
        }

        if (state.Tables.Count > 0)
        {
            parts.Add($"table={string.Join(',', state.Tables)}");
        }

        return string.Join('&', parts);
    }

    /// <summary>The address of a page in a state.</summary>
    public static string At(string page, AnalyticsState state) => Write(state) is { Length: > 0 } query ? $"{page}?{query}" : page;

    private static string NameOf(string key)
    {
        var name = ListState.Clean(key);
        return name.Length == 0 ? "(no name)" : name.Length > MaximumName ? name[..MaximumName] + "…" : name;
    }
}
