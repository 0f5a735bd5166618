using HubSpotCrm.Core.Storage;
using Microsoft.AspNetCore.Connections;

namespace HubSpotCrm.Web.Hosting;

/// <summary>Runs the portal, and turns what can go wrong at the start into a message and an exit code.</summary>
internal static class PortalProgram
{
    /// <summary>Settings are missing or wrong.</summary>
    public const int InvalidSettings = 2;

    /// <summary>The data folder or a database cannot be used.</summary>
    public const int StorageUnusable = 3;

    /// <summary>Another program listens on the address.</summary>
    public const int AddressInUse = 4;

    /// <summary>Ends with 0 after an orderly stop, else with one of the codes above.</summary>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        try
        {
            var builder = CreateBuilder(args);
            builder.AddPortal(output);
            await using var app = builder.Build();

            // Before the host does, which would show a stack.
            SettingsCheck.CheckOptions(app.Services);
            app.UsePortal();
            await app.RunAsync();
            return 0;
        }
        catch (InvalidSettingsException exception)
        {
            await error.WriteLineAsync("The portal cannot start: " + (exception.Faults.Count == 1 ? "a setting is wrong." : $"{exception.Faults.Count} settings are wrong."));
            foreach (var fault in exception.Faults)
            {
                await error.WriteLineAsync("  - " + fault);
            }

            return InvalidSettings;
        }
        catch (StorageUnusableException exception)
        {
            await error.WriteLineAsync("The portal cannot start. " + exception.Message);
            return StorageUnusable;
        }
        catch (Exception exception) when (StorageUnusableException.Explain(exception) is { } unusable)
        {
            await error.WriteLineAsync("The portal cannot start. " + unusable.Message);
            return StorageUnusable;
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            await error.WriteLineAsync(
                $"The portal cannot start: another program already listens there ({exception.Message}) "
                + "Stop that program, or choose another address, for example with --urls http://localhost:5081.");
            return AddressInUse;
        }
    }

    /// <summary>The content root is the assembly's folder: settings and static files lie there however the portal is started.</summary>
    public static WebApplicationBuilder CreateBuilder(string[] args) => WebApplication.CreateBuilder(new WebApplicationOptions
    {
        Args = args,
        ApplicationName = typeof(PortalProgram).Assembly.GetName().Name,
        ContentRootPath = AppContext.BaseDirectory,
    });
}
