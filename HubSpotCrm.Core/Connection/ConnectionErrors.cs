using HubSpotCrm.Core.Common;

namespace HubSpotCrm.Core.Connection;

/// <summary>The sandbox is switched off, or does not listen yet.</summary>
public sealed record SandboxOff() : Failure("The sandbox is off. An administrator can switch it on with Portal:Sandbox.");

/// <summary>Only the sandbox can be reset, and it is not what is connected.</summary>
public sealed record SandboxNotConnected() : Failure("The sandbox is not connected, so there is nothing to reset. Nothing was changed.");

/// <summary>OAuth needs an app, and none is configured.</summary>
public sealed record AppNotConfigured()
    : Failure("No HubSpot app is configured. Set HUBSPOT_CLIENT_ID, HUBSPOT_CLIENT_SECRET and HUBSPOT_REDIRECT_URI and start the portal again, or connect with an access token.");

/// <summary>The administrator said no on HubSpot's consent page, or HubSpot did.</summary>
public sealed record ConsentRefused(string? Description)
    : Failure(string.IsNullOrWhiteSpace(Description)
        ? "The connection was refused on HubSpot's page. Nothing was changed."
        : $"HubSpot refused the connection: {Description}. Nothing was changed.");

/// <summary>The callback does not belong to a connection that this user began in this session a moment ago.</summary>
public sealed record CallbackNotExpected()
    : Failure("This answer from HubSpot does not belong to a connection you began here in the last ten minutes. Nothing was changed. Start again from the connection page.");

/// <summary>Another account answers than the one whose records and edits are kept here.</summary>
public sealed record OtherAccount(string Present, string Answered)
    : Failure($"This is another HubSpot account ({Answered}) than the connected one ({Present}). Disconnect first, and choose whether to keep its copy.");

/// <summary>HubSpot's answer lacks what a connection needs.</summary>
public sealed record UnusableAnswer(string What) : Failure($"{What}. Nothing was changed. Try again; if it stays so, check HUBSPOT_API_BASE_URL.");

/// <summary>There is nothing to rebuild. Nothing was changed.</summary>
public sealed record CopyIsSound() : Failure("The copy of the account can be read, so there is nothing to rebuild. Nothing was changed.");

/// <summary>The copy's files are held by another program.</summary>
public sealed record CopyNotErased()
    : Failure("HubSpot is disconnected, and the local copy is to be erased, but another program holds its file. It is erased when the portal starts again, and before anybody connects this account.");
