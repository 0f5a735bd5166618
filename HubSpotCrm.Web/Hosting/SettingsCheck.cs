using System.Globalization;
using System.Net;
using HubSpotCrm.Core.Storage;
using Microsoft.Extensions.Options;

namespace HubSpotCrm.Web.Hosting;

/// <summary>Reads every setting before anything starts, so that all faults are told at once and not one per attempt.</summary>
internal static class SettingsCheck
{
    private static readonly string[] Switches =
    [
        "Portal:Sandbox", "Portal:AllowUnprotectedKeys", "Portal:AllowPlainHttp", "Sandbox:Limits",
    ];

    private static readonly (string Key, int Least, int Most)[] Numbers =
    [
        ("Sandbox:Contacts", 1, 1_000_000), ("Sandbox:Engagements", 0, 1_000_000), ("Sandbox:Seed", int.MinValue, int.MaxValue), ("Sandbox:LatencyMs", 0, 60_000),
        ("Search:Embeddings:Dimensions", 0, 4096), ("Search:Embeddings:Records", 1, 1_000_000), ("Search:Embeddings:BatchSize", 1, 256),
    ];

    private static readonly string[] ApiVersions = ["2026-09", "2026-03", "v3"];

    /// <summary>Throws <see cref="InvalidSettingsException"/> with every fault of the values themselves.</summary>
    public static void Check(IConfiguration configuration, IHostEnvironment environment)
    {
        var faults = Faults(configuration, environment);
        if (faults.Count > 0)
        {
            throw new InvalidSettingsException(faults);
        }
    }

    /// <summary>Runs the checks that the parts of the portal made for their own options.</summary>
    public static void CheckOptions(IServiceProvider services)
    {
        try
        {
            services.GetService<IStartupValidator>()?.Validate();
        }
        catch (OptionsValidationException exception)
        {
            throw new InvalidSettingsException([.. exception.Failures]);
        }
        catch (AggregateException exception) when (exception.InnerExceptions.All(inner => inner is OptionsValidationException))
        {
            throw new InvalidSettingsException([.. exception.InnerExceptions.Cast<OptionsValidationException>().SelectMany(inner => inner.Failures)]);
        }
        catch (InvalidOperationException exception) when (exception.InnerException is FormatException or ArgumentException)
        {
            // What is no number, or no time, has no validator to tell of it; the message names setting and value.
            throw new InvalidSettingsException([exception.Message]);
        }
    }

    internal static IReadOnlyList<string> Faults(IConfiguration configuration, IHostEnvironment environment)
    {
        List<string> faults = [];
        foreach (var key in Switches)
        {
            // "on" and "off" are what the sandbox's command line says; both spellings work in the file too.
            if (configuration[key] is { Length: > 0 } value && !bool.TryParse(value, out _) && !(key == "Sandbox:Limits" && value is "on" or "off"))
            {
                faults.Add($"{key} is '{value}'; it must be true or false.");
            }
        }

        foreach (var (key, least, most) in Numbers)
        {
            if (configuration[key] is { Length: > 0 } value
                && !(int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most))
            {
                faults.Add(string.Create(CultureInfo.InvariantCulture, $"{key} is '{value}'; it must be a whole number from {least} to {most}."));
            }
        }

        CheckAddresses(configuration, environment, faults);
        CheckPortal(configuration, environment, faults);
        return faults;
    }

    private static void CheckAddresses(IConfiguration configuration, IHostEnvironment environment, List<string> faults)
    {
        foreach (var key in (string[])["HubSpot:ApiBaseUrl", "HubSpot:AuthorizeUrl", "HubSpot:RedirectUri"])
        {
            if (configuration[key] is not { Length: > 0 } value)
            {
                continue;
            }

            if (!Uri.TryCreate(value, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http"))
            {
                faults.Add($"{key} is '{value}'; it must be an absolute address that begins with https://.");
            }
            else if (address.Scheme == "http" && !address.IsLoopback)
            {
                faults.Add($"{key} is '{value}'; plain http is for this machine only, so it must begin with https://.");
            }
            else if (address.Scheme == "http" && key != "HubSpot:RedirectUri" && !SandboxIsOn(configuration, environment))
            {
                faults.Add($"{key} is '{value}'; a HubSpot on this machine is reached only while Portal:Sandbox is on.");
            }
        }

        if (configuration["HubSpot:ApiVersion"] is { Length: > 0 } version && !ApiVersions.Contains(version, StringComparer.Ordinal))
        {
            faults.Add($"HubSpot:ApiVersion is '{version}'; it must be one of {string.Join(", ", ApiVersions)}.");
        }

        if (configuration["HubSpot:ClientId"] is { Length: > 0 } && string.IsNullOrEmpty(configuration["HubSpot:ClientSecret"]))
        {
            faults.Add("HubSpot:ClientSecret is missing, but HubSpot:ClientId is set; give it as HUBSPOT_CLIENT_SECRET.");
        }
    }

    private static void CheckPortal(IConfiguration configuration, IHostEnvironment environment, List<string> faults)
    {
        if (configuration["Portal:LogLevel"] is { Length: > 0 } level && !Enum.TryParse<LogLevel>(level, ignoreCase: true, out _))
        {
            faults.Add($"Portal:LogLevel is '{level}'; it must be one of {string.Join(", ", Enum.GetNames<LogLevel>())}.");
        }

        var proxies = configuration.GetSection("Portal:Proxies").GetChildren().Select(proxy => proxy.Value ?? "").ToList();
        faults.AddRange(proxies.Where(proxy => !IPAddress.TryParse(proxy, out _)).Select(proxy => $"Portal:Proxies holds '{proxy}'; it must be an IP address."));
        if (proxies.Count > 0 && !configuration.GetSection("Portal:Hosts").GetChildren().Any())
        {
            faults.Add("Portal:Proxies is set, so Portal:Hosts must name the host under which browsers reach the portal.");
        }

        if (configuration["Portal:KeyCertificate"] is { Length: > 0 } certificate && !File.Exists(certificate))
        {
            faults.Add($"Portal:KeyCertificate is '{certificate}'; there is no such file.");
        }
        else if (string.IsNullOrEmpty(configuration["Portal:KeyCertificate"]) && !environment.IsDevelopment() && !OperatingSystem.IsWindows()
            && !(bool.TryParse(configuration["Portal:AllowUnprotectedKeys"], out var allowed) && allowed))
        {
            faults.Add(
                "Portal:KeyCertificate is missing: the keys that encrypt HubSpot's tokens would lie readable in the data folder. "
                + "Give a PKCS #12 file (password in Portal__KeyCertificatePassword), or set Portal:AllowUnprotectedKeys=true to accept that.");
        }

        if (configuration["Portal:DataDirectory"] is { } folder && string.IsNullOrWhiteSpace(folder))
        {
            faults.Add($"Portal:DataDirectory is empty; leave it out to use '{new StorageOptions().DataDirectory}'.");
        }
    }

    private static bool SandboxIsOn(IConfiguration configuration, IHostEnvironment environment) =>
        bool.TryParse(configuration["Portal:Sandbox"], out var on) ? on : environment.IsDevelopment();
}
