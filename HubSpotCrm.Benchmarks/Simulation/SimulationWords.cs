namespace HubSpotCrm.Benchmarks.Simulation;

/// <summary>What must hold after every schedule.</summary>
internal enum Invariant
{
    /// <summary>The mirror equals the account.</summary>
    I1,

    /// <summary>No record goes back to an older version.</summary>
    I2,

    /// <summary>Every acknowledged edit is at HubSpot, or visible as one that waits for something.</summary>
    I3,

    /// <summary>HubSpot holds what users made, and nothing of it twice.</summary>
    I4,

    /// <summary>The first four hold where the portal was killed.</summary>
    I5,

    /// <summary>No call while HubSpot said to wait, and never more than it allows.</summary>
    I6,

    /// <summary>No token and no secret in the log.</summary>
    I7,

    /// <summary>Nothing older than the promised time is missing; where search lags longer than the settled lane waits, what is missing is found and healed.</summary>
    I8,
}

/// <summary>Where the portal is killed.</summary>
internal enum CrashPoint
{
    /// <summary>Between two calls of nobody.</summary>
    Anywhere,
    AfterFetch,
    InTransaction,
    AfterCommit,
    DuringRefresh,
    DuringSend,
    BeforeReadBack,
    AfterReadBack,
}

/// <summary>What goes wrong with a call.</summary>
internal enum Trouble
{
    None,
    ResetBefore,
    ResetDuring,
    ResetAfter,
    Error500,
    Error502,
    Error503,

    /// <summary>Done, and answered as if it had failed.</summary>
    FailedAfter,
    Limited,
    LimitedWithoutHeader,
    Unauthorized,
    Locked,
    Migrating,
    Conflict,
    Truncated,
    Page,

    /// <summary>No answer at all.</summary>
    Silent,

    /// <summary>A row comes twice.</summary>
    Duplicate,
    RepeatedCursor,

    /// <summary>A row of a batch is left out without a word.</summary>
    Partial,
}

/// <summary>A bug that is put in on purpose, so that the check which must find it is seen to find it.</summary>
internal enum Plant
{
    None,

    /// <summary>Values change in the mirror under the same version.</summary>
    LostUpdate,

    /// <summary>An old version is written over a new one.</summary>
    OldOverNew,

    /// <summary>An edit is called confirmed before it is sent.</summary>
    ConfirmedUnsent,

    /// <summary>A create without an answer is sent again.</summary>
    BlindRepeat,

    /// <summary>After a crash, what was being sent is taken for not sent.</summary>
    ForgottenSending,

    /// <summary>HubSpot's <c>Retry-After</c> is not read.</summary>
    DeafToRetryAfter,

    /// <summary>The access token is logged.</summary>
    LoggedToken,

    /// <summary>The promise is moved to the present.</summary>
    PromiseTooFar,

    /// <summary>Searches go on after the last time seen instead of at it.</summary>
    AfterInsteadOfFrom,

    /// <summary>The checkpoint is written before its rows.</summary>
    CheckpointFirst,
}

/// <summary>A broken invariant, in words.</summary>
internal sealed record Violation(Invariant Invariant, string What);

/// <summary>One run of one seed.</summary>
/// <param name="Events">How often what happened.</param>
/// <param name="Digest">Of every event in its order: the same seed gives the same.</param>
/// <param name="Log">The events, where they were asked for.</param>
/// <param name="Foreign">Turns that came from other threads; with any, the order is not the seed's alone.</param>
internal sealed record SeedOutcome(
    int Seed, IReadOnlyList<Violation> Violations, IReadOnlyDictionary<string, int> Events, ulong Digest, IReadOnlyList<string> Log, int Foreign)
{
    public override string ToString() =>
        $"seed {Seed}: {(Violations.Count == 0 ? "every invariant holds" : string.Join("; ", Violations.Select(violation => $"{violation.Invariant}: {violation.What}")))}";
}
