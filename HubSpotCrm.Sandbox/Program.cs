using System.Net.Sockets;
using HubSpotCrm.Sandbox.Control;

namespace HubSpotCrm.Sandbox;

internal sealed class Program
{
    private const int BadUse = 2;

    private static async Task<int> Main(string[] args)
    {
        var (line, problem) = CommandLine.Parse(args);
        if (line is null)
        {
            await Console.Error.WriteLineAsync($"{problem}{Environment.NewLine}{CommandLine.Usage}");
            return BadUse;
        }

        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.UseUrls(line.Urls.Split(';'));
        builder.Logging.SetMinimumLevel(LogLevel.Warning);

        // A start that fails is told in one line below, without its stack.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        builder.Services.AddSingleton<TimeProvider, ShiftedClock>();
        builder.Services.AddHubSpotSandbox(line.Configure);
        await using var app = builder.Build();
        app.MapHubSpotSandbox("");
        try
        {
            _ = app.Services.GetRequiredService<SandboxAccount>();
            await app.StartAsync();
        }
        catch (IOException fault)
        {
            await Console.Error.WriteLineAsync($"The sandbox cannot start: {fault.Message}");
            return BadUse;
        }
        catch (Exception fault) when (fault is UnauthorizedAccessException or SocketException)
        {
            await Console.Error.WriteLineAsync($"The sandbox cannot start: {fault.Message}");
            return BadUse;
        }

        Tell(app);
        await app.WaitForShutdownAsync();
        return 0;
    }

    private static void Tell(WebApplication app)
    {
        var options = app.Services.GetRequiredService<SandboxOptions>();
        foreach (var address in app.Urls)
        {
            Console.WriteLine($"Sandbox:       {address}");
        }

        if (options.ControlKey is null)
        {
            Console.WriteLine($"Control page:  {app.Urls.FirstOrDefault()}/");
        }

        Console.WriteLine($"Records:       {options.Contacts} contacts, {options.CompanyCount} companies, {options.DealCount} deals, {options.EngagementCount} engagements");
        Console.WriteLine($"Client id:     {options.ClientId}");
        Console.WriteLine($"Client secret: {options.ClientSecret}");
        Console.WriteLine($"Access token:  {options.Token ?? "(none; start with --token to have one)"}");
    }
}
