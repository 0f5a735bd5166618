using System.Text.Json;
using HubSpotCrm.Sandbox.Data;

namespace HubSpotCrm.Sandbox.Marketing;

/// <summary>Which parts of e-mails an answer shows.</summary>
/// <param name="Only">The fields asked for; null for all. The id is always there.</param>
internal sealed record EmailProjection(IReadOnlyCollection<string>? Only, bool Stats, Func<Guid, string?>? CampaignName);

/// <summary>E-mails in HubSpot's JSON.</summary>
internal static class EmailWriter
{
    public static void Write(Utf8JsonWriter json, MarketingEmail email, EmailProjection shown)
    {
        bool Shows(string name) => shown.Only is null || shown.Only.Contains(name);
        void Text(string name, string? value)
        {
            if (value is not null && Shows(name))
            {
                json.WriteString(name, value);
            }
        }

        void Flag(string name, bool value)
        {
            if (Shows(name))
            {
                json.WriteBoolean(name, value);
            }
        }

        json.WriteStartObject();
        json.WriteString("id", Stamp.Text(email.Id));
        Text("name", email.Name);
        Text("subject", email.Subject);
        Text("state", email.State);
        Text("type", email.Type);
        Text("subcategory", email.State == "AUTOMATED" ? "automated" : "batch");
        Text("language", "en");
        Text("campaign", email.Campaign?.ToString());
        Text("campaignName", email.Campaign is { } campaign ? shown.CampaignName?.Invoke(campaign) : null);
        Text("primaryEmailCampaignId", Stamp.Text(email.Id / 3));
        Flag("isPublished", email.IsPublished);
        Flag("isTransactional", false);
        Flag("sendOnPublish", true);
        Flag("archived", email.Archived);
        Text("publishDate", email.PublishMs is { } at ? Stamp.Iso(at) : null);
        Text("publishedAt", email.SentMs is { } sent ? Stamp.Iso(sent) : null);
        Text("createdAt", Stamp.Iso(email.CreatedMs));
        Text("createdById", Stamp.Text(email.By.UserId));
        Text("updatedAt", Stamp.Iso(email.UpdatedMs));
        Text("updatedById", Stamp.Text(email.By.UserId));
        if (Shows("from"))
        {
            json.WriteStartObject("from");
            json.WriteString("fromName", $"{email.By.FirstName} {email.By.LastName}");
            json.WriteString("replyTo", email.By.Email);
            json.WriteEndObject();
        }

        if (Shows("content"))
        {
            json.WriteStartObject("content");
            json.WriteString("templatePath", "@hubspot/email/dnd/Plain_text.html");
            json.WriteString("plainTextVersion", $"{email.Subject}\n\nHello {{{{ contact.firstname }}}},\n\nthis is the e-mail \"{email.Name}\".\n");
            json.WriteEndObject();
        }

        if (shown.Stats && Shows("stats"))
        {
            json.WritePropertyName("stats");
            email.Stats.Write(json);
        }

        json.WriteEndObject();
    }
}
