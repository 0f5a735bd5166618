using System.Globalization;
using System.Text.Json;

namespace HubSpotCrm.Core.HubSpot.Wire;

/// <summary>Reads campaigns' reports and marketing e-mails: small answers. Maps are open, and any number may be missing.</summary>
internal static class MarketingReader
{
    /// <summary>Sample: <c>{"id":"…","properties":{"hs_name":"May"},"assets":{"FORM":{"results":[{"id":"7","name":"Sign up"}]}}}</c>.</summary>
    public static WireCampaign Campaign(ReadOnlySpan<byte> body)
    {
        var record = RecordReader.Record(body);
        using var document = Definitions.Document(body);
        return document.RootElement.TryGetProperty("assets", out var assets) && assets.ValueKind == JsonValueKind.Object
            ? new WireCampaign(record, [.. assets.EnumerateObject().Select(kind => Assets(kind.Value, WireText.NameOf(kind)))])
            : new WireCampaign(record, null);
    }

    public static WireCampaignAssets Assets(ReadOnlySpan<byte> body, string kind)
    {
        using var document = Definitions.Document(body);
        Definitions.RequireResults(document);
        return Assets(document.RootElement, kind);
    }

    public static WireCampaignMetrics Metrics(ReadOnlySpan<byte> body)
    {
        using var document = Definitions.Document(body);
        var root = document.RootElement;
        return new WireCampaignMetrics(
            Count(root, "sessions"), Count(root, "newContactsFirstTouch"), Count(root, "newContactsLastTouch"), Count(root, "influencedContacts"));
    }

    public static WireCampaignRevenue Revenue(ReadOnlySpan<byte> body)
    {
        using var document = Definitions.Document(body);
        var root = document.RootElement;
        return new WireCampaignRevenue(
            Count(root, "contactsNumber"), Count(root, "dealsNumber"), root.Text("dealAmount"), root.Text("revenueAmount"), root.Text("currencyCode"));
    }

    public static WireCampaignMoney Money(ReadOnlySpan<byte> body)
    {
        using var document = Definitions.Document(body);
        var root = document.RootElement;
        return new WireCampaignMoney(
            root.Text("currencyCode"), root.Text("budgetTotal"), root.Text("spendTotal"),
            [.. root.Items("budgetItems").Select(Item)], [.. root.Items("spendItems").Select(Item)]);
    }

    /// <summary>Sample: <c>{"results":[{"id":"501"}],"paging":{"next":{"after":"NTAx"}}}</c>.</summary>
    public static WireIds Ids(ReadOnlySpan<byte> body)
    {
        using var document = Definitions.Document(body);
        return new WireIds([.. Definitions.Results(document).Select(result => Definitions.Required(result, "id"))], Definitions.After(document.RootElement));
    }

    public static WireMarketingPage Emails(ReadOnlySpan<byte> body)
    {
        using var document = Definitions.Document(body);
        return new WireMarketingPage(
            [.. Definitions.Results(document).Select(Email)], Definitions.After(document.RootElement), Count(document.RootElement, "total"));
    }

    public static WireEmailStatistics Statistics(ReadOnlySpan<byte> body)
    {
        using var document = Definitions.Document(body);
        var root = document.RootElement;
        var aggregate = root.TryGetProperty("aggregate", out var found) ? found : default;
        return new WireEmailStatistics(root.Texts("emails"), Counters(aggregate) ?? [], Ratios(aggregate));
    }

    private static WireCampaignAssets Assets(JsonElement page, string kind) => new(
        kind, [.. page.Items("results").Select(asset => new WireCampaignAsset(Definitions.Required(asset, "id"), asset.Text("name")))], Definitions.After(page));

    private static WireMoneyItem Item(JsonElement item) => new(
        Definitions.Required(item, "id"), item.Text("name"), item.Text("amount"), item.Text("description"), item.Number("order"), WireTime.Parse(item.Text("updatedAt")));

    private static WireMarketingEmail Email(JsonElement email) => new()
    {
        Id = Definitions.Required(email, "id"),
        Name = email.Text("name"),
        Subject = email.Text("subject"),
        State = email.Text("state"),
        Type = email.Text("type"),
        Campaign = email.Text("campaign"),
        CampaignName = email.Text("campaignName"),
        PublishedAt = WireTime.Parse(email.Text("publishedAt") ?? email.Text("publishDate")),
        CreatedAt = WireTime.Parse(email.Text("createdAt")) ?? 0,
        UpdatedAt = WireTime.Parse(email.Text("updatedAt")) ?? 0,
        Archived = email.Flag("archived"),
        Counters = email.TryGetProperty("stats", out var stats) ? Counters(stats) : null,
    };

    private static Dictionary<string, long>? Counters(JsonElement block)
    {
        if (block.ValueKind != JsonValueKind.Object || !block.TryGetProperty("counters", out var counters) || counters.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var found = new Dictionary<string, long>();
        foreach (var counter in counters.EnumerateObject())
        {
            if (Count(counters, WireText.NameOf(counter)) is { } count)
            {
                found[WireText.NameOf(counter)] = count;
            }
        }

        return found;
    }

    private static Dictionary<string, string> Ratios(JsonElement block)
    {
        var found = new Dictionary<string, string>();
        if (block.ValueKind == JsonValueKind.Object && block.TryGetProperty("ratios", out var ratios) && ratios.ValueKind == JsonValueKind.Object)
        {
            foreach (var ratio in ratios.EnumerateObject())
            {
                if (ratio.Value.Text() is { } text)
                {
                    found[WireText.NameOf(ratio)] = text;
                }
            }
        }

        return found;
    }

    // Null for what is missing, no number, negative, or beyond what a count can be.
    private static long? Count(JsonElement element, string name) =>
        decimal.TryParse(element.Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= long.MaxValue
            ? (long)number
            : null;
}
