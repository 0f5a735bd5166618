namespace HubSpotCrm.Web.Hosting;

/// <summary>The portal's own settings. The section is <c>Portal</c>; <c>docs/operations.md</c> has the table.</summary>
internal sealed class PortalOptions
{
    public const string Section = "Portal";

    /// <summary>Whether the sandbox is offered. Unset: on in Development, off elsewhere.</summary>
    public bool? Sandbox { get; set; }

    /// <summary>The path of a PKCS #12 file that encrypts the key ring at rest. Its password comes from <c>Portal__KeyCertificatePassword</c>.</summary>
    public string? KeyCertificate { get; set; }

    public string? KeyCertificatePassword { get; set; }

    /// <summary>Allows a key ring in the clear outside Development.</summary>
    public bool AllowUnprotectedKeys { get; set; }

    /// <summary>Answers plain HTTP from other machines. Passwords then cross the network readable.</summary>
    public bool AllowPlainHttp { get; set; }

    /// <summary>Addresses of proxies whose X-Forwarded-* headers are believed.</summary>
    public IReadOnlyList<string> Proxies { get; set; } = [];

    /// <summary>Names under which browsers reach the portal; loopback names always work.</summary>
    public IReadOnlyList<string> Hosts { get; set; } = [];

    /// <summary>The least serious level that is logged.</summary>
    public LogLevel LogLevel { get; set; } = LogLevel.Information;

    public bool SandboxIsOn(IHostEnvironment environment) => Sandbox ?? environment.IsDevelopment();
}
