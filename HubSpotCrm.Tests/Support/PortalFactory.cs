using System.Net;
using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Connection;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Web.Hosting;
using HubSpotCrm.Web.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace HubSpotCrm.Tests.Support;

/// <summary>
/// The whole portal in this process: real pipeline, real Kestrel on a free port, a data folder of its own that goes with it.
/// Connection, sync and outbox are fakes unless <see cref="UseFakes"/> is off.
/// </summary>
internal sealed class PortalFactory : IAsyncDisposable
{
    public const string Password = "correct horse battery staple";
    private WebApplication? _app;

    /// <summary>Settings over those of the file, such as <c>Portal:Sandbox</c>. Set before the start.</summary>
    public Dictionary<string, string> Settings { get; } = [];

    /// <summary>Registrations over the portal's own. Set before the start.</summary>
    public Action<IServiceCollection>? ConfigureServices { get; set; }

    public string Environment { get; set; } = "Development";

    public string Urls { get; set; } = "http://127.0.0.1:0";

    public bool UseFakes { get; set; } = true;

    public string DataFolder { get; set; } = Path.Combine(Path.GetTempPath(), $"portal-{Guid.NewGuid():N}");

    /// <summary>What the portal printed apart from its log: the setup link.</summary>
    public StringWriter Output { get; } = new();

    public FakeConnectionService Connection { get; } = new();

    public FakeSyncService Sync { get; } = new();

    public FakeEditService Edits { get; } = new();

    public FakeBulkEditService BulkEdits { get; } = new();

    public FakeDefinitionService Definitions { get; } = new();

    public IServiceProvider Services => App.Services;

    public WebApplication App => _app ?? throw new InvalidOperationException("The portal was not started.");

    /// <summary>Where it listens: <c>http://127.0.0.1:port/</c>.</summary>
    public Uri Address => new(Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>The code of the printed setup link.</summary>
    public string SetupCode => Output.ToString().Trim().Split("code=")[^1];

    /// <summary>A started portal.</summary>
    public static async Task<PortalFactory> StartAsync(Action<PortalFactory>? configure = null)
    {
        var portal = new PortalFactory();
        configure?.Invoke(portal);
        await portal.StartAsync();
        return portal;
    }

    public async Task StartAsync()
    {
        var builder = PortalProgram.CreateBuilder(
        [
            "--environment", Environment, "--urls", Urls, "--Portal:DataDirectory", DataFolder,
            .. Settings.SelectMany(setting => (string[])["--" + setting.Key, setting.Value]),
        ]);
        builder.AddPortal(TextWriter.Synchronized(Output));
        if (UseFakes)
        {
            builder.Services.AddSingleton<IConnectionService>(Connection);
            builder.Services.AddSingleton<ISyncService>(Sync);
            builder.Services.AddSingleton<IEditService>(Edits);
            builder.Services.AddSingleton<IBulkEditService>(BulkEdits);
            builder.Services.AddSingleton<IDefinitionService>(Definitions);
        }

        ConfigureServices?.Invoke(builder.Services);
        _app = builder.Build();
        _app.UsePortal();
        await _app.StartAsync(TestContext.Current.CancellationToken);
        await Services.GetRequiredService<SetupCode>().Announced;
    }

    /// <summary>A browser of its own: keeps cookies, asks for HTML, does not follow redirects unless told.</summary>
    public HttpClient CreateClient(bool followRedirects = false)
    {
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = followRedirects, CookieContainer = new CookieContainer() }) { BaseAddress = Address };
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        return client;
    }

    /// <summary>A user made without the pages. The email is <c>role@portal.example</c> unless given; the password is <see cref="Password"/>.</summary>
    public async Task<PortalUser> AddUserAsync(Role role = Role.Admin, string? email = null)
    {
        await using var scope = Services.CreateAsyncScope();
        var roles = scope.ServiceProvider.GetRequiredService<RoleManager<IdentityRole>>();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<PortalUser>>();
        foreach (var name in Enum.GetNames<Role>().Where(name => name != nameof(Role.Nobody)))
        {
            if (!await roles.RoleExistsAsync(name))
            {
                (await roles.CreateAsync(new IdentityRole(name))).Succeeded.Should().BeTrue();
            }
        }

        email ??= EmailOf(role);
        var user = new PortalUser { UserName = email, Email = email, DisplayName = $"{role} Lindqvist" };
        var created = await users.CreateAsync(user, Password);
        created.Succeeded.Should().BeTrue(string.Join(" ", created.Errors.Select(error => error.Description)));
        await users.AddToRoleAsync(user, role.ToString());
        return user;
    }

    public static string EmailOf(Role role) => $"{role.ToString().ToLowerInvariant()}@portal.example";

    /// <summary>A browser in which a new user of the role is signed in.</summary>
    public async Task<HttpClient> SignInAsync(Role role = Role.Admin)
    {
        await AddUserAsync(role);
        var client = CreateClient();
        using var answer = await client.PostSignInAsync(EmailOf(role), Password);
        answer.StatusCode.Should().Be(HttpStatusCode.Redirect);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }

        try
        {
            Directory.Delete(DataFolder, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // It was never made.
        }
    }
}
