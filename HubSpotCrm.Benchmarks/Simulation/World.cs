using HubSpotCrm.Core.HubSpot.Auth;
using HubSpotCrm.Sandbox;
using HubSpotCrm.Sandbox.Data;
using HubSpotCrm.Sandbox.Webhooks;

namespace HubSpotCrm.Benchmarks.Simulation;

/// <summary>What outlives a portal that is killed: HubSpot, time, the stored tokens, and what was noted of the run.</summary>
internal sealed class World : ITokenStore, IDisposable
{
    public const string ClientId = "simulated-client";
    public const string ClientSecret = "simulated-secret-of-the-app";

    private const string Scopes =
        "oauth crm.objects.contacts.read crm.objects.contacts.write crm.objects.companies.read crm.objects.companies.write crm.objects.deals.read "
        + "crm.objects.deals.write crm.objects.owners.read crm.schemas.contacts.read crm.schemas.companies.read crm.schemas.deals.read sales-email-read";

    private static readonly TimeSpan RefusedLately = TimeSpan.FromMinutes(1);

    private const ulong DigestStart = 14_695_981_039_346_656_037;
    private const ulong DigestStep = 1_099_511_628_211;

    private readonly List<string> _log = [];
    private readonly bool _keepsLog;
    private StoredTokens? _tokens;

    public World(int seed, int accountSeed, Plant plant, bool keepsLog)
    {
        (Seed, Plant, _keepsLog) = (seed, plant, keepsLog);
        (Chance, Network, Jitter) = (new Random(seed), new Random(seed ^ 0x5eed), new Random(seed ^ 0x71e5));
        Time = new VirtualTime(Loop);
        Account = new SandboxAccount(
            new SandboxOptions
            {
                Contacts = 22,
                Companies = 9,
                Deals = 10,
                Engagements = 10,
                Campaigns = 0,
                MarketingEmails = 0,
                Seed = accountSeed,
                ClientId = ClientId,
                ClientSecret = ClientSecret,
                ReferenceTime = new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero),
            },
            Time,
            new WebhookQueue());
        Secrets.Add(ClientSecret);
        Connect();
    }

    public int Seed { get; }

    public Plant Plant { get; }

    public VirtualLoop Loop { get; } = new();

    /// <summary>HubSpot's clock.</summary>
    public VirtualTime Time { get; }

    public SandboxAccount Account { get; }

    public Crm Crm => Account.Crm;

    /// <summary>Decides what happens.</summary>
    public Random Chance { get; }

    /// <summary>Decides how calls fare.</summary>
    public Random Network { get; }

    /// <summary>What the portal itself takes for chance.</summary>
    public Random Jitter { get; }

    /// <summary>How long the settled lane waits for the search.</summary>
    public TimeSpan SettleAfter { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Of how many calls in a thousand something goes wrong.</summary>
    public int Troubles { get; set; }

    /// <summary>HubSpot does not answer at all.</summary>
    public bool IsDown { get; set; }

    /// <summary>HubSpot wants to be connected again.</summary>
    public bool NeedsReconnect { get; private set; }

    /// <summary>HubSpot may have given out a refresh token that nobody got.</summary>
    public bool LostTokens { get; set; }

    /// <summary>When a call was last refused for its token: within a minute after a refresh that ends the connection.</summary>
    public TimeSpan Refused { get; set; } = -RefusedLately;

    public HashSet<string> Secrets { get; } = [];

    public List<Violation> Violations { get; } = [];

    public Dictionary<string, int> Events { get; } = [];

    /// <summary>Records that HubSpot made for the portal's calls.</summary>
    public List<(string Type, string Id)> Made { get; } = [];

    public ulong Digest { get; private set; } = DigestStart;

    public IReadOnlyList<string> Log => _log;

    /// <summary>Milliseconds, by HubSpot's clock.</summary>
    public long NowMs => Time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Notes an event, with what makes it this one.</summary>
    public void Note(string kind, string detail = "")
    {
        Events[kind] = Events.GetValueOrDefault(kind) + 1;
        var line = $"{Loop.Now.Ticks} {kind} {detail}";
        foreach (var letter in line)
        {
            Digest = (Digest ^ letter) * DigestStep;
        }

        if (_keepsLog)
        {
            _log.Add($"{Loop.Now:hh\\:mm\\:ss\\.fff} {kind} {detail}");
        }
    }

    public void Break(Invariant invariant, string what)
    {
        // One of each kind says enough of a run.
        if (Violations.Count(violation => violation.Invariant == invariant) < 8)
        {
            Violations.Add(new Violation(invariant, what));
            Note("violation", $"{invariant} {what}");
        }
    }

    public bool Happens(int inThousand) => Chance.Next(1000) < inThousand;

    public T Any<T>(IReadOnlyList<T> all) => all[Chance.Next(all.Count)];

    public TimeSpan Between(double fromSeconds, double toSeconds) => TimeSpan.FromMilliseconds(Chance.Next((int)(fromSeconds * 1000), (int)(toSeconds * 1000) + 1));

    /// <summary>An administrator connects the account.</summary>
    public void Connect()
    {
        var issued = Account.Tokens.Issue(Scopes.Split(' '));
        Secrets.UnionWith([issued.Access, issued.Refresh]);
        _tokens = new StoredTokens(issued.Access, issued.Refresh, Time.GetUtcNow().AddSeconds(HubSpotCrm.Sandbox.OAuth.TokenStore.LifetimeSeconds), (_tokens?.Version ?? 0) + 1);
        NeedsReconnect = false;
        LostTokens = false;
    }

    public ValueTask<StoredTokens?> LoadAsync(CancellationToken cancellationToken) => ValueTask.FromResult(_tokens);

    public ValueTask<bool> TryReplaceAsync(long version, StoredTokens tokens, CancellationToken cancellationToken)
    {
        if (_tokens?.Version != version)
        {
            return ValueTask.FromResult(false);
        }

        _tokens = tokens;
        Note("tokens stored");
        return ValueTask.FromResult(true);
    }

    public ValueTask MarkReconnectAsync(string reason, CancellationToken cancellationToken)
    {
        NeedsReconnect = true;
        Note("reconnect needed", reason);
        if (!LostTokens && Loop.Now - Refused > RefusedLately)
        {
            Break(Invariant.I1, $"the connection was ended without need: {reason}");
        }

        return ValueTask.CompletedTask;
    }

    public void Dispose() => Account.Dispose();
}
