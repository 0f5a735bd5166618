using System.Net;
using System.Net.Sockets;
using HubSpotCrm.Core.Connection;
using HubSpotCrm.Tests.Support;
using HubSpotCrm.Web.Hosting;
using HubSpotCrm.Web.Security;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace HubSpotCrm.Tests.Hosting;

/// <summary>Starting, and what stops a start: a message that says what to do, an exit code, and no stack.</summary>
public sealed class StartTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"portal-{Guid.NewGuid():N}");

    [Fact]
    [Trait("BadInput", "invalid settings")]
    public async Task Invalid_settings_stop_the_start_with_every_fault_named()
    {
        var (code, error) = await RunAsync(
            "--environment", "Production", "--Portal:Sandbox", "maybe", "--Sandbox:Contacts", "0", "--Sandbox:Engagements", "-1", "--Sandbox:LatencyMs", "fast", "--HubSpot:ApiBaseUrl", "http://evil.example",
            "--HubSpot:ApiVersion", "v9", "--Search:Embeddings:Records", "many", "--HubSpot:ClientId", "id", "--Portal:LogLevel", "loud", "--Portal:Proxies:0", "gateway", "--Portal:KeyCertificate", "/no/such.pfx");

        code.Should().Be(PortalProgram.InvalidSettings);
        error.Should().ContainAll("Portal:Sandbox", "Sandbox:Contacts", "Sandbox:Engagements", "Sandbox:LatencyMs", "HubSpot:ApiBaseUrl", "HubSpot:ApiVersion", "Search:Embeddings:Records", "HubSpot:ClientSecret", "Portal:LogLevel", "Portal:Proxies", "Portal:KeyCertificate");
        error.Should().NotContain("   at ");
    }

    [Fact]
    [Trait("BadInput", "invalid settings")]
    public async Task A_model_that_cannot_be_reached_safely_stops_the_start_with_its_settings_named()
    {
        var (code, error) = await RunAsync("--environment", "Development", "--Portal:DataDirectory", _folder, "--Search:Embeddings:Endpoint", "http://8.8.8.8/v1/embeddings");

        code.Should().Be(PortalProgram.InvalidSettings);
        error.Should().ContainAll("Search:Embeddings:Endpoint", "Search:Embeddings:Model").And.NotContain("   at ");
    }

    [Theory]
    [Trait("BadInput", "invalid settings")]
    [InlineData("Search:Embeddings:Nearness", "0,5x")]
    [InlineData("Sync:FastInterval", "soon")]
    public async Task A_setting_that_is_no_number_or_no_time_stops_the_start_with_its_name(string setting, string value)
    {
        var (code, error) = await RunAsync("--environment", "Development", "--Portal:DataDirectory", _folder, $"--{setting}", value);

        code.Should().Be(PortalProgram.InvalidSettings);
        error.Should().Contain(setting).And.NotContain("   at ");
    }

    [Fact]
    public async Task Production_does_not_start_with_keys_in_the_clear_unless_told_by_name()
    {
        var (code, error) = await RunAsync("--environment", "Production");
        code.Should().Be(PortalProgram.InvalidSettings);
        error.Should().Contain("Portal:KeyCertificate").And.Contain("Portal:AllowUnprotectedKeys");

        await using var portal = await PortalFactory.StartAsync(portal =>
        {
            portal.Environment = "Production";
            portal.Settings["Portal:AllowUnprotectedKeys"] = "true";
        });
        using var client = portal.CreateClient();
        (await client.GetStringAsync("/health/ready", TestContext.Current.CancellationToken)).Should().Be("ok");
    }

    [Fact]
    public async Task A_certificate_encrypts_the_ring_with_a_strong_cipher_in_a_folder_of_our_own()
    {
        Directory.CreateDirectory(_folder);
        var certificate = Path.Combine(_folder, "keys.pfx");
        await File.WriteAllBytesAsync(certificate, MakeCertificate("the password"), TestContext.Current.CancellationToken);
        await using var portal = await PortalFactory.StartAsync(portal =>
        {
            portal.Environment = "Production";
            portal.Settings["Portal:KeyCertificate"] = certificate;
            portal.Settings["Portal:KeyCertificatePassword"] = "the password";
        });

        var secret = portal.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test").Protect("text");

        var keys = Path.Combine(portal.DataFolder, "keys");
        var xml = await File.ReadAllTextAsync(Directory.GetFiles(keys, "*.xml").Single(), TestContext.Current.CancellationToken);
        xml.Should().Contain("AES_256_GCM").And.Contain("encryptedSecret").And.NotContain("<masterKey");
        portal.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test").Unprotect(secret).Should().Be("text");
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(keys).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public void A_wrong_certificate_password_is_named_without_being_told()
    {
        Directory.CreateDirectory(_folder);
        var certificate = Path.Combine(_folder, "keys.pfx");
        File.WriteAllBytes(certificate, MakeCertificate("the password"));

        var load = () => KeyRing.Load(certificate, "a wrong guess");

        load.Should().Throw<InvalidSettingsException>().WithMessage("*Portal:KeyCertificate*").And.Message.Should().NotContain("a wrong guess");
    }

    [Fact]
    [Trait("BadInput", "a data folder that cannot be written")]
    public async Task A_data_folder_that_cannot_be_written_stops_the_start()
    {
        // Below a file nothing can be made, whoever asks.
        await File.WriteAllTextAsync(_folder, "a file", TestContext.Current.CancellationToken);

        var (code, error) = await RunAsync("--environment", "Development", "--Portal:DataDirectory", Path.Combine(_folder, "data"));

        File.Delete(_folder);
        code.Should().Be(PortalProgram.StorageUnusable);
        error.Should().Contain("cannot be written").And.Contain("Portal:DataDirectory").And.NotContain("   at ");
    }

    [Fact]
    [Trait("BadInput", "a damaged database")]
    [Trait("Fault", "F41")]
    public async Task F41_A_damaged_database_stops_the_start_with_words()
    {
        Directory.CreateDirectory(_folder);
        await File.WriteAllTextAsync(Path.Combine(_folder, "app.db"), new string('?', 5000), TestContext.Current.CancellationToken);

        var (code, error) = await RunAsync("--environment", "Development", "--Portal:DataDirectory", _folder);

        code.Should().Be(PortalProgram.StorageUnusable);
        error.Should().Contain("app.db").And.Contain("is damaged").And.Contain("restore a backup").And.NotContain("   at ");
    }

    [Fact]
    [Trait("BadInput", "a damaged database")]
    public async Task F41_A_damaged_copy_of_an_account_does_not_stop_the_start()
    {
        await using var portal = new PortalFactory { UseFakes = false };
        await portal.StartAsync();
        await portal.Services.GetRequiredService<ConnectionStore>().SaveAsync(
            ConnectionTarget.HubSpot,
            "501",
            row => (row.Method, row.State, row.ConnectedBy) = ("AccessToken", "ReconnectNeeded", "Ada"),
            _ => Task.CompletedTask,
            TestContext.Current.CancellationToken);
        await portal.App.StopAsync(TestContext.Current.CancellationToken);
        await portal.App.DisposeAsync();
        await File.WriteAllTextAsync(Path.Combine(portal.DataFolder, "mirror-501.db"), new string('?', 5000), TestContext.Current.CancellationToken);

        await portal.StartAsync();

        using var client = await portal.SignInAsync();
        (await client.GetStringAsync("/settings/connection", TestContext.Current.CancellationToken)).Should().ContainAll("The local copy cannot be used.", "mirror-501.db", "is damaged", "Rebuild the copy");
    }

    [Fact]
    [Trait("BadInput", "two instances")]
    [Trait("Fault", "F42")]
    public async Task A_second_portal_on_the_same_folder_does_not_start_and_the_first_goes_on()
    {
        await using var first = await PortalFactory.StartAsync();

        var (code, error) = await RunAsync("--environment", "Development", "--Portal:DataDirectory", first.DataFolder);

        code.Should().Be(PortalProgram.StorageUnusable);
        error.Should().Contain("Another portal is running");
        using var client = first.CreateClient();
        (await client.GetStringAsync("/health/ready", TestContext.Current.CancellationToken)).Should().Be("ok");
    }

    [Fact]
    [Trait("BadInput", "a port in use")]
    public async Task A_port_in_use_is_named_with_what_to_do()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        var (code, error) = await RunAsync("--environment", "Development", "--Portal:DataDirectory", _folder, "--urls", $"http://127.0.0.1:{port}");

        code.Should().Be(PortalProgram.AddressInUse);
        error.Should().Contain($":{port}").And.Contain("--urls").And.NotContain("   at ");
    }

    [Theory]
    [InlineData("HUBSPOT_CLIENT_ID", "HubSpot:ClientId")]
    [InlineData("HUBSPOT_CLIENT_SECRET", "HubSpot:ClientSecret")]
    [InlineData("HUBSPOT_REDIRECT_URI", "HubSpot:RedirectUri")]
    [InlineData("HUBSPOT_API_BASE_URL", "HubSpot:ApiBaseUrl")]
    [InlineData("HUBSPOT_API_VERSION", "HubSpot:ApiVersion")]
    [Trait("Seed", "S28")]
    public void Each_of_HubSpots_environment_variables_is_a_setting(string variable, string setting)
    {
        var configuration = new ConfigurationManager();

        configuration.AddHubSpotVariables(name => name == variable ? "of the environment" : null);

        configuration[setting].Should().Be("of the environment");
    }

    [Fact]
    [Trait("Seed", "S28")]
    public void Environment_variables_win_over_the_file()
    {
        var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection([KeyValuePair.Create<string, string?>("HubSpot:ClientId", "file"), KeyValuePair.Create<string, string?>("HubSpot:RedirectUri", "https://file/")]);

        configuration.AddHubSpotVariables(name => name switch { "HUBSPOT_CLIENT_ID" => "variable", "HUBSPOT_API_VERSION" => "v3", "HUBSPOT_REDIRECT_URI" => "", _ => null });

        configuration["HubSpot:ClientId"].Should().Be("variable");
        configuration["HubSpot:ApiVersion"].Should().Be("v3");
        configuration["HubSpot:RedirectUri"].Should().Be("https://file/", "an empty variable counts as unset");
    }

    [Fact]
    public void The_default_settings_are_valid_and_no_secret_stands_in_the_file()
    {
        var builder = PortalProgram.CreateBuilder(["--environment", "Development"]);

        SettingsCheck.Faults(builder.Configuration, builder.Environment).Should().BeEmpty();
        File.ReadAllText(Path.Combine(Repository.Root, "appsettings.json")).Should().NotContainAny("Secret\":", "Password\":", "Token\":");
    }

    [Fact]
    public void The_launch_settings_name_the_environment_only()
    {
        var settings = File.ReadAllText(Path.Combine(Repository.Root, "HubSpotCrm.Web", "Properties", "launchSettings.json"));

        settings.Should().Contain("ASPNETCORE_ENVIRONMENT").And.NotContain("applicationUrl").And.NotContain("URLS");
        PortalHost.DefaultAddress.Should().Be("http://localhost:5080");
    }

    [Fact]
    public async Task Static_files_are_served_compressed_where_a_compressed_copy_was_built()
    {
        await using var portal = await PortalFactory.StartAsync();
        using var client = portal.CreateClient();
        client.DefaultRequestHeaders.AcceptEncoding.ParseAdd("br");

        foreach (var path in (string[])["/css/app.css", "/js/theme.js", "/_framework/blazor.web.js", "/_content/MudBlazor/MudBlazor.min.css", "/_content/MudBlazor/MudBlazor.min.js"])
        {
            using var answer = await client.GetAsync(path, TestContext.Current.CancellationToken);
            answer.StatusCode.Should().Be(HttpStatusCode.OK, path);
            (await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length.Should().BeInRange(1, 250_000 * 3, path);
        }
    }

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static async Task<(int Code, string Error)> RunAsync(params string[] args)
    {
        await using var error = new StringWriter();
        var code = await PortalProgram.RunAsync(args.Contains("--urls") ? args : [.. args, "--urls", "http://127.0.0.1:0"], TextWriter.Null, error)
            .WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
        return (code, error.ToString());
    }

    private static byte[] MakeCertificate(string password)
    {
        using var key = System.Security.Cryptography.RSA.Create(2048);
        var request = new System.Security.Cryptography.X509Certificates.CertificateRequest(
            "CN=HubSpotCrm keys", key, System.Security.Cryptography.HashAlgorithmName.SHA256, System.Security.Cryptography.RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddYears(1));
        return certificate.Export(System.Security.Cryptography.X509Certificates.X509ContentType.Pfx, password);
    }
}
