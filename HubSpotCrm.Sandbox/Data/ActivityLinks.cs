namespace HubSpotCrm.Sandbox.Data;

/// <summary>Whose the computed activities of one type are. A third of the contacts has any, and a few have most.</summary>
internal sealed class ActivityLinks
{
    private readonly BaseData _data;
    private readonly BaseLinks _links;
    private readonly ObjectKind _kind;
    private readonly Shuffle _people;
    private readonly int _known;
    private readonly int _busy;
    private readonly int _offset;

    public ActivityLinks(BaseData data, BaseLinks links, ObjectKind kind)
    {
        (_data, _links, _kind) = (data, links, kind);
        _people = new Shuffle(data.Count(ObjectKind.Contact), 0.5698402910);
        (_known, _busy) = (Math.Max(1, _people.Size / 3), Math.Max(1, _people.Size / 60));

        // Each type begins with other people, or those first in the row would have one of each.
        _offset = (int)((long)kind * _known / 5 % _known);
    }

    /// <summary>The activity's contact; -1 in an account without contacts.</summary>
    public int ContactOf(int index) =>
        _people.Size == 0 ? -1 : _people.Forward(index % 2 == 0 ? ((index / 2) + _offset) % _known : index / 2 % _busy);

    /// <summary>The company of the contact, where the activity was noted with it too; otherwise -1.</summary>
    public int CompanyOf(int index)
    {
        var contact = ContactOf(index);
        return contact < 0 || _data.Bits(_kind, index, 5) % 100 >= 70 ? -1 : _links.CompanyOfContact(contact);
    }

    /// <summary>The deal of the contact that the activity was about, or -1.</summary>
    public int DealOf(int index)
    {
        var (contact, bits) = (ContactOf(index), _data.Bits(_kind, index, 6));
        if (contact < 0 || bits % 100 >= 45)
        {
            return -1;
        }

        var deals = _links.DealsOfContact(contact).ToArray();
        return deals.Length == 0 ? -1 : deals[(bits >> 32) % (ulong)deals.Length];
    }

    public List<int> OfContact(int contact)
    {
        var (activities, count) = (new List<int>(), _data.Count(_kind));
        var slot = _people.Back(contact);
        if (slot < _known)
        {
            for (var place = (slot - _offset + _known) % _known; 2L * place < count; place += _known)
            {
                activities.Add(2 * place);
            }
        }

        if (slot < _busy)
        {
            for (var place = slot; (2L * place) + 1 < count; place += _busy)
            {
                activities.Add((2 * place) + 1);
            }
        }

        return activities;
    }

    public IEnumerable<int> OfCompany(int company) =>
        _links.PrimaryContactsOf(company).SelectMany(OfContact).Where(index => CompanyOf(index) == company);

    public IEnumerable<int> OfDeal(int deal) =>
        _links.ContactsOfDeal(deal).SelectMany(OfContact).Where(index => DealOf(index) == deal);
}
