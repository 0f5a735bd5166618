namespace HubSpotCrm.Sandbox.Data;

/// <summary>Who belongs to whom in the computed account, answered from either side without a table.</summary>
internal sealed class BaseLinks
{
    private static readonly ObjectKind[] Activities = [ObjectKind.Task, ObjectKind.Note, ObjectKind.Meeting, ObjectKind.Call, ObjectKind.Email];

    private readonly BaseData _data;
    private readonly Shuffle _contacts;
    private readonly Shuffle _deals;
    private readonly Dictionary<(ObjectKind From, ObjectKind To), Func<int, IEnumerable<(int Index, bool Primary)>>> _tables;

    public BaseLinks(BaseData data)
    {
        _data = data;
        _contacts = new Shuffle(data.Count(ObjectKind.Company), 0.6180339887);
        _deals = new Shuffle(data.Count(ObjectKind.Company), 0.7548776662);
        _tables = new()
        {
            [(ObjectKind.Contact, ObjectKind.Company)] = contact => [.. Known(CompanyOfContact(contact), true), .. Known(SecondCompanyOfContact(contact), false)],
            [(ObjectKind.Company, ObjectKind.Contact)] = company => [.. PrimaryContactsOf(company).Select(one => (one, true)), .. SecondContactsOf(company).Select(one => (one, false))],
            [(ObjectKind.Contact, ObjectKind.Deal)] = contact => DealsOfContact(contact).Select(one => (one, false)),
            [(ObjectKind.Deal, ObjectKind.Contact)] = deal => ContactsOfDeal(deal).Select(one => (one, false)),
            [(ObjectKind.Deal, ObjectKind.Company)] = deal => Known(CompanyOfDeal(deal), true),
            [(ObjectKind.Company, ObjectKind.Deal)] = company => DealsOfCompany(company).Select(one => (one, true)),
        };
        foreach (var kind in Activities)
        {
            var activity = new ActivityLinks(data, this, kind);
            _tables[(kind, ObjectKind.Contact)] = index => Known(activity.ContactOf(index), false);
            _tables[(kind, ObjectKind.Company)] = index => Known(activity.CompanyOf(index), false);
            _tables[(kind, ObjectKind.Deal)] = index => Known(activity.DealOf(index), false);
            _tables[(ObjectKind.Contact, kind)] = contact => activity.OfContact(contact).Select(one => (one, false));
            _tables[(ObjectKind.Company, kind)] = company => activity.OfCompany(company).Select(one => (one, false));
            _tables[(ObjectKind.Deal, kind)] = deal => activity.OfDeal(deal).Select(one => (one, false));
        }
    }

    /// <summary>The computed records of the other type that the record is linked to, and to which of them as its primary one.</summary>
    public IEnumerable<(int Index, bool Primary)> Of(ObjectKind from, int index, ObjectKind to) =>
        _tables.TryGetValue((from, to), out var find) ? find(index) : [];

    /// <summary>The contact's primary company, or -1.</summary>
    public int CompanyOfContact(int contact) =>
        _contacts.Size == 0 || _data.Bits(ObjectKind.Contact, contact, 5) % 100 >= 88 ? -1 : _contacts.Forward(contact % _contacts.Size);

    /// <summary>A second company of the contact without a label, or -1.</summary>
    public int SecondCompanyOfContact(int contact)
    {
        var first = CompanyOfContact(contact);
        return first < 0 || _contacts.Size < 2 || _data.Bits(ObjectKind.Contact, contact, 6) % 100 >= 6 ? -1 : (first + 1) % _contacts.Size;
    }

    /// <summary>Contacts whose primary company it is.</summary>
    public List<int> PrimaryContactsOf(int company)
    {
        var contacts = new List<int>();
        for (var contact = _contacts.Back(company); contact < _data.Count(ObjectKind.Contact); contact += _contacts.Size)
        {
            if (CompanyOfContact(contact) >= 0)
            {
                contacts.Add(contact);
            }
        }

        return contacts;
    }

    /// <summary>Contacts that have it as their second company.</summary>
    public IEnumerable<int> SecondContactsOf(int company) =>
        _contacts.Size < 2
            ? []
            : PrimaryContactsOf((company + _contacts.Size - 1) % _contacts.Size).Where(contact => SecondCompanyOfContact(contact) == company);

    /// <summary>Which of its company's contacts this one is, from 0.</summary>
    public int RankInCompany(int contact) => contact / _contacts.Size;

    /// <summary>The deal's company, or -1.</summary>
    public int CompanyOfDeal(int deal) =>
        _deals.Size == 0 || _data.Bits(ObjectKind.Deal, deal, 5) % 100 >= 95 ? -1 : _deals.Forward(deal % _deals.Size);

    public List<int> DealsOfCompany(int company)
    {
        var deals = new List<int>();
        for (var deal = _deals.Back(company); deal < _data.Count(ObjectKind.Deal); deal += _deals.Size)
        {
            if (CompanyOfDeal(deal) >= 0)
            {
                deals.Add(deal);
            }
        }

        return deals;
    }

    /// <summary>One to three contacts of the deal's company; none when it has no company or nobody works there.</summary>
    public List<int> ContactsOfDeal(int deal)
    {
        var company = CompanyOfDeal(deal);
        var people = company < 0 ? [] : PrimaryContactsOf(company);
        if (people.Count == 0)
        {
            return [];
        }

        var bits = _data.Bits(ObjectKind.Deal, deal, 6);
        var first = (int)(bits % (ulong)people.Count);
        var count = Math.Min(1 + (int)((bits >> 32) % 3), people.Count);
        return [.. Enumerable.Range(first, count).Select(place => people[place % people.Count])];
    }

    public IEnumerable<int> DealsOfContact(int contact)
    {
        var company = CompanyOfContact(contact);
        return company < 0 ? [] : DealsOfCompany(company).Where(deal => ContactsOfDeal(deal).Contains(contact));
    }

    private static (int, bool)[] Known(int index, bool primary) => index < 0 ? [] : [(index, primary)];
}
