using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Storage.Mirror;
using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Core.Crm;

/// <inheritdoc cref="IDealService"/>
internal sealed class DealService(RecordSources sources) : RecordService<Deal>(sources), IDealService
{
    protected override ObjectType Type => ObjectType.Deal;

    protected override Task<Result<Page<Deal>>> SearchAsync(
        RecordSearch search, Mirror mirror, RecordQuery query, AccountDefinitions definitions, TimeZoneInfo zone, CancellationToken cancellationToken) =>
        search.DealsAsync(mirror, query, definitions, zone, cancellationToken);

    protected override List<Deal> ReadRows(SqliteConnection connection, RecordSql sql, AccountDefinitions definitions) =>
        DealReading.Read(connection, sql.Page(connection, DealReading.Columns), definitions);

    protected override Deal Blank(long key, string id) => new() { Key = key, Id = id };

    protected override string IdOf(Deal record) => record.Id;

    protected override Deal MarkPending(Deal record) => record with { HasPendingEdit = true };

    protected override Deal WithProperties(Deal record, IReadOnlyDictionary<string, string?> values) => record with { Properties = values };

    protected override Deal With(Deal record, ValueOverlay values)
    {
        var stage = values.Text("dealstage", record.Stage);
        var pipeline = values.Text("pipeline", record.Pipeline);

        // HubSpot gives the deal the probability of the stage it moves to.
        var moved = stage != record.Stage ? values.Definitions.FindStage(pipeline, stage)?.Probability : null;
        return record with
        {
            Name = values.Text("dealname", record.Name),
            Amount = values.Number("amount", record.Amount),
            Currency = values.Text("deal_currency_code", record.Currency) ?? values.Definitions.Currency,
            Stage = stage,
            Pipeline = pipeline,
            CloseDate = values.Instant("closedate", record.CloseDate),
            CreatedDate = values.Instant("createdate", record.CreatedDate),
            ModifiedDate = values.Instant("hs_lastmodifieddate", record.ModifiedDate),
            LastActivityDate = values.Instant("notes_last_updated", record.LastActivityDate),
            OwnerId = values.Text("hubspot_owner_id", record.OwnerId),
            Owner = values.OwnerName(record.Owner),
            Probability = values.Number("hs_deal_stage_probability", moved ?? record.Probability),
        };
    }
}
