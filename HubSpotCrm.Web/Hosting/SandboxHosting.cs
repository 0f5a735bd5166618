namespace HubSpotCrm.Web.Hosting;

/// <summary>The only place that knows the sandbox.</summary>
internal static class SandboxHosting
{
    public const string Path = "/sandbox";

    public static WebApplicationBuilder AddSandboxHosting(this WebApplicationBuilder builder) => builder;

    public static WebApplication MapSandbox(this WebApplication app) => app;
}
