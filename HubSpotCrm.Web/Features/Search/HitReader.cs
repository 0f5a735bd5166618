using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Web.Features.Records;

namespace HubSpotCrm.Web.Features.Search;

/// <summary>Makes of the rows of all kinds what the search page and the palette show of them.</summary>
internal sealed class HitReader(RecordKind<Contact> contacts, RecordKind<Company> companies, RecordKind<Deal> deals, RecordKind<Campaign> campaigns)
{
    /// <summary>A group for each kind that has answered, in the order of <see cref="FoundRecords.Kinds"/>.</summary>
    public IReadOnlyList<HitGroup> Read(FoundRecords found, CellContext context)
    {
        var match = new TextMatch(found.Text);
        return [.. new[]
        {
            Group(contacts, found.Contacts), Group(companies, found.Companies), Group(deals, found.Deals), Group(campaigns, found.Campaigns),
        }.OfType<HitGroup>()];

        HitGroup? Group<T>(RecordKind<T> kind, Result<Page<T>>? answer) => answer switch
        {
            null => null,
            { Succeeded: false } => new HitGroup(kind.Type, [], null, answer.Failure.Message),
            _ => new HitGroup(kind.Type, [.. answer.Value.Items.Select(row => kind.HitOf(row, match, found.Text, context))], answer.Value.Total, null),
        };
    }

    /// <summary>Path data, for what stands for a kind of record.</summary>
    public string IconOf(ObjectType type) => type switch
    {
        ObjectType.Company => companies.Icon,
        ObjectType.Deal => deals.Icon,
        ObjectType.Campaign => campaigns.Icon,
        _ => contacts.Icon,
    };
}
