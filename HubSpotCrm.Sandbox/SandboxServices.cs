using System.Security.Cryptography;
using HubSpotCrm.Sandbox.Data;
using HubSpotCrm.Sandbox.Webhooks;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace HubSpotCrm.Sandbox;

/// <summary>Adds an emulated HubSpot account to a host.</summary>
public static class SandboxServices
{
    /// <summary>
    /// Registers the account. After it <see cref="SandboxOptions"/> can be resolved with client id and secret filled in,
    /// and <see cref="SandboxData"/> to empty it. The host's <see cref="TimeProvider"/> is its clock.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A number of records or milliseconds is below zero or too big.</exception>
    /// <exception cref="ArgumentException">A currency is unknown or named twice, or there is none.</exception>
    public static IServiceCollection AddHubSpotSandbox(this IServiceCollection services, Action<SandboxOptions> configure)
    {
        var options = new SandboxOptions();
        configure(options);
        foreach (var count in new[] { options.Contacts, options.CompanyCount, options.DealCount, options.EngagementCount, options.CampaignCount, options.MarketingEmailCount, options.LatencyMs })
        {
            ArgumentOutOfRangeException.ThrowIfNegative(count, nameof(configure));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 1_000_000, nameof(configure));
        }

        if (Currencies.Problem(options.Currencies) is { } problem)
        {
            throw new ArgumentException($"{nameof(SandboxOptions.Currencies)}: {problem}", nameof(configure));
        }

        var kept = Journal.ReadHeader(options.StateFile);
        options.SecretIsOurs = options.ClientSecret is null;
        options.ClientId ??= kept?.ClientId ?? Guid.NewGuid().ToString();
        options.ClientSecret ??= kept?.ClientSecret ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton<WebhookQueue>();
        services.AddSingleton<SandboxAccount>();
        services.AddSingleton<OAuth.ConsentProofs>();
        services.AddHttpClient(WebhookSender.Client, client => client.Timeout = WebhookSender.Patience)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });
        services.AddHostedService<WebhookSender>();
        services.AddSingleton(provider => new SandboxData(provider.GetRequiredService<SandboxAccount>()));
        return services;
    }
}

/// <summary>What a host may do with the account's data.</summary>
public sealed class SandboxData
{
    private readonly SandboxAccount _account;

    internal SandboxData(SandboxAccount account) => _account = account;

    /// <summary>Drops all changes and tokens: the account is as on its first day, and every app has to connect again.</summary>
    public void Reset() => _account.Reset();
}
