using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Audit;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Storage.App;
using HubSpotCrm.Core.Views;
using HubSpotCrm.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace HubSpotCrm.Tests.Views;

/// <summary>The services of saved views over a real <c>app.db</c>, with people of every role.</summary>
internal sealed class ViewsBench : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly AppDatabaseFixture _database;
    private readonly MirrorFixture _mirror;
    private readonly IDisposable _listening;

    private ViewsBench(TemporaryFolder folder, AppDatabaseFixture database, MirrorFixture mirror)
    {
        (_folder, _database, _mirror) = (folder, database, mirror);
        Views = new SavedViewService(database, mirror.Host, new AuditLog(Time), Feed, Time);
        States = new ListStateService(database, mirror.Host, Time);
        _listening = Feed.Subscribe(News.Add);
    }

    public static Actor Anna { get; } = new("anna", "Anna Berg", Role.Editor);

    public static Actor Ben { get; } = new("ben", "Ben Cole", Role.Editor);

    public static Actor Vera { get; } = new("vera", "Vera Lund", Role.Viewer);

    public static Actor Admin { get; } = new("admin", "Ada Admin", Role.Admin);

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero));

    public ViewFeed Feed { get; } = new(NullLogger<ViewFeed>.Instance);

    public List<ViewsChanged> News { get; } = [];

    public ISavedViewService Views { get; }

    public IListStateService States { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<ViewsBench> OpenAsync()
    {
        var folder = new TemporaryFolder();
        return new ViewsBench(folder, await AppDatabaseFixture.CreateAsync(folder.Path, Cancellation), await MirrorFixture.OpenAsync());
    }

    public async Task<SavedView> MakeAsync(Actor actor, string name, bool isShared = false, string state = "country=DE", ObjectType type = ObjectType.Contact) =>
        (await Views.CreateAsync(actor, new NewView(type, name, state, IsShared: isShared), Cancellation)).Value;

    public async Task<IReadOnlyList<SavedView>> ListAsync(Actor actor, ObjectType? type = ObjectType.Contact) => (await Views.ListAsync(actor, type, Cancellation)).Value;

    public async Task<IReadOnlyList<string>> NamesAsync(Actor actor) => [.. (await ListAsync(actor)).Select(view => view.Name)];

    public async Task<List<AuditRow>> AuditAsync()
    {
        await using var database = _database.CreateDbContext();
        return await database.Audit.AsNoTracking().OrderBy(row => row.Id).ToListAsync(Cancellation);
    }

    /// <summary>Another account is connected from now on.</summary>
    public Task ConnectAsync(string account) => _mirror.Host.OpenAsync(account, Cancellation);

    public async ValueTask DisposeAsync()
    {
        _listening.Dispose();
        await _mirror.DisposeAsync();
        _folder.Dispose();
    }
}
