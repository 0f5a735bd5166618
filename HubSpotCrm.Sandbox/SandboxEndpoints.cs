using HubSpotCrm.Sandbox.Api;
using HubSpotCrm.Sandbox.Control;
using HubSpotCrm.Sandbox.OAuth;

namespace HubSpotCrm.Sandbox;

/// <summary>What a host may ask of the sandbox's endpoints: of those for people, and of those for programs.</summary>
/// <param name="Pages">The consent page and the control page at the prefix itself; a host puts its own sign-in before it.</param>
/// <param name="Api">API, style sheets and control API; they check their own tokens and keys.</param>
public sealed record SandboxConventions(IEndpointConventionBuilder Pages, IEndpointConventionBuilder Api);

/// <summary>Puts the emulated account on addresses of a host.</summary>
public static class SandboxEndpoints
{
    /// <summary>Maps everything below the prefix, which is empty or starts with a slash and ends without one.</summary>
    public static SandboxConventions MapHubSpotSandbox(this IEndpointRouteBuilder endpoints, string prefix)
    {
        var pages = endpoints.MapGroup(prefix);
        pages.MapGet("/oauth/authorize", ConsentPage.Show);
        pages.MapPost("/oauth/authorize", ConsentPage.Decide);

        var api = endpoints.MapGroup(prefix);
        api.MapGet("/oauth/authorize.css", http =>
        {
            http.Response.ContentType = "text/css;charset=utf-8";
            return http.Response.WriteAsync(ConsentPage.Css, http.RequestAborted);
        });
        var routes = ApiVersion.All
            .SelectMany(version => Operations.All.Select(operation => (Version: version, Operation: operation, Path: operation.Root(version) + operation.Path)))
            .DistinctBy(route => (route.Operation.Method, route.Path));
        foreach (var (version, operation, path) in routes)
        {
            api.MapMethods(path, [operation.Method], http => Dispatch.Run(http, operation, version, prefix));
        }

        ControlEndpoints.Map(api);
        new ControlPage(prefix).Map(pages, api);
        api.Map("/{**path}", http => Dispatch.Run(http, null, ApiVersion.Current, prefix));
        return new SandboxConventions(pages, api);
    }
}
