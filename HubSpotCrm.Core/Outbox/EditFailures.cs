using HubSpotCrm.Core.Common;

namespace HubSpotCrm.Core.Outbox;

/// <summary>The account has no such edit.</summary>
public sealed record EditNotFound() : Failure("There is no such edit any more. Reload the page to see what is open.");

/// <summary>The edit is not in a state that allows the action: it is on its way, or somebody was faster.</summary>
public sealed record EditNotWaiting(string State)
    : Failure($"This edit does not wait for a decision: it is {State.ToLowerInvariant()}. Reload the page to see what became of it.");

/// <summary>The edit cannot be taken back as it was; the reason says what stands in the way. Nothing was changed.</summary>
public sealed record EditNotUndone(string Reason) : Failure($"Not undone. {Reason}");
