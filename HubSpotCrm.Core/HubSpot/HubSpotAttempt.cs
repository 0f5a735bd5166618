namespace HubSpotCrm.Core.HubSpot;

/// <summary>What an attempt that failed allows.</summary>
internal enum Replay
{
    /// <summary>HubSpot has decided.</summary>
    Never,

    /// <summary>HubSpot may have done it: only what is replayable is sent again.</summary>
    IfReplayable,

    /// <summary>HubSpot refused before any work, or was never reached.</summary>
    Always,
}

/// <summary>One way a call failed, and how to go on.</summary>
/// <param name="Wait">What HubSpot asked for; null leaves it to the pipeline.</param>
/// <param name="Breaks">Counts against HubSpot's health.</param>
internal sealed record Refusal(HubSpotFailure Failure, Replay Replay, TimeSpan? Wait = null, bool Breaks = false);

/// <summary>Which of HubSpot's limits a 429 names.</summary>
internal enum LimitPolicy
{
    TenSeconds,
    Second,
    Day,
}

/// <summary>429.</summary>
internal sealed record LimitReached(LimitPolicy Policy, TimeSpan? RetryAfter, string? CorrelationId)
    : HubSpotFailure("HubSpot is limiting our calls.", CorrelationId);

/// <summary>401: the token, or what became of it. Never leaves the client.</summary>
internal sealed record TokenRefused(string? Category, string? CorrelationId) : HubSpotFailure("HubSpot refused the token.", CorrelationId);

/// <summary>The end of one attempt: a value, or a refusal.</summary>
internal sealed record Attempt(object? Value, Refusal? Refusal, int Status)
{
    // Goes through the pipeline's diagnostics, which print it.
    public override string ToString() => $"status {Status}";
}
