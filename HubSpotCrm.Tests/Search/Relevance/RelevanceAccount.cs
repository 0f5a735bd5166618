using System.Globalization;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Sandbox;
using HubSpotCrm.Sandbox.Data;
using SandboxRecords = HubSpotCrm.Sandbox.Data.Crm;

namespace HubSpotCrm.Tests.Search.Relevance;

/// <summary>The sandbox's account by what its generator made, not by what the portal's mirror or search say of it.</summary>
internal sealed class RelevanceAccount
{
    private const int MostNamesakes = 4;

    private readonly Dictionary<ObjectType, IReadOnlyList<Subject>> _live = [];
    private readonly Dictionary<ObjectType, IReadOnlyList<Subject>> _archived = [];
    private readonly Dictionary<ObjectType, string[]> _words = [];
    private readonly Dictionary<ObjectType, string> _joined = [];

    public RelevanceAccount(SandboxAccount account)
    {
        var crm = account.Crm;
        foreach (var (kind, type) in new[] { (ObjectKind.Contact, ObjectType.Contact), (ObjectKind.Company, ObjectType.Company), (ObjectKind.Deal, ObjectType.Deal) })
        {
            _live[type] = [.. crm.From(kind, 0, archived: false).Select(record => Read(crm, type, record))];
            _archived[type] = [.. crm.From(kind, 0, archived: true).Select(record => Read(crm, type, record))];
        }

        _live[ObjectType.Campaign] =
            [.. account.Marketing.Campaigns().OrderBy(campaign => campaign.BaseIndex).Select(campaign => new Subject(ObjectType.Campaign, campaign.Id.ToString(), campaign.Values, []))];
        Link(crm, ObjectKind.Contact, Contacts, ObjectKind.Company, Companies, subject => subject.Companies);
        Link(crm, ObjectKind.Deal, Deals, ObjectKind.Company, Companies, subject => subject.Companies);
        Link(crm, ObjectKind.Deal, Deals, ObjectKind.Contact, Contacts, subject => subject.Contacts);
        var namesakes = Contacts.CountBy(contact => TextFolding.Fold(contact.Name)).ToDictionary();
        RareContacts = [.. Contacts.Where(contact => namesakes[TextFolding.Fold(contact.Name)] <= MostNamesakes)];
        PlainContacts = [.. RareContacts.Where(contact => Subject.IsPlain(contact.First) && Subject.IsPlain(contact.Last))];
        PlainCompanies = [.. Companies.Where(HasPlainName)];
        PlainDeals = [.. Deals.Where(deal => deal.Companies.Exists(company => HasPlainName(company) && deal.Name.StartsWith(company.Name + ": ", StringComparison.Ordinal)))];
    }

    public IReadOnlyList<Subject> Contacts => Of(ObjectType.Contact);

    public IReadOnlyList<Subject> Companies => Of(ObjectType.Company);

    public IReadOnlyList<Subject> Deals => Of(ObjectType.Deal);

    public IReadOnlyList<Subject> Campaigns => Of(ObjectType.Campaign);

    /// <summary>Contacts of whose name there are so few that all of them fit into the first rows.</summary>
    public IReadOnlyList<Subject> RareContacts { get; }

    /// <summary>Rare contacts with a plain first and last name.</summary>
    public IReadOnlyList<Subject> PlainContacts { get; }

    /// <summary>Companies whose name begins with two plain words.</summary>
    public IReadOnlyList<Subject> PlainCompanies { get; }

    /// <summary>Deals named after such a company.</summary>
    public IReadOnlyList<Subject> PlainDeals { get; }

    /// <summary>The live records, in the order of their ids.</summary>
    public IReadOnlyList<Subject> Of(ObjectType type) => _live[type];

    /// <summary>The name of a live record, for people; its id where it has none.</summary>
    public string NameOf(ObjectType type, string id) => Of(type).FirstOrDefault(subject => subject.Id == id)?.Name is { Length: > 0 } name ? name : id;

    public IReadOnlyList<Subject> Archived(ObjectType type) => _archived[type];

    /// <summary>Every word that stands in a live record of the type, once.</summary>
    public string[] WordsOf(ObjectType type) => _words.TryGetValue(type, out var words)
        ? words
        : _words[type] = [.. Of(type).SelectMany(subject => subject.Words).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Whether a word of a live record of the type begins with the piece.</summary>
    public bool HasWordFrom(ObjectType type, string piece) => JoinedWordsOf(type).Contains(' ' + piece, StringComparison.Ordinal);

    /// <summary>Whether the piece stands in a word of a live record of the type.</summary>
    public bool HasWordWith(ObjectType type, string piece) => JoinedWordsOf(type).Contains(piece, StringComparison.Ordinal);

    /// <summary>So many of them at equal distances: the middle of each of so many equal parts.</summary>
    public static IEnumerable<Subject> Spread(IEnumerable<Subject> from, int count)
    {
        var all = from.ToList();
        all.Count.Should().BeGreaterThanOrEqualTo(count, "the account must hold enough subjects for the cases");
        return Enumerable.Range(0, count).Select(place => all[((2 * place) + 1) * all.Count / (2 * count)]);
    }

    private string JoinedWordsOf(ObjectType type) => _joined.TryGetValue(type, out var joined)
        ? joined
        : _joined[type] = ' ' + string.Join(' ', WordsOf(type));

    private static bool HasPlainName(Subject company)
    {
        var words = company.Name.Split(' ');
        return words.Length > 1 && Subject.IsPlain(words[0]) && Subject.IsPlain(words[1]);
    }

    private static Subject Read(SandboxRecords crm, ObjectType type, CrmRecord record)
    {
        var values = new Dictionary<string, string>();
        var labels = new List<string>();
        foreach (var property in crm.Schemas[record.Kind].Properties)
        {
            // Nobody finds a record by the milliseconds of a change.
            if (property.Type == "datetime" || record.Value(property.Slot) is not { } value)
            {
                continue;
            }

            values[property.Name] = value;
            labels.AddRange(property.Options.Where(option => value.Split(';').Contains(option.Value)).Select(option => option.Label));
            labels.AddRange(property.Name == "hubspot_owner_id"
                ? Reference.Owners.Where(owner => Stamp.Text(owner.Id) == value).Select(owner => $"{owner.FirstName} {owner.LastName}")
                : []);
        }

        labels.AddRange(Reference.FindStage(values.GetValueOrDefault("dealstage")) is { } stage ? [stage.Label] : []);
        return new Subject(type, Stamp.Text(record.Id), values, labels);
    }

    private static void Link(
        SandboxRecords crm, ObjectKind from, IReadOnlyList<Subject> subjects, ObjectKind to, IReadOnlyList<Subject> others, Func<Subject, List<Subject>> place)
    {
        var byId = others.ToDictionary(other => other.Id);
        foreach (var subject in subjects)
        {
            // A link of more types is the primary one.
            place(subject).AddRange(crm.Links(from, long.Parse(subject.Id, CultureInfo.InvariantCulture), to)
                .OrderByDescending(link => link.Types.Length).ThenBy(link => link.To).Select(link => byId[Stamp.Text(link.To)]));
        }
    }
}
