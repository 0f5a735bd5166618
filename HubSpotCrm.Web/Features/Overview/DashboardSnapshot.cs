using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using HubSpotCrm.Core.Analytics;
using HubSpotCrm.Core.Search;

namespace HubSpotCrm.Web.Features.Overview;

/// <summary>
/// What the first render has read, for the one that takes over in the browser: the reports that succeeded. It travels inside the page and
/// comes back in one message of the circuit, which may hold 32 KB unless told otherwise: so it is compressed.
/// </summary>
public sealed record DashboardSnapshot(byte[] Packed)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        IgnoreReadOnlyProperties = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { NameFilters } },
    };

    private sealed record Reports(
        HubSpotAnalytics? Key, DealAnalytics? Deals, ContactAnalytics? Contacts, CampaignAnalytics? Campaigns, EmailAnalytics? Emails, AttentionReport? Attention);

    public static DashboardSnapshot Of(DashboardAnalytics read, int mostCampaigns = DashboardLoader.MostCampaigns)
    {
        var campaigns = read.Campaigns.Report is { } report ? report with { Rows = [.. report.Rows.Take(mostCampaigns)] } : null;
        using var packed = new MemoryStream();
        using (var compressed = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            JsonSerializer.Serialize(
                compressed, new Reports(read.Key.Report, read.Deals.Report, read.Contacts.Report, campaigns, read.Emails.Report, read.Attention.Report), Json);
        }

        return new DashboardSnapshot(packed.ToArray());
    }

    /// <summary>The reports as they were read.</summary>
    public DashboardAnalytics Unpack()
    {
        using var compressed = new BrotliStream(new MemoryStream(Packed), CompressionMode.Decompress);
        var reports = JsonSerializer.Deserialize<Reports>(compressed, Json) ?? throw new InvalidOperationException("A snapshot holds reports.");
        return new DashboardAnalytics
        {
            Key = new(reports.Key),
            Deals = new(reports.Deals),
            Contacts = new(reports.Contacts),
            Campaigns = new(reports.Campaigns),
            Emails = new(reports.Emails),
            Attention = new(reports.Attention),
        };
    }

    private static void NameFilters(JsonTypeInfo type)
    {
        if (type.Type == typeof(FieldFilter))
        {
            type.PolymorphismOptions = new()
            {
                DerivedTypes =
                {
                    new(typeof(AnyOf), "any"), new(typeof(NumberRange), "number"), new(typeof(DateRange), "date"),
                    new(typeof(PeriodFilter), "period"), new(typeof(TextTest), "text"), new(typeof(HasValue), "value"),
                },
            };
        }
    }
}
