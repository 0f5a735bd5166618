using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Sandbox;
using HubSpotCrm.Tests.Support;
using HubSpotCrm.Tests.Sync;

namespace HubSpotCrm.Tests.Search.Relevance;

/// <summary>A sandbox of moderate size, synced once into a mirror, and the cases over its data.</summary>
public sealed class RelevanceWorld : IAsyncLifetime
{
    private const int Rows = 20;
    private SyncWorld? _world;

    /// <summary>All cases, class by class.</summary>
    internal IReadOnlyList<RelevanceCase> Cases { get; private set; } = [];

    internal RelevanceAccount Account { get; private set; } = null!;

    private SyncWorld World => _world!;

    public async ValueTask InitializeAsync()
    {
        _world = await SyncWorld.StartAsync(Configure);
        await Guests.EnterAsync(World.Sandbox);
        await World.BackfillAsync();
        Account = new RelevanceAccount(World.Sandbox.Account);
        Cases = RelevanceCases.Of(Account);
    }

    public ValueTask DisposeAsync() => _world?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>The cases over the same account, made anew.</summary>
    internal static async Task<IReadOnlyList<RelevanceCase>> AgainAsync()
    {
        await using var sandbox = await SandboxServer.StartAsync(Configure);
        await Guests.EnterAsync(sandbox);
        return RelevanceCases.Of(new RelevanceAccount(sandbox.Account));
    }

    /// <summary>The ids of the first rows for a typed text, best first, as a list shows them. The suite's only way to the search.</summary>
    internal async Task<IReadOnlyList<string>> FindAsync(ObjectType type, string text)
    {
        var (query, cancellation) = (RecordQuery.All with { Text = text, Limit = Rows }, TestContext.Current.CancellationToken);
        return type switch
        {
            ObjectType.Contact => [.. (await World.Get<IContactService>().FindAsync(SyncWorld.Admin, query, cancellation)).Value.Items.Select(row => row.Id)],
            ObjectType.Company => [.. (await World.Get<ICompanyService>().FindAsync(SyncWorld.Admin, query, cancellation)).Value.Items.Select(row => row.Id)],
            ObjectType.Deal => [.. (await World.Get<IDealService>().FindAsync(SyncWorld.Admin, query, cancellation)).Value.Items.Select(row => row.Id)],
            _ => [.. (await World.Get<ICampaignService>().FindAsync(SyncWorld.Admin, query, cancellation)).Value.Items.Select(row => row.Id)],
        };
    }

    // The day is given, as names of campaigns tell when they ran.
    private static void Configure(SandboxOptions options)
    {
        (options.Contacts, options.Companies, options.Deals, options.Engagements) = (2_500, 500, 750, 0);
        (options.Campaigns, options.MarketingEmails, options.Seed) = (60, 2, 1);
        options.ReferenceTime = new DateTimeOffset(2026, 9, 1, 0, 0, 0, TimeSpan.Zero);
    }
}
