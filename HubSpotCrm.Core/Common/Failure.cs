namespace HubSpotCrm.Core.Common;

/// <summary>An expected failure: the message says what failed and what to do, in words a user can read.</summary>
public abstract record Failure(string Message);

/// <summary>The caller's role does not allow the action. Nothing was changed.</summary>
public sealed record NotAllowed(string Action)
    : Failure($"Your role does not allow this: {Action}. Ask an administrator.");

/// <summary>A value from outside cannot be taken. <paramref name="Field"/> names it as the user sees it.</summary>
public sealed record InvalidInput(string Field, string Reason) : Failure($"{Field}: {Reason}");

/// <summary>No HubSpot account is connected, so there is no mirror to read.</summary>
public sealed record NotConnected() : Failure("No HubSpot account is connected. Connect one under Settings.");

/// <summary>The account's local file cannot be used, so there is no mirror to read; HubSpot is not the reason.</summary>
public sealed record CopyUnusable(string? Why) : Failure(Why ?? "The copy of the account cannot be used. An administrator can have it rebuilt, under Settings, Connection.");
