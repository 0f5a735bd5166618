using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using HubSpotCrm.Sandbox.Data;

namespace HubSpotCrm.Sandbox.Marketing;

/// <summary>Campaigns and marketing e-mails of the account: computed ones, and over them those that were written.</summary>
internal sealed class MarketingStore
{
    private readonly TimeProvider _time;
    private readonly Lock _writing;
    private readonly Currencies _currencies;
    private readonly Lazy<Campaign[]> _campaigns;
    private readonly Lazy<FrozenEmails> _emails;

    /// <summary>Null for one that was deleted.</summary>
    private readonly ConcurrentDictionary<Guid, Campaign?> _writtenCampaigns = new();
    private readonly ConcurrentDictionary<long, MarketingEmail> _writtenEmails = new();
    private readonly Lazy<Dictionary<Guid, int>> _placeOf;

    public MarketingStore(MarketingPlan plan, Crm crm, TimeProvider time, Lock writing)
    {
        _time = time;
        _writing = writing;
        _currencies = crm.Base.Data.Currencies;
        Plan = plan;
        var maker = new CampaignMaker(plan, _currencies);
        var emails = new EmailMaker(plan, maker);
        _campaigns = new(() => [.. Enumerable.Range(0, plan.Campaigns).Select(maker.Make)]);
        _placeOf = new(() => _campaigns.Value.ToDictionary(campaign => campaign.Id, campaign => campaign.BaseIndex));
        _emails = new(() => new FrozenEmails([.. Enumerable.Range(0, plan.Emails).Select(emails.Make)]));
        Figures = new CampaignFigures(plan, new Touches(plan, crm.Base.Data, maker), crm, id => Find(id) is not null, index => _campaigns.Value[index].Id);
    }

    public MarketingPlan Plan { get; }

    /// <summary>The company's own currency.</summary>
    public string HomeCurrency => _currencies.Home;

    public CampaignFigures Figures { get; }

    /// <summary>Whether the account pays for marketing; without it the calls answer as to a missing scope.</summary>
    public bool IsIncluded { get; set; } = true;

    /// <summary>Where changes go; set once what the file holds has been applied.</summary>
    public Journal? Journal { get; set; }

    public long NowMs => _time.GetUtcNow().ToUnixTimeMilliseconds();

    public IEnumerable<Campaign> Campaigns() =>
        _campaigns.Value.Where(campaign => !_writtenCampaigns.ContainsKey(campaign.Id)).Concat(_writtenCampaigns.Values.OfType<Campaign>());

    /// <summary>The campaign; null when it is not there, or not any more.</summary>
    public Campaign? Find(Guid id) =>
        _writtenCampaigns.TryGetValue(id, out var written) ? written : _placeOf.Value.TryGetValue(id, out var place) ? _campaigns.Value[place] : null;

    /// <summary>All e-mails, archived ones too, in the order of their ids. One whose campaign was deleted has none.</summary>
    public IEnumerable<MarketingEmail> Emails() => _emails.Value.All.Select(email => Current(email.Id)!);

    public MarketingEmail? FindEmail(long id) => Current(id);

    /// <summary>What the campaign holds, its e-mails included, by type and id.</summary>
    public List<Asset> AssetsOf(Campaign campaign) =>
        [.. campaign.Assets
            .Concat(Emails().Where(email => email.Campaign == campaign.Id && !email.Archived).Select(email => new Asset(AssetLibrary.Email, Stamp.Text(email.Id), email.Name)))
            .OrderBy(asset => asset.Type, StringComparer.Ordinal).ThenBy(asset => asset.Id, StringComparer.Ordinal)];

    /// <summary>Checks and writes with nobody writing in between.</summary>
    public T Exclusively<T>(Func<T> work)
    {
        lock (_writing)
        {
            return work();
        }
    }

    public Campaign Create(Dictionary<string, string?> values)
    {
        var id = Guid.NewGuid();
        Write("campaign.create", new MarketingChange { Campaign = id, Values = values });
        return Find(id)!;
    }

    /// <summary>Sets the values that differ, null empties; a campaign whose values all stand already stays as it is.</summary>
    public Campaign Update(Campaign campaign, Dictionary<string, string?> values)
    {
        var changes = values.Where(pair => campaign[pair.Key] != pair.Value).ToDictionary();
        if (changes.Count > 0)
        {
            Write("campaign.set", new MarketingChange { Campaign = campaign.Id, Values = changes });
        }

        return Find(campaign.Id)!;
    }

    public void Delete(Guid id)
    {
        if (Find(id) is not null)
        {
            Write("campaign.delete", new MarketingChange { Campaign = id });
        }
    }

    /// <summary>Adds the item, or puts it in the place of the one with its id.</summary>
    public void Put(Guid campaign, bool spend, MoneyItem item) => Write("campaign.money", new MarketingChange { Campaign = campaign, Spend = spend, Item = item });

    public void RemoveItem(Guid campaign, bool spend, string item) => Write("campaign.money", new MarketingChange { Campaign = campaign, Spend = spend, ItemId = item });

    /// <summary>Puts something into the campaign or takes it out. An e-mail belongs to one campaign at most.</summary>
    public void SetAsset(Guid campaign, Asset asset, bool held) => Write("campaign.asset", asset.Type == AssetLibrary.Email
        ? new MarketingChange { Campaign = campaign, Email = long.Parse(asset.Id, CultureInfo.InvariantCulture), Removed = !held }
        : new MarketingChange { Campaign = campaign, Asset = asset, Removed = !held });

    /// <summary>Changes name, subject, state or counters of an e-mail.</summary>
    public MarketingEmail UpdateEmail(long id, Dictionary<string, string?> values)
    {
        Write("email.set", new MarketingChange { Email = id, Values = values });
        return Current(id)!;
    }

    public void Clear()
    {
        lock (_writing)
        {
            _writtenCampaigns.Clear();
            _writtenEmails.Clear();
        }
    }

    /// <summary>Applies a change, new or read from the file. One of something that is not there is passed over: the file may come from an account with other numbers.</summary>
    public void Apply(JournalEntry entry)
    {
        var change = entry.Marketing!;
        if (change.Email is { } email)
        {
            if (Current(email) is { } before)
            {
                _writtenEmails[email] = entry.Op == "campaign.asset"
                    ? before with { Campaign = change.Removed ? null : change.Campaign }
                    : EmailChange.Apply(before, change.Values!, entry.At);
            }

            return;
        }

        var id = change.Campaign!.Value;
        if (entry.Op == "campaign.create")
        {
            _writtenCampaigns[id] = Created(id, change.Values!, entry.At);
        }
        else if (Find(id) is { } campaign)
        {
            _writtenCampaigns[id] = entry.Op == "campaign.delete" ? null : Changed(campaign, change, entry);
        }
    }

    private static Campaign Changed(Campaign campaign, MarketingChange change, JournalEntry entry)
    {
        switch (entry.Op)
        {
            case "campaign.set":
                return campaign with { Values = Set(campaign.Values, change.Values!), UpdatedMs = entry.At };
            case "campaign.money":
                var items = campaign.Items(change.Spend).RemoveAll(item => item.Id == (change.Item?.Id ?? change.ItemId));
                items = change.Item is { } put ? items.Add(put) : items;
                return campaign.With(change.Spend, [.. items.OrderBy(item => item.Order).ThenBy(item => item.Id, StringComparer.Ordinal)]) with { UpdatedMs = entry.At };
            case "campaign.asset":
                var others = campaign.Assets.RemoveAll(asset => (asset.Type, asset.Id) == (change.Asset!.Type, change.Asset.Id));
                return campaign with { Assets = change.Removed ? others : others.Add(change.Asset!) };
            default:
                return campaign;
        }
    }

    private static ImmutableSortedDictionary<string, string> Set(ImmutableSortedDictionary<string, string> values, Dictionary<string, string?> changes) =>
        changes.Aggregate(values, (all, pair) => pair.Value is null ? all.Remove(pair.Key) : all.SetItem(pair.Key, pair.Value));

    private Campaign Created(Guid id, Dictionary<string, string?> values, long at)
    {
        var bits = BitConverter.ToUInt32(id.ToByteArray());
        var given = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).AddRange(new Dictionary<string, string>
        {
            ["hs_campaign_status"] = "planned",
            ["hs_color_hex"] = $"#{bits & 0xFFFFFF:X6}",
            ["hs_created_by_user_id"] = Stamp.Text(Reference.AdminUserId),
            ["hs_currency_code"] = _currencies.Home,
            ["hs_object_id"] = Stamp.Text(CampaignMaker.ObjectIdOf(1_000_000) + bits),
            ["hs_utm"] = CampaignMaker.Utm(values.GetValueOrDefault("hs_name") ?? "", bits),
        });
        return new Campaign(id, -1, Set(given, values), at, at);
    }

    private MarketingEmail? Current(long id)
    {
        var email = _writtenEmails.TryGetValue(id, out var written) ? written : _emails.Value.Find(id);
        return email is { Campaign: { } campaign } && Find(campaign) is null ? email with { Campaign = null } : email;
    }

    private void Write(string operation, MarketingChange change)
    {
        lock (_writing)
        {
            var entry = new JournalEntry(operation) { At = NowMs, Marketing = change };
            Apply(entry);
            Journal?.Append(entry);
        }
    }

    private sealed class FrozenEmails(MarketingEmail[] all)
    {
        private readonly Dictionary<long, MarketingEmail> _byId = all.ToDictionary(email => email.Id);

        public MarketingEmail[] All { get; } = all;

        public MarketingEmail? Find(long id) => _byId.GetValueOrDefault(id);
    }
}
