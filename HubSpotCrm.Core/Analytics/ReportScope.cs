using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Core.Analytics;

/// <summary>A period, and the one it is compared with.</summary>
internal sealed record Comparison(Period Present, Period Before);

/// <summary>What the numbers of one report are computed from: one snapshot of the mirror at one moment.</summary>
internal sealed class ReportScope(SqliteConnection connection, AccountDefinitions definitions, AccountCalendar calendar, AnalyticsQuery query)
{
    public AccountDefinitions Definitions { get; } = definitions;

    public AccountCalendar Calendar { get; } = calendar;

    public CampaignReturn Return { get; } = query.Return;

    /// <summary>The account's.</summary>
    public string Currency => Definitions.Currency;

    /// <summary>The period that was asked for, else the number's own.</summary>
    public Comparison PeriodOr(PeriodChoice own)
    {
        var choice = query.Period ?? own;
        return new(Calendar.Of(choice), Calendar.Before(choice));
    }

    public List<T> Rows<T>(string sql, Func<SqliteDataReader, T> read, params (string Name, object Value)[] values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return RowReading.ReadAll(command, read);
    }

    public long Count(string sql, params (string Name, object Value)[] values) => Rows(sql, row => row.GetInt64(0), values)[0];

    /// <summary>A list of deals in the stages that the account defines so; null where it defines none, or more than a list's address holds.</summary>
    public RecordList? DealsIn(Func<Stage, bool> stages, string? pipeline = null, params FieldFilter[] filters)
    {
        var ids = Definitions.Pipelines.Where(one => pipeline is null || one.Id == pipeline)
            .SelectMany(one => one.Stages).Where(stages).Select(stage => stage.Id).Distinct().ToList();
        FieldFilter[] ofPipeline = pipeline is null ? [] : [new AnyOf("pipeline", [pipeline])];
        return ids.Count is > 0 and <= MostStages ? new RecordList(ObjectType.Deal, [new AnyOf("dealstage", ids), .. ofPipeline, .. filters]) : null;
    }

    public static bool IsOpen(Stage stage) => !stage.IsClosed;

    public static bool IsClosed(Stage stage) => stage.IsClosed;

    public static bool IsWon(Stage stage) => stage is { IsClosed: true, Probability: 1 };

    private const int MostStages = 100;
}
