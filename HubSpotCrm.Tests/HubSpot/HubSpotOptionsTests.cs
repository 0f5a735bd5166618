using System.Net;
using HubSpotCrm.Core.HubSpot;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HubSpotCrm.Tests.HubSpot;

public sealed class HubSpotOptionsTests
{
    [Fact]
    public void The_defaults_are_valid_and_ask_for_the_scopes_the_portal_needs()
    {
        var options = Bound([]);

        options.Scopes.Should().StartWith("oauth").And.Contain("crm.objects.owners.read").And.HaveCount(8);
        options.OptionalScopes.Should().Contain([
            "marketing.campaigns.read", "marketing.campaigns.revenue.read", "marketing.email.read", "sales-email-read", "crm.schemas.deals.read"]);
        new HubSpotOptionsValidator().Validate(null, options).Succeeded.Should().BeTrue();
    }

    [Fact]
    public void Configured_scopes_replace_the_defaults() =>
        Bound(new() { ["Scopes:0"] = "oauth" }).Scopes.Should().Equal("oauth");

    [Fact]
    public void All_faults_are_named_at_once_and_no_secret_is_shown()
    {
        var result = new HubSpotOptionsValidator().Validate(null, new HubSpotOptions
        {
            ClientSecret = "very-secret",
            RedirectUri = "http://portal.example/back",
            ApiBaseUrl = "http://api.hubapi.com",
            AuthorizeUrl = "nonsense",
            ApiVersion = "v9",
            Scopes = ["a b"],
            AttemptTimeout = TimeSpan.Zero,
            TotalTimeout = TimeSpan.FromDays(1),
            MaximumAnswerBytes = 1,
            ShareOfLimit = 2,
            JournalHosts = [".com"],
        });

        var text = string.Join('\n', result.Failures!);
        foreach (var key in new[] { "ClientId", "RedirectUri", "ApiBaseUrl", "AuthorizeUrl", "ApiVersion", "Scopes", "AttemptTimeout", "TotalTimeout", "MaximumAnswerBytes", "ShareOfLimit", "JournalHosts" })
        {
            text.Should().Contain($"HubSpot:{key}");
        }

        text.Should().NotContain("very-secret");
    }

    [Theory]
    [InlineData("2026-09", "/crm/objects/2026-09", "/crm/associations/2026-09", "/oauth/2026-09/token")]
    [InlineData("2026-03", "/crm/objects/2026-03", "/crm/associations/2026-03", "/oauth/2026-03/token")]
    [InlineData("v3", "/crm/v3/objects", "/crm/v4/associations", "/oauth/v3/token")]
    public void Each_version_has_its_paths(string version, string objects, string associations, string token) =>
        HubSpotPaths.For(version).Should().BeEquivalentTo(new { Objects = objects, Associations = associations, Token = token });

    [Theory]
    [InlineData("api.hubapi.com", "104.16.1.1", true)]
    [InlineData("api.hubapi.com", "127.0.0.1", false)]
    [InlineData("api.hubapi.com", "10.1.2.3", false)]
    [InlineData("api.hubapi.com", "192.168.1.1", false)]
    [InlineData("api.hubapi.com", "172.20.0.1", false)]
    [InlineData("api.hubapi.com", "169.254.169.254", false)]
    [InlineData("api.hubapi.com", "::ffff:10.0.0.1", false)]
    [InlineData("api.hubapi.com", "fd00::1", false)]
    [InlineData("localhost", "127.0.0.1", true)]
    [InlineData("localhost", "104.16.1.1", false)]
    [Trait("Fault", "F15")]
    public void No_name_server_leads_a_token_into_another_network(string host, string address, bool allowed) =>
        HubSpotHosts.Allows(host, IPAddress.Parse(address)).Should().Be(allowed);

    private static HubSpotOptions Bound(Dictionary<string, string?> settings)
    {
        var services = new ServiceCollection();
        services.AddHubSpotClient();
        services.Configure<HubSpotOptions>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<HubSpotOptions>>().Value;
    }
}
