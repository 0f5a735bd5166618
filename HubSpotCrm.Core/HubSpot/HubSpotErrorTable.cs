using System.Globalization;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace HubSpotCrm.Core.HubSpot;

/// <summary>The one place that turns an answer that is no success into a failure, and says whether the call may be sent again.</summary>
internal static partial class HubSpotErrorTable
{
    // Taken for seconds a wait this long would make no sense on a limit of ten seconds: some gateways write milliseconds.
    private const double LongestSeconds = 600;
    private static readonly string[] ScopeNames = ["requiredGranularScopes", "requiredScopes", "missingScopes"];
    private static readonly TimeSpan DayWait = TimeSpan.FromHours(1);
    private static readonly TimeSpan MigrationWait = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LockWait = TimeSpan.FromSeconds(2);

    /// <param name="retryAfter">The header as it came.</param>
    /// <param name="location">Of a redirect.</param>
    /// <param name="now">HubSpot's time, for a <c>Retry-After</c> that is a date.</param>
    public static Refusal From(int status, ReadOnlySpan<byte> body, string? retryAfter, Uri? location, CallBudget budget, DateTimeOffset now)
    {
        if (status is >= 300 and < 400)
        {
            return new Refusal(new RedirectRefused(location is { IsAbsoluteUri: true } ? location.Host : "another address"), Replay.Never);
        }

        var envelope = ErrorEnvelope.Parse(body);
        var correlation = envelope.CorrelationId is { } id ? ErrorText.Shown(id) : null;
        var text = ErrorText.Shown(envelope.Message ?? $"status {status}");
        var wait = Wait(retryAfter, now, mayBeMilliseconds: status == 429);
        return status switch
        {
            400 when envelope.Reasons.Count > 0 => new Refusal(new InvalidProperties(Summary(envelope), envelope.Reasons, envelope.Codes, correlation), Replay.Never),
            401 => new Refusal(new TokenRefused(envelope.Category, correlation), Replay.Never),
            403 when !IsHtml(body) => new Refusal(new MissingScopes(Scopes(envelope), correlation), Replay.Never),

            // A proxy's page does not say that a record is gone.
            404 when !IsHtml(body) => new Refusal(new HubSpotRecordNotFound(correlation), Replay.Never),
            409 => new Refusal(new RecordConflict(ExistingId(envelope), text, correlation), Replay.Never),
            423 => new Refusal(new RecordLocked(correlation), Replay.Always, wait > LockWait ? wait : LockWait),
            429 => Limited(envelope, wait, budget, correlation),
            477 => new Refusal(new AccountMigrating(wait ?? MigrationWait, correlation), Replay.Never),
            525 or 526 => new Refusal(new HubSpotUnavailable("its certificate is not accepted on the way", wait, correlation), Replay.Never, Breaks: true),
            408 or >= 500 => new Refusal(new HubSpotUnavailable($"status {status}", wait, correlation), Replay.IfReplayable, wait, Breaks: true),
            _ => new Refusal(new RequestRefused(status, envelope.Category, text, correlation), Replay.Never),
        };
    }

    public static string? RetryAfter(HttpResponseHeaders headers) =>
        headers.TryGetValues("Retry-After", out var values) ? values.FirstOrDefault() : null;

    private static Refusal Limited(ErrorEnvelope envelope, TimeSpan? wait, CallBudget budget, string? correlation)
    {
        var policy = Policy(envelope.PolicyName) ?? Policy(envelope.Message)
            ?? (budget == CallBudget.Search ? LimitPolicy.Second : LimitPolicy.TenSeconds);
        return policy == LimitPolicy.Day
            ? new Refusal(new LimitReached(policy, wait ?? DayWait, correlation), Replay.Never, wait ?? DayWait)
            : new Refusal(new LimitReached(policy, wait, correlation), Replay.Always, wait);
    }

    private static LimitPolicy? Policy(string? text) => text switch
    {
        null => null,
        _ when text.Contains("TEN_SECONDLY", StringComparison.OrdinalIgnoreCase) => LimitPolicy.TenSeconds,
        _ when text.Contains("SECONDLY", StringComparison.OrdinalIgnoreCase) => LimitPolicy.Second,
        _ when text.Contains("DAILY", StringComparison.OrdinalIgnoreCase) => LimitPolicy.Day,
        _ => null,
    };

    private static TimeSpan? Wait(string? header, DateTimeOffset now, bool mayBeMilliseconds)
    {
        if (double.TryParse(header, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return number is >= 0 and < 100_000_000
                ? mayBeMilliseconds && number > LongestSeconds ? TimeSpan.FromMilliseconds(number) : TimeSpan.FromSeconds(number)
                : null;
        }

        return DateTimeOffset.TryParse(header, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? date > now ? date - now : TimeSpan.Zero
            : null;
    }

    private static string Summary(ErrorEnvelope envelope) =>
        ErrorText.Shown(string.Join(" ", envelope.Reasons.Select(reason => reason.Value).Distinct()));

    private static IReadOnlyList<string> Scopes(ErrorEnvelope envelope) =>
        [.. ScopeNames
            .SelectMany(name => envelope.Context.TryGetValue(name, out var scopes) ? scopes : [])
            .Select(ErrorText.Shown)
            .Distinct()];

    private static string? ExistingId(ErrorEnvelope envelope) =>
        envelope.Context.TryGetValue("existingId", out var ids) && ids.Count > 0 ? ids[0]
        : ExistingIdInText().Match(envelope.Message ?? "") is { Success: true } match ? match.Groups[1].Value
        : null;

    private static bool IsHtml(ReadOnlySpan<byte> body) => body.TrimStart(" \r\n\t\ufeff"u8).StartsWith("<"u8);

    [GeneratedRegex(@"Existing ID:\s*([0-9]+)", RegexOptions.IgnoreCase)]
    private static partial Regex ExistingIdInText();
}
