using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HubSpotCrm.Sandbox.Api;
using HubSpotCrm.Sandbox.Data;

namespace HubSpotCrm.Sandbox.Webhooks;

/// <summary>Leads from one file of the journal to the next, and hands the files out as a store of files does: to whoever has a good address.</summary>
internal static class JournalEndpoints
{
    private const string DateFormat = "yyyyMMdd'T'HHmmss'Z'";
    private const string FamilyPath = "/webhooks-journal/";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static Task Earliest(Call call) => Lead(call, call.Account.WebhooksJournal.First());

    public static Task Latest(Call call) => Lead(call, call.Account.WebhooksJournal.Last());

    public static Task Next(Call call)
    {
        var (isKnown, next) = Guid.TryParse(call.Route("offset"), out var offset) ? call.Account.WebhooksJournal.After(offset) : default;
        return isKnown ? Lead(call, next) : call.Fail(ApiFault.NotFound("The journal does not have this offset, or no longer"));
    }

    public static Task File(Call call)
    {
        var (http, journal) = (call.Http, call.Account.WebhooksJournal);
        if (http.Request.Headers.Authorization.Count > 0)
        {
            return Refuse(http, 400, "InvalidArgument", "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified");
        }

        var date = call.Query("X-Amz-Date") ?? "";
        if (!Guid.TryParse(call.Route("file").Replace(".json", "", StringComparison.Ordinal), out var offset)
            || !DateTimeOffset.TryParseExact(date, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var signed)
            || !CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(call.Query("X-Amz-Signature") ?? ""), Encoding.ASCII.GetBytes(journal.Sign(offset, date))))
        {
            return Refuse(http, 403, "SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided.");
        }

        if (signed.AddSeconds(WebhooksJournal.AddressSeconds) < call.Account.Time.GetUtcNow())
        {
            return Refuse(http, 403, "AccessDenied", "Request has expired");
        }

        return journal.Find(offset) is { } file
            ? http.Response.WriteAsJsonAsync(new { file.Offset, journalEvents = file.Events, publishedAt = Stamp.Iso(file.PublishedMs) }, Json, call.Cancelled)
            : Refuse(http, 404, "NoSuchKey", "The specified key does not exist.");
    }

    private static Task Lead(Call call, JournalFile? file)
    {
        if (file is null)
        {
            return call.NoContent();
        }

        var request = call.Http.Request;
        var now = call.Account.Time.GetUtcNow();
        var date = now.ToString(DateFormat, CultureInfo.InvariantCulture);
        var path = request.Path.Value!;
        var root = $"{request.Scheme}://{request.Host}{request.PathBase}{path[..path.IndexOf(FamilyPath, StringComparison.OrdinalIgnoreCase)]}";
        return call.Answer(200, json =>
        {
            json.WriteStartObject();
            json.WriteString("url", $"{root}{JournalOperations.Files}/{file.Offset}.json?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date={date}&X-Amz-Expires={WebhooksJournal.AddressSeconds}&X-Amz-SignedHeaders=host&X-Amz-Signature={call.Account.WebhooksJournal.Sign(file.Offset, date)}");
            json.WriteString("expiresAt", Stamp.Iso(now.AddSeconds(WebhooksJournal.AddressSeconds).ToUnixTimeMilliseconds()));
            json.WriteString("currentOffset", file.Offset);
            json.WriteEndObject();
        });
    }

    private static Task Refuse(HttpContext http, int status, string code, string message)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/xml";
        return http.Response.WriteAsync($"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{code}</Code><Message>{message}</Message></Error>", http.RequestAborted);
    }
}
