using System.Globalization;
using HubSpotCrm.Sandbox.Data;

namespace HubSpotCrm.Sandbox;

/// <summary>The arguments of the sandbox that runs alone.</summary>
internal sealed record CommandLine(string Urls, Action<SandboxOptions> Configure)
{
    public const string Usage = """
        usage: HubSpotCrm.Sandbox [--urls http://127.0.0.1:9000] [--contacts 12000] [--companies N] [--deals N] [--engagements N] [--campaigns N]
                                  [--marketing-emails N] [--seed 1] [--currencies EUR,USD,GBP] [--marketing on|off]
                                  [--token TOKEN] [--latency MS] [--limits on|off] [--state FILE] [--client-id ID] [--client-secret SECRET]
                                  [--control-key KEY] [--reference 2026-11-01T00:00:00Z]
        """;

    /// <summary>The arguments understood, or what is wrong with the first one that is not.</summary>
    public static (CommandLine? Line, string? Problem) Parse(string[] args)
    {
        var urls = "http://127.0.0.1:9000";
        Action<SandboxOptions> configure = options => options.ControlIsOpen = true;
        for (var place = 0; place < args.Length; place += 2)
        {
            var (name, value) = (args[place], place + 1 < args.Length ? args[place + 1] : null);
            if (!name.StartsWith("--", StringComparison.Ordinal))
            {
                return (null, $"\"{name}\" is not an option");
            }

            if (string.IsNullOrEmpty(value))
            {
                return (null, $"{name} lacks its value");
            }

            if (name == "--urls")
            {
                urls = value;
                if (value.Split(';').Any(url => !Uri.TryCreate(url.Replace("*", "localhost").Replace("+", "localhost"), UriKind.Absolute, out var uri) || !uri.Scheme.StartsWith("http", StringComparison.Ordinal)))
                {
                    return (null, $"--urls wants addresses such as http://127.0.0.1:9000, not \"{value}\"");
                }

                continue;
            }

            var (set, problem) = Option(name, value);
            if (set is null)
            {
                return (null, problem);
            }

            configure += set;
        }

        return (new CommandLine(urls, configure), null);
    }

    private static (Action<SandboxOptions>? Set, string? Problem) Option(string name, string value)
    {
        switch (name)
        {
            case "--token":
                return (options => options.Token = value, null);
            case "--state":
                return (options => options.StateFile = value, null);
            case "--client-id":
                return (options => options.ClientId = value, null);
            case "--client-secret":
                return (options => options.ClientSecret = value, null);
            case "--control-key":
                return (options => options.ControlKey = value, null);
            case "--currencies":
                var codes = value.Split(',', StringSplitOptions.TrimEntries);
                return Currencies.Problem(codes) is { } unknown
                    ? (null, $"--currencies wants codes such as EUR,USD,GBP, but {unknown}")
                    : (options => options.Currencies = codes, null);
            case "--limits":
                return value is "on" or "off" ? (options => options.Limits = value == "on", null) : (null, $"--limits is on or off, not \"{value}\"");
            case "--marketing":
                return value is "on" or "off" ? (options => options.Marketing = value == "on", null) : (null, $"--marketing is on or off, not \"{value}\"");
            case "--reference":
                return DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
                    ? (options => options.ReferenceTime = time, null)
                    : (null, $"--reference wants a time such as 2026-11-01T00:00:00Z, not \"{value}\"");
        }

        Action<SandboxOptions, int>? number = name switch
        {
            "--contacts" => (options, count) => options.Contacts = count,
            "--companies" => (options, count) => options.Companies = count,
            "--deals" => (options, count) => options.Deals = count,
            "--engagements" => (options, count) => options.Engagements = count,
            "--campaigns" => (options, count) => options.Campaigns = count,
            "--marketing-emails" => (options, count) => options.MarketingEmails = count,
            "--seed" => (options, count) => options.Seed = count,
            "--latency" => (options, count) => options.LatencyMs = count,
            _ => null,
        };
        if (number is null)
        {
            return (null, $"There is no option {name}");
        }

        return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) && parsed <= 1_000_000
            ? (options => number(options, parsed), null)
            : (null, $"{name} wants a whole number from 0 to 1,000,000, not \"{value}\"");
    }
}
