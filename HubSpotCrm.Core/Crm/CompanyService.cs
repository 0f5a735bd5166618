using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Storage.Mirror;
using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Core.Crm;

/// <inheritdoc cref="ICompanyService"/>
internal sealed class CompanyService(RecordSources sources) : RecordService<Company>(sources), ICompanyService
{
    protected override ObjectType Type => ObjectType.Company;

    protected override Task<Result<Page<Company>>> SearchAsync(
        RecordSearch search, Mirror mirror, RecordQuery query, AccountDefinitions definitions, TimeZoneInfo zone, CancellationToken cancellationToken) =>
        search.CompaniesAsync(mirror, query, definitions, zone, cancellationToken);

    protected override List<Company> ReadRows(SqliteConnection connection, RecordSql sql, AccountDefinitions definitions) =>
        CompanyReading.Read(connection, sql.Page(connection, CompanyReading.Columns), definitions);

    protected override Company Blank(long key, string id) => new() { Key = key, Id = id };

    protected override string IdOf(Company record) => record.Id;

    protected override Company MarkPending(Company record) => record with { HasPendingEdit = true };

    protected override Company WithProperties(Company record, IReadOnlyDictionary<string, string?> values) => record with { Properties = values };

    protected override Company With(Company record, ValueOverlay values) => record with
    {
        Name = values.Text("name", record.Name),
        Domain = values.Text("domain", record.Domain),
        Industry = values.Text("industry", record.Industry),
        Size = values.Number("numberofemployees", record.Size),
        Country = values.Text("country", record.Country),
        City = values.Text("city", record.City),
        Region = values.Text("state", record.Region),
        AnnualRevenue = values.Number("annualrevenue", record.AnnualRevenue),
        OwnerId = values.Text("hubspot_owner_id", record.OwnerId),
        Owner = values.OwnerName(record.Owner),
        LifecycleStage = values.Text("lifecyclestage", record.LifecycleStage),
        Phone = values.Text("phone", record.Phone),
        LastActivityDate = values.Instant("notes_last_updated", record.LastActivityDate),
        CreatedDate = values.Instant("createdate", record.CreatedDate),
        ModifiedDate = values.Instant("hs_lastmodifieddate", record.ModifiedDate),
    };
}
