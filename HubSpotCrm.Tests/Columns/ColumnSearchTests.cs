using HubSpotCrm.Core.Columns;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Search.Filters;

namespace HubSpotCrm.Tests.Columns;

/// <summary>The copy answers as the mirror does, row by row: whoever asks cannot tell which it was.</summary>
public sealed class ColumnSearchTests(ColumnWorld world) : IClassFixture<ColumnWorld>
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(8)]
    [Trait("Seed", "S07")]
    public async Task Random_queries_have_the_same_rows_in_the_same_order_and_the_same_totals(int seed)
    {
        var queries = new ColumnQueries(seed);
        for (var number = 0; number < 150; number++)
        {
            var (type, query) = queries.Next();
            var words = $"query {number} of seed {seed}: {type} {query}, {string.Join(" & ", query.Filters.Select(Words))}, by {string.Join(", ", query.Sort)}";

            var (plain, plainTotal) = await world.PageAsync(world.Plain, type, query);
            var (quick, quickTotal) = await world.PageAsync(world.Quick, type, query);
            quick.Should().Equal(plain, words);
            quickTotal.Should().Be(plainTotal, words);
            (await world.CountAsync(world.Quick, type, query)).Should().Be(await world.CountAsync(world.Plain, type, query), words);
        }

        world.Complaints.Should().BeEmpty();
    }

    [Fact]
    [Trait("Seed", "S07")]
    public async Task Facets_count_the_same_under_text_and_filters()
    {
        var queries = new ColumnQueries(5);
        for (var number = 0; number < 40; number++)
        {
            var (type, query) = queries.Next();
            string[] fields = type switch
            {
                ObjectType.Contact => ["country", "stage", "owner", "tier", "interests", "motto", "nowhere", "name"],
                ObjectType.Company => ["country", "industry", "owner", "vip"],
                _ => ["dealstage", "pipeline", "interests"],
            };
            var (plain, quick) = (await world.FacetsAsync(world.Plain, type, query, fields), await world.FacetsAsync(world.Quick, type, query, fields));
            foreach (var field in fields)
            {
                quick.Of(field).Should().Equal(plain.Of(field), $"{field} under {query}, {string.Join(" & ", query.Filters.Select(Words))}");
            }
        }

        world.Complaints.Should().BeEmpty();
    }

    [Fact]
    [Trait("Seed", "S07")]
    public async Task The_ids_of_all_that_match_are_the_same()
    {
        var queries = new ColumnQueries(6);
        for (var number = 0; number < 40; number++)
        {
            var (type, query) = queries.Next();
            (await world.IdsAsync(world.Quick, type, query)).Should().Equal(await world.IdsAsync(world.Plain, type, query));
        }
    }

    [Theory]
    [InlineData("country")]
    [InlineData("motto")]
    [InlineData("tier")]
    [InlineData("fit")]
    [InlineData("renewal")]
    [InlineData("interests")]
    [Trait("Seed", "S07")]
    public async Task Any_field_sorts_with_empty_values_last_in_both_directions(string field)
    {
        foreach (var descending in new[] { false, true })
        {
            var query = RecordQuery.All with { Sort = [new SortKey(field, descending)], Limit = 200, Offset = 1300 };
            var (quick, _) = await world.PageAsync(world.Quick, ObjectType.Contact, query);

            quick.Should().Equal((await world.PageAsync(world.Plain, ObjectType.Contact, query)).Ids);
            var last = await world.PageAsync(world.Quick, ObjectType.Contact, query with { Filters = [new AnyOf(field, [""])], Offset = 0 });
            quick.TakeLast(50).Should().BeSubsetOf(await world.IdsAsync(world.Plain, ObjectType.Contact, RecordQuery.All with { Filters = [new AnyOf(field, [""])] }));
            last.Total.Count.Should().BeGreaterThan(50);
        }
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(true, 150)]
    [InlineData(true, 450)]
    [InlineData(false, 0)]
    [InlineData(false, 60)]
    public async Task A_text_with_many_hits_is_ranked_as_before_under_a_filter(bool isBroad, int offset)
    {
        FilterNode filter = isBroad ? new Not(new AnyOf("tier", ["gold"])) : new AnyOf("country", ["Germany"]);
        var query = RecordQuery.All with { Text = "a", Filters = [filter], Offset = offset };

        var (quick, total) = await world.PageAsync(world.Quick, ObjectType.Contact, query);

        (await world.CountAsync(world.Quick, ObjectType.Contact, RecordQuery.All with { Text = "a" })).Should().BeGreaterThan(500, "the best are but a part");
        total.IsExact.Should().Be(!isBroad, "the best hits do where these are many");
        var (plain, plainTotal) = await world.PageAsync(world.Plain, ObjectType.Contact, query);
        quick.Should().Equal(plain);
        total.Should().Be(plainTotal);
    }

    [Theory]
    [InlineData("fit")]
    [InlineData("tier")]
    [InlineData("owner")]
    public async Task Records_on_their_way_out_are_left_out(string sort)
    {
        var all = RecordQuery.All with { Filters = [new HasValue("tier")], Sort = [new SortKey(sort, false)] };
        var (before, _) = await world.PageAsync(world.Quick, ObjectType.Contact, all);
        var without = all with { Without = [before[0], before[3]] };

        var (after, _) = await world.PageAsync(world.Quick, ObjectType.Contact, without);

        after.Should().NotContain(new[] { before[0], before[3] }).And.StartWith(new[] { before[1], before[2], before[4] });
        (await world.CountAsync(world.Quick, ObjectType.Contact, without)).Should().Be(await world.CountAsync(world.Quick, ObjectType.Contact, all) - 2);
        world.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task A_field_with_several_values_is_asked_for_as_many_as_an_address_has()
    {
        var query = RecordQuery.All with { Filters = [new AnyOf("interests", [.. Enumerable.Range(0, 999).Select(at => $"other {at}"), "b"])] };

        var found = await world.IdsAsync(world.Plain, ObjectType.Contact, query);

        found.Should().NotBeEmpty().And.Equal(await world.IdsAsync(world.Plain, ObjectType.Contact, query with { Filters = [new AnyOf("interests", ["b"])] }));
        (await world.IdsAsync(world.Quick, ObjectType.Contact, query)).Should().Equal(found);
        world.Complaints.Should().BeEmpty();
    }

    [Theory]
    [InlineData("motto", PropertyType.Number, true)]
    [InlineData("strange", PropertyType.Text, true)]
    [InlineData("tier", PropertyType.Enumeration, false)]
    [InlineData("nowhere", PropertyType.Number, false)]
    public void A_property_that_the_account_has_changed_since_is_asked_of_the_mirror(string property, PropertyType type, bool isOutdated)
    {
        var layout = ColumnLayout.Empty
            .With(ObjectType.Contact, [.. ColumnLayout.Empty.Of(ObjectType.Contact), ColumnLayout.OfNumber("motto", ColumnKind.Text, 1), ColumnLayout.OfNumber("tier", ColumnKind.Choice, 2)])
            .WithUndefined((ObjectType.Contact, "strange"));
        var definitions = new AccountDefinitions([], [], [ColumnFixture.Define(ObjectType.Contact, property, type)], "EUR", "UTC");
        ColumnSql Ask(RecordQuery query) => ColumnSql.Build(ObjectType.Contact, query, [], definitions, FilterDays.At(TimeZoneInfo.Utc, DateTimeOffset.UnixEpoch), layout).Value;

        Ask(RecordQuery.All with { Filters = [new HasValue(property)] }).IsOutdated.Should().Be(isOutdated);
        Ask(RecordQuery.All with { Sort = [new SortKey(property, false)] }).IsOutdated.Should().Be(isOutdated);
        Ask(RecordQuery.All).IsOutdated.Should().BeFalse();
        (Ask(RecordQuery.All).Facets([RecordFields.Find(ObjectType.Contact, property, definitions)!]) is null).Should().Be(isOutdated);
    }

    [Theory]
    [InlineData("'; DROP TABLE contact; --")]
    [InlineData("\"")]
    [InlineData("$1")]
    [InlineData("\0")]
    [Trait("BadInput", "SQL in every field")]
    public async Task Values_are_values_whatever_they_hold(string value)
    {
        RecordQuery[] queries =
        [
            RecordQuery.All with { Filters = [new AnyOf("motto", [value])] },
            RecordQuery.All with { Filters = [new TextTest("country", TextOperator.Contains, value + "qqq")] },
            RecordQuery.All with { Filters = [new Related(ObjectType.Company, new AnyOf("tier", [value]))] },
        ];
        foreach (var query in queries)
        {
            (await world.CountAsync(world.Quick, ObjectType.Contact, query)).Should().Be(0);
        }

        world.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task A_query_that_was_cancelled_stops_and_the_copy_answers_the_next()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        var query = RecordQuery.All with { Filters = [new HasValue("tier")] };

        var asking = () => world.Quick.ContactsAsync(world.Mirror, query, world.Definitions, world.Definitions.Zone, cancelled.Token);

        await asking.Should().ThrowAsync<OperationCanceledException>();
        world.Complaints.Should().BeEmpty();
    }

    private static string Words(FilterNode node) => node switch
    {
        AllOf all => $"({string.Join(" and ", all.Nodes.Select(Words))})",
        EitherOf either => $"({string.Join(" or ", either.Nodes.Select(Words))})",
        Not not => $"not {Words(not.Node)}",
        Related related => $"{related.Type} with {Words(related.Where)}",
        AnyOf any => $"{any.Field} in [{string.Join("|", any.Values)}]",
        _ => node.ToString(),
    };
}
