using System.Security.Cryptography;
using HubSpotCrm.Sandbox.Api;
using HubSpotCrm.Sandbox.Control;
using HubSpotCrm.Sandbox.Data;
using HubSpotCrm.Sandbox.Marketing;
using HubSpotCrm.Sandbox.OAuth;
using HubSpotCrm.Sandbox.Webhooks;

namespace HubSpotCrm.Sandbox;

/// <summary>One emulated account with all that belongs to it.</summary>
internal sealed class SandboxAccount : IDisposable
{
    // One for everything that writes the account or its file: records, tokens, and emptying both.
    private readonly Lock _writing = new();
    private readonly Journal _journal;
    private readonly JournalHeader _header;

    public SandboxAccount(SandboxOptions options, TimeProvider time, WebhookQueue webhooks)
    {
        Options = options;
        Webhooks = webhooks;
        Time = time;
        _header = Header(options, time);
        var counts = Schemas.All.Select(schema => schema.Type.Count(options)).ToArray();
        var data = new BaseData(options.Seed, _header.ReferenceMs, counts, new Currencies(options.Currencies));
        Crm = new Crm(new BaseRecords(data), time, _writing);
        Marketing = new MarketingStore(new MarketingPlan(options.Seed, _header.ReferenceMs, options.Contacts, options.CampaignCount, options.MarketingEmailCount), Crm, time, _writing)
        {
            IsIncluded = options.Marketing,
        };
        Tokens = new TokenStore(options, time, _writing);
        Limits = new RateLimits(time) { On = options.Limits };
        Faults = new FaultPlan(time);
        Log = new CallLog();
        LatencyMs = options.LatencyMs;
        _journal = Journal.Open(options.StateFile, _header, _writing, Apply);
        WebhooksJournal = new WebhooksJournal(time);
        Crm.Changed = webhooks.Add;
        Crm.Changed += WebhooksJournal.Add;
        (Crm.Journal, Marketing.Journal, Tokens.Journal) = (_journal, _journal, _journal);
    }

    public SandboxOptions Options { get; }

    public TimeProvider Time { get; }

    public Crm Crm { get; }

    public MarketingStore Marketing { get; }

    public TokenStore Tokens { get; }

    public RateLimits Limits { get; }

    public FaultPlan Faults { get; }

    public CallLog Log { get; }

    public WebhookQueue Webhooks { get; }

    /// <summary>What is told to an app that reads instead of being called.</summary>
    public WebhooksJournal WebhooksJournal { get; }

    /// <summary>What the account's form for new records asks for.</summary>
    public RecordForm Form { get; } = new();

    public int LatencyMs { get; set; }

    /// <summary>What a form of the control page carries, so that no other page can send one.</summary>
    public string FormToken { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>Whether the account's subscription has what the scope is about; without it nobody can grant it.</summary>
    public bool Offers(string scope) => Marketing.IsIncluded || !scope.StartsWith("marketing.", StringComparison.Ordinal);

    /// <summary>Everything as it was computed; tokens are forgotten too.</summary>
    public void Reset()
    {
        lock (_writing)
        {
            _journal.Clear(_header);
            Crm.Clear();
            Marketing.Clear();
            Tokens.Clear();
        }

        Webhooks.Target = null;
        WebhooksJournal.Clear();
        Form.Clear();
        Marketing.IsIncluded = Options.Marketing;
        Faults.Clear();
        Limits.Clear();
    }

    public void Dispose() => _journal.Dispose();

    private static JournalHeader Header(SandboxOptions options, TimeProvider time)
    {
        var found = Journal.ReadHeader(options.StateFile);
        var today = new DateTimeOffset(time.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);
        var header = new JournalHeader(
            options.Seed, options.Contacts, options.CompanyCount, options.DealCount, (options.ReferenceTime ?? today).ToUnixTimeMilliseconds(),
            options.ClientId!, options.SecretIsOurs ? options.ClientSecret : null)
        {
            Format = JournalHeader.CurrentFormat,
            Engagements = options.EngagementCount,
            Currencies = string.Join(',', options.Currencies),
        };

        // The reference time of a kept account stays, or its records would all move by a day.
        return found is not null && found.IsOf(header) && options.ReferenceTime is null ? header with { ReferenceMs = found.ReferenceMs } : header;
    }

    private void Apply(JournalEntry entry)
    {
        if (entry.Marketing is not null)
        {
            Marketing.Apply(entry);
        }
        else if (entry.Kind is null)
        {
            Tokens.Apply(entry);
        }
        else
        {
            Crm.Apply(entry);
        }
    }
}
