namespace HubSpotCrm.Sandbox.Data;

/// <summary>Who belongs to whom in the computed account, answered from either side without a table.</summary>
internal sealed class BaseLinks(BaseData data)
{
    private readonly Shuffle _contacts = new(data.Count(ObjectKind.Company), 0.6180339887);
    private readonly Shuffle _deals = new(data.Count(ObjectKind.Company), 0.7548776662);

    /// <summary>The contact's primary company, or -1.</summary>
    public int CompanyOfContact(int contact) =>
        _contacts.Size == 0 || data.Bits(ObjectKind.Contact, contact, 5) % 100 >= 88 ? -1 : _contacts.Forward(contact % _contacts.Size);

    /// <summary>A second company of the contact without a label, or -1.</summary>
    public int SecondCompanyOfContact(int contact)
    {
        var first = CompanyOfContact(contact);
        return first < 0 || _contacts.Size < 2 || data.Bits(ObjectKind.Contact, contact, 6) % 100 >= 6 ? -1 : (first + 1) % _contacts.Size;
    }

    /// <summary>Contacts whose primary company it is.</summary>
    public List<int> PrimaryContactsOf(int company)
    {
        var contacts = new List<int>();
        for (var contact = _contacts.Back(company); contact < data.Count(ObjectKind.Contact); contact += _contacts.Size)
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
        _deals.Size == 0 || data.Bits(ObjectKind.Deal, deal, 5) % 100 >= 95 ? -1 : _deals.Forward(deal % _deals.Size);

    public List<int> DealsOfCompany(int company)
    {
        var deals = new List<int>();
        for (var deal = _deals.Back(company); deal < data.Count(ObjectKind.Deal); deal += _deals.Size)
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

        var bits = data.Bits(ObjectKind.Deal, deal, 6);
        var first = (int)(bits % (ulong)people.Count);
        var count = Math.Min(1 + (int)((bits >> 32) % 3), people.Count);
        return [.. Enumerable.Range(first, count).Select(place => people[place % people.Count])];
    }

    public IEnumerable<int> DealsOfContact(int contact)
    {
        var company = CompanyOfContact(contact);
        return company < 0 ? [] : DealsOfCompany(company).Where(deal => ContactsOfDeal(deal).Contains(contact));
    }

    /// <summary>A permutation of [0, size) that can be undone.</summary>
    private sealed class Shuffle
    {
        private readonly long _step;
        private readonly long _back;

        public Shuffle(int size, double ratio)
        {
            Size = size;
            _step = Math.Max(1, (long)(size * ratio));
            while (size > 1 && Divisor(_step, size) != 1)
            {
                _step++;
            }

            _back = size > 1 ? Inverse(_step % size, size) : 0;
        }

        public int Size { get; }

        public int Forward(int place) => (int)(place * _step % Size);

        public int Back(int place) => (int)(place * _back % Size);

        private static long Divisor(long a, long b) => b == 0 ? a : Divisor(b, a % b);

        private static long Inverse(long value, long modulus)
        {
            var (old, current, oldFactor, factor) = (value, modulus, 1L, 0L);
            while (current != 0)
            {
                var quotient = old / current;
                (old, current) = (current, old - (quotient * current));
                (oldFactor, factor) = (factor, oldFactor - (quotient * factor));
            }

            return ((oldFactor % modulus) + modulus) % modulus;
        }
    }
}
