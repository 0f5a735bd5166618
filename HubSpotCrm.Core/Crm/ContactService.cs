using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Storage.Mirror;
using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Core.Crm;

/// <inheritdoc cref="IContactService"/>
internal sealed class ContactService(RecordSources sources) : RecordService<Contact>(sources), IContactService
{
    protected override ObjectType Type => ObjectType.Contact;

    protected override Task<Result<Page<Contact>>> SearchAsync(
        RecordSearch search, Mirror mirror, RecordQuery query, AccountDefinitions definitions, TimeZoneInfo zone, CancellationToken cancellationToken) =>
        search.ContactsAsync(mirror, query, definitions, zone, cancellationToken);

    protected override List<Contact> ReadRows(SqliteConnection connection, RecordSql sql, AccountDefinitions definitions) =>
        ContactReading.Read(sql.Page(connection, ContactReading.Columns), definitions);

    protected override Contact Blank(long key, string id) => new() { Key = key, Id = id };

    protected override string IdOf(Contact record) => record.Id;

    protected override Contact MarkPending(Contact record) => record with { HasPendingEdit = true };

    protected override Contact WithProperties(Contact record, IReadOnlyDictionary<string, string?> values) => record with { Properties = values };

    protected override Contact With(Contact record, ValueOverlay values) => record with
    {
        FirstName = values.Text("firstname", record.FirstName),
        LastName = values.Text("lastname", record.LastName),
        Email = values.Text("email", record.Email),
        Company = values.TextWhereShown("company", record.Company),
        Phone = values.Text("phone", record.Phone),
        JobTitle = values.Text("jobtitle", record.JobTitle),
        LifecycleStage = values.Text("lifecyclestage", record.LifecycleStage),
        LeadStatus = values.Text("hs_lead_status", record.LeadStatus),
        LeadScore = values.Number("hubspotscore", record.LeadScore),
        LastActivityDate = values.Instant("notes_last_updated", record.LastActivityDate),
        CreatedDate = values.Instant("createdate", record.CreatedDate),
        ModifiedDate = values.Instant("lastmodifieddate", record.ModifiedDate),
        OwnerId = values.Text("hubspot_owner_id", record.OwnerId),
        Owner = values.OwnerName(record.Owner),
        Industry = values.Text("industry", record.Industry),
        Country = values.Text("country", record.Country),
        City = values.Text("city", record.City),
        Region = values.Text("state", record.Region),
    };
}
