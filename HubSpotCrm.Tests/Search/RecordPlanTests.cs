using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Search.Filters;
using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Tests.Search;

/// <summary>At a million rows a plan that sorts is a second instead of a millisecond; the plan is the same at five.</summary>
public sealed class RecordPlanTests(SearchSample sample) : IClassFixture<SearchSample>
{
    [Fact]
    public void A_ranked_search_reads_the_index_in_its_order() =>
        Plan(SearchSample.Query("ann smi"), (sql, connection) => sql.Places(connection, 10_001)).Should().NotContain("TEMP B-TREE");

    [Fact]
    public void A_ranked_search_with_a_filter_reads_the_index_in_its_order() =>
        Plan(SearchSample.Query("ann", [new AnyOf("stage", ["lead"])]), (sql, connection) => sql.Places(connection, 10_001)).Should().NotContain("TEMP B-TREE");

    [Theory]
    [InlineData(null, true)]
    [InlineData("name", false)]
    [InlineData("name", true)]
    [InlineData("score", false)]
    [InlineData("score", true)]
    [InlineData("created", false)]
    public void A_list_sorted_by_one_column_finds_its_keys_by_that_columns_index(string? field, bool descending)
    {
        var plan = Plan(
            SearchSample.Query(sort: field is null ? null : [new SortKey(field, descending)]), (sql, connection) => sql.Page(connection, "c.key"));

        // The rows of the page alone may be sorted again.
        plan.Split("TEMP B-TREE").Length.Should().BeLessThanOrEqualTo(2, plan);
        plan.Should().Contain("USING COVERING INDEX", plan);
    }

    private string Plan(RecordQuery query, Func<RecordSql, SqliteConnection, SqliteCommand> statement)
    {
        var sql = RecordSql.Build(ObjectType.Contact, query, AccountDefinitions.Empty, FilterDays.At(TimeZoneInfo.Utc, TimeProvider.System.GetUtcNow())).Value;
        using var connection = sample.Mirror.OpenRead();
        using var command = statement(sql, connection);
        command.CommandText = "EXPLAIN QUERY PLAN " + command.CommandText;
        using var reader = command.ExecuteReader();
        var plan = new List<string>();
        while (reader.Read())
        {
            plan.Add(reader.GetString(3));
        }

        return string.Join('\n', plan);
    }
}
