using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Search;
using Npgsql;

namespace HubSpotCrm.Benchmarks.Postgres;

/// <summary>What a list shows of a first page: which rows, in which order, and how many there are.</summary>
internal sealed record PageAnswer(IReadOnlyList<long> Keys, int Count, bool IsExact)
{
    public static PageAnswer Of<T>(Page<T> page)
        where T : Core.Crm.ICrmRecord => new([.. page.Items.Select(row => row.Key)], page.Total.Count, page.Total.IsExact);

    /// <summary>The same rows in the same order under the same total.</summary>
    public bool IsSame(PageAnswer other) => Count == other.Count && IsExact == other.IsExact && Keys.SequenceEqual(other.Keys);
}

/// <summary>Asks PostgreSQL as a portal on it would: the rows, the total only where the page is full, letters within words only where no word begins so.</summary>
internal static class PostgresAnswer
{
    public static async Task<PageAnswer> AskAsync(NpgsqlConnection connection, PostgresQuestion question, int limit, CancellationToken cancellationToken)
    {
        var keys = await PostgresDatabase.KeysAsync(connection, question.Rows(isWithin: false), cancellationToken);
        var isWithin = keys.Count == 0 && question.MayBeWithin
            && !(question.HasFilters && await PostgresDatabase.ScalarAsync<bool>(connection, question.Finds(), cancellationToken));
        if (isWithin)
        {
            keys = await PostgresDatabase.KeysAsync(connection, question.Rows(isWithin), cancellationToken);
        }

        var count = keys.Count < limit ? keys.Count : (int)await PostgresDatabase.ScalarAsync<long>(connection, question.Count(isWithin), cancellationToken);
        return new PageAnswer(keys, Math.Min(count, RecordSearch.ExactTotal), count <= RecordSearch.ExactTotal);
    }

    /// <summary>The statements that the question comes to, with what the server does for each.</summary>
    public static async Task<IReadOnlyList<string>> ExplainAsync(NpgsqlConnection connection, PostgresQuestion question, CancellationToken cancellationToken)
    {
        var isWithin = question.MayBeWithin && !await PostgresDatabase.ScalarAsync<bool>(connection, question.Finds(), cancellationToken);
        var lines = new List<string>();
        foreach (var statement in new[] { question.Rows(isWithin), question.Count(isWithin) })
        {
            lines.AddRange(statement.Sql.Split('\n').Select(line => "    " + line.TrimEnd()));
            lines.AddRange((await PostgresDatabase.PlanAsync(connection, statement, cancellationToken)).Select(line => "      " + line));
        }

        return lines;
    }
}
