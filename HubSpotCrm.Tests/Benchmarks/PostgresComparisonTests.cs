using HubSpotCrm.Benchmarks;
using HubSpotCrm.Benchmarks.Postgres;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;

namespace HubSpotCrm.Tests.Benchmarks;

/// <summary>What is asked of PostgreSQL and how the two sides are told, without a server.</summary>
public sealed class PostgresComparisonTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("Hots=127.0.0.1;Password=very-secret")]
    [InlineData("Database=benchmark;Password=very-secret")]
    [InlineData("no connection string, very-secret")]
    [InlineData("Host=127.0.0.1;Port=1;Username=nobody;Password=very-secret;Timeout=5")]
    public async Task A_server_that_cannot_be_asked_is_told_before_anything_is_made_and_without_its_password(string connection)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"hubspotcrm-benchmark-{Guid.NewGuid():N}");
        var errors = new StringWriter();

        (await Program.RunAsync(["search", "--contacts", "300", "--data", folder, "--postgres", connection], TextWriter.Null, errors, TestContext.Current.CancellationToken)).Should().Be(2);

        errors.ToString().Should().StartWith("--postgres").And.NotContain("very-secret");
        Directory.Exists(folder).Should().BeFalse();
    }

    [Fact]
    public async Task Indexes_that_do_not_exist_are_refused()
    {
        var errors = new StringWriter();

        (await Program.RunAsync(["search", "--postgres", "Host=127.0.0.1", "--indexes", "all"], TextWriter.Null, errors, TestContext.Current.CancellationToken)).Should().Be(2);

        errors.ToString().Should().Contain("'all'");
    }

    [Theory]
    [InlineData("ann schm", "'schm':* & 'ann':*")]
    [InlineData("Müller", "'muller':*")]
    [InlineData("o'hara", "'hara':* & 'o':*")]
    [InlineData("030 1234567", "'0301234567':* | '301234567':* | ('1234567':* & '030':*)")]
    public void A_text_becomes_a_tsquery_of_the_portals_own_words(string typed, string query) =>
        PostgresQuestion.Lexemes(TypedText.Of(typed)!.Beginnings).Should().Be(query);

    [Fact]
    public void What_was_typed_is_a_value_and_never_part_of_a_statement()
    {
        var question = Question("robert'); DROP TABLE students", new AnyOf("country", ["x'y"]), new TextTest("office", TextOperator.Contains, "50%_o'f"));

        foreach (var statement in new[] { question.Rows(false), question.Rows(true), question.Count(false), question.Finds() })
        {
            statement.Sql.Should().NotContainAny("robert", "DROP", "students", "x'y", "50%");
        }

        question.Count(false).Values.Should().Equal("'students':* & 'robert':* & 'table':* & 'drop':*", "x'y", @"%50\%\_o'f%");
    }

    [Fact]
    public void Each_statement_has_a_value_for_every_number_in_it()
    {
        var question = Question("ann 12", new AnyOf("country", ["Germany", "France"]), new NumberRange("score", 50, null));

        foreach (var (sql, values) in new[] { question.Rows(false), question.Rows(true), question.Count(false), question.Count(true) }.Select(statement => (statement.Sql, statement.Values)))
        {
            Enumerable.Range(1, values.Count).Should().OnlyContain(number => sql.Contains($"${number}"));
            sql.Should().NotContain($"${values.Count + 1}");
        }
    }

    [Fact]
    public void Rows_that_say_just_what_was_typed_come_first_and_then_the_most_recently_active()
    {
        var rows = Question("ann schmidt").Rows(isWithin: false);

        rows.Sql.Should().Contain("= ANY(w.texts)").And.Contain("ORDER BY found.rank, found.place DESC LIMIT 50");
        rows.Values.Should().Equal("'schmidt':* & 'ann':*", "'ann' & 'schmidt'", "ann schmidt");
    }

    [Fact]
    public void Letters_within_words_are_looked_for_by_trigrams_and_one_or_two_of_them_as_a_beginning()
    {
        var rows = Question("chmid an").Rows(isWithin: true);

        rows.Sql.Should().Contain("c.words LIKE $1 AND c.tsv @@ $2::tsquery ORDER BY c.place DESC");
        rows.Values.Should().Equal("%chmid%", "'an':*");
    }

    [Fact]
    public void An_id_finds_its_record_and_nothing_else()
    {
        var question = Question("#123");

        question.MayBeWithin.Should().BeFalse();
        question.Rows(isWithin: false).Sql.Should().Contain("WHERE c.hub_spot_id = $1");
    }

    [Fact]
    public void Filters_compare_as_the_portal_compares()
    {
        var rows = new PostgresQuestion(ObjectType.Contact, new RecordQuery("", [new AnyOf("country", ["GERMANY"]), new AnyOf("stage", ["lead"]), new NumberRange("score", 50, null)], [new("status", false), new("name", true)]), Now).Rows(isWithin: false);

        rows.Sql.Should().Contain("WHERE (lower(c.country) = $1) AND (c.lifecycle_stage = $2) AND c.lead_score >= $3")
            .And.Contain("ORDER BY c.lead_status IS NULL, coalesce(array_position($4, c.lead_status), 6) ASC, c.lead_status ASC NULLS LAST, lower(c.name) DESC NULLS LAST, c.key ASC LIMIT 50");
        rows.Values.Take(3).Should().Equal("germany", "lead", 50_000L);
    }

    [Fact]
    public void Filtered_and_sorted_columns_have_an_index_of_their_own_or_in_the_order_of_the_list()
    {
        var (single, ordered) = (PostgresTables.IndexSql(PostgresIndexes.Single).ToList(), PostgresTables.IndexSql(PostgresIndexes.Ordered).ToList());

        single.Should().Contain(["CREATE INDEX ON contact (lower(country))", "CREATE INDEX ON contact (p_lead_tier)", "CREATE INDEX ON contact (lower(company) ASC NULLS LAST, key ASC)", "CREATE INDEX ON contact USING gin (p_office_folded gin_trgm_ops)"]);
        ordered.Should().Contain(["CREATE INDEX ON contact (lower(country), last_activity_at DESC NULLS LAST, key DESC)", "CREATE INDEX ON contact (lower(company) ASC NULLS LAST, lower(name) ASC NULLS LAST, key ASC)"]);
        single.Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void Answers_are_the_same_with_the_same_rows_in_the_same_order_under_the_same_total()
    {
        var answer = new PageAnswer([3, 1], 2, true);

        answer.IsSame(new PageAnswer([3, 1], 2, true)).Should().BeTrue();
        answer.IsSame(new PageAnswer([1, 3], 2, true)).Should().BeFalse();
        answer.IsSame(new PageAnswer([3, 1], 3, true)).Should().BeFalse();
        answer.IsSame(new PageAnswer([3, 1], 2, false)).Should().BeFalse();
    }

    [Fact]
    public void Shapes_stand_side_by_side_and_the_slower_ones_are_named()
    {
        ComparedShape[] shapes = [new("1 letter", [1, 2], [3, 4], 10, 10), new("id", [0.5], [0.25], 10, 9, "'#1' 1 against 0"), new("words", [1], [2], 20, 20), new("mid-word", [1], [2], 10, 10)];

        ComparedShape.Table(shapes).Should().Contain(["| 1 letter | 1.00 | 2.00 | 3.00 | 4.00 | portal | 10 of 10 |", "| id | 0.50 | 0.50 | 0.25 | 0.25 | PostgreSQL | 9 of 10 |", "The portal is slower at 1 of 4: id (0.50 against 0.25 ms).", "Differs: id: '#1' 1 against 0"]);
        ComparedShape.Summary(shapes).Select(result => (result.Value, result.Met)).Should().Equal((75, true), (98, false));
        shapes[1].Results.Select(result => (result.Name, result.Value, result.Met)).Should().Equal(("id: portal", 0.5, null), ("id: PostgreSQL", 0.25, null), ("id: same rows", 90, false));
    }

    private static PostgresQuestion Question(string text, params FilterNode[] filters) => new(ObjectType.Contact, new RecordQuery(text, filters, []), Now);
}
