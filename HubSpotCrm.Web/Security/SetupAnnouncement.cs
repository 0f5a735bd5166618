using System.Net;
using HubSpotCrm.Web.Hosting;
using HubSpotCrm.Web.Urls;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace HubSpotCrm.Web.Security;

/// <summary>
/// Prints the setup link once the portal listens and has no administrator: alone on its line, to the console and never to the log,
/// since the log is kept and the link lets its reader in.
/// </summary>
internal sealed class SetupAnnouncement(IServiceScopeFactory scopes, SetupCode code, IServer server, IHostApplicationLifetime lifetime, TextWriter output)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await ListeningAsync(stoppingToken);
            await using var scope = scopes.CreateAsyncScope();
            if (!await scope.ServiceProvider.GetRequiredService<SetupService>().HasAdministratorAsync())
            {
                await output.WriteLineAsync($"{Origin()}{PortalUrls.Setup}?code={code.Issue()}");
                await output.FlushAsync(stoppingToken);
            }
        }
        finally
        {
            code.Announce();
        }
    }

    private async Task ListeningAsync(CancellationToken stoppingToken)
    {
        var listening = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var started = lifetime.ApplicationStarted.Register(() => listening.TrySetResult());
        await listening.Task.WaitAsync(stoppingToken);
    }

    private string Origin() => ListeningAddress.Of(server) ?? PortalHost.DefaultAddress;
}

/// <summary>The address under which this machine reaches the portal.</summary>
internal static class ListeningAddress
{
    /// <summary>The first address the server listens on, loopback in place of a wildcard; null before it listens.</summary>
    public static string? Of(IServer server) =>
        server.Features.Get<IServerAddressesFeature>()?.Addresses.Select(Reachable).FirstOrDefault();

    internal static string Reachable(string address)
    {
        var binding = BindingAddress.Parse(address);
        var host = binding.Host is "*" or "+" or "0.0.0.0" || (IPAddress.TryParse(binding.Host.Trim('[', ']'), out var ip) && ip.Equals(IPAddress.IPv6Any))
            ? "localhost"
            : binding.Host;
        var standard = binding.Scheme == "https" ? 443 : 80;
        return binding.Port == standard ? $"{binding.Scheme}://{host}" : $"{binding.Scheme}://{host}:{binding.Port}";
    }
}
