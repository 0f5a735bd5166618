using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Web.Features.Records;

namespace HubSpotCrm.Tests.Records.Web;

public sealed class ListUrlTests
{
    private static ListState State => new(ObjectType.Contact);

    [Fact]
    public void The_default_state_has_an_empty_query()
    {
        ListUrl.Write(State).Should().BeEmpty();
    }

    [Fact]
    [Trait("Seed", "S07")]
    public void Keys_are_sorted_and_read_as_words()
    {
        var state = (State with { Sort = [new SortKey("score", true), new SortKey("name", false)], Page = 3, Record = "123", Tab = RecordTab.History })
            .WithFilter(new AnyOf("country", ["Germany", "Austria"]))
            .WithFilter(new NumberRange("score", 60, 100))
            .WithFilter(new DateRange("created", new DateOnly(2026, 1, 1), null));

        ListUrl.Write(state with { Page = 3 }).Should().Be("country=Germany,Austria&created=2026-01-01..&id=123&page=3&score=60..100&sort=-score,name&tab=history");
    }

    [Fact]
    public void A_query_becomes_the_state_it_names()
    {
        var (state, ignored) = ListUrl.Parse(ObjectType.Contact, "?q=anna&stage=lead,customer&score=..40&created=2026-01-01..2026-02-01&sort=-active&page=2&size=25&id=77&tab=associations");

        ignored.Should().BeEmpty();
        state.Text.Should().Be("anna");
        state.ValuesOf("stage").Should().Equal("lead", "customer");
        state.FilterOf("score").Should().Be(new NumberRange("score", null, 40));
        state.FilterOf("created").Should().Be(new DateRange("created", new DateOnly(2026, 1, 1), new DateOnly(2026, 2, 1)));
        state.Sort.Should().Equal(new SortKey("active", true));
        state.ToQuery().Offset.Should().Be(25);
        state.Record.Should().Be("77");
        state.Tab.Should().Be(RecordTab.Associations);
    }

    [Theory]
    [InlineData("Washington, DC")]
    [InlineData("back\\slash")]
    [InlineData("a,b\\,c")]
    [InlineData("R&D = 100 % + #1?")]
    [InlineData("東京 🚀 עברית")]
    [InlineData("")]
    public void Any_value_survives_the_address(string value)
    {
        var state = State.WithFilter(new AnyOf("city", [value, "Bern"]));

        ListUrl.Parse(ObjectType.Contact, ListUrl.Write(state)).State.ValuesOf("city").Should().Equal(value, "Bern");
    }

    [Theory]
    [Trait("BadInput", "URLs with unknown or malformed parameters")]
    [InlineData("colour=red", "colour")]
    [InlineData("page=0", "page")]
    [InlineData("page=-1", "page")]
    [InlineData("page=99999999999999999999", "page")]
    [InlineData("size=1000", "size")]
    [InlineData("sort=nothing", "sort")]
    [InlineData("sort=-score,nothing", "sort")]
    [InlineData("score=high", "score")]
    [InlineData("score=..", "score")]
    [InlineData("score=90..10", "score")]
    [InlineData("score=1..2..3", "score")]
    [InlineData("created=2026-02-30..", "created")]
    [InlineData("created=20999-01-01..", "created")]
    [InlineData("id=../../etc", "id")]
    [InlineData("tab=everything", "tab")]
    [InlineData("name=Anna", "name")]
    [InlineData("=x", "(no name)")]
    public void What_a_link_cannot_mean_is_left_out_and_named(string query, string name)
    {
        var (state, ignored) = ListUrl.Parse(ObjectType.Contact, query + "&country=Germany");

        ignored.Should().Equal(name);
        state.ValuesOf("country").Should().Equal("Germany");
    }

    [Fact]
    [Trait("BadInput", "search text of 10,000 characters")]
    public void A_text_that_is_too_long_is_cut_and_told()
    {
        var (state, ignored) = ListUrl.Parse(ObjectType.Contact, "q=" + new string('a', 10_000));

        state.Text.Should().HaveLength(ListState.MaximumText);
        ignored.Should().Equal("q");
    }

    [Theory]
    [Trait("BadInput", "search text with quotes, %, \", *, NUL, emoji, right-to-left marks")]
    [InlineData("'; DROP TABLE--", "'; DROP TABLE--")]
    [InlineData("100% \"x\" *", "100% \"x\" *")]
    [InlineData("a\0b", "ab")]
    [InlineData("a\tb\r\nc", "a b  c")]
    [InlineData("🚀🚀", "🚀🚀")]
    [InlineData("\ud83d", "")]
    public void A_search_text_keeps_what_can_be_searched(string typed, string kept)
    {
        State.WithText(typed).Text.Should().Be(kept);
    }

    [Fact]
    public void A_text_is_never_cut_inside_a_character()
    {
        var text = ListState.Clean(string.Concat(Enumerable.Repeat("🚀", 150)) + "a");

        text.Should().Be(string.Concat(Enumerable.Repeat("🚀", ListState.MaximumText / 2)));
    }

    [Fact]
    public void More_values_than_a_filter_takes_are_told()
    {
        var (state, ignored) = ListUrl.Parse(ObjectType.Contact, "city=" + string.Join(',', Enumerable.Range(0, 500)));

        state.ValuesOf("city").Should().HaveCount(ListState.MaximumValues);
        ignored.Should().Equal("city");
    }

    [Fact]
    public void A_key_that_comes_twice_means_all_its_values()
    {
        ListUrl.Parse(ObjectType.Contact, "country=Germany&country=Austria").State.ValuesOf("country").Should().Equal("Germany", "Austria");
    }

    [Fact]
    public void The_older_name_of_the_open_record_is_understood()
    {
        ListUrl.Parse(ObjectType.Contact, "record=9").State.Record.Should().Be("9");
    }

    [Property(Arbitrary = [typeof(States)], MaxTest = 500)]
    public bool Any_state_comes_back_from_its_address(ListState state)
    {
        var parsed = ListUrl.Parse(ObjectType.Contact, ListUrl.Write(state));
        return parsed.Ignored.Count == 0 && parsed.State == state && parsed.State.Sort.SequenceEqual(state.Sort) && parsed.State.Text == state.Text;
    }

    [Property(MaxTest = 1000)]
    [Trait("BadInput", "URLs with unknown or malformed parameters")]
    public bool Any_address_is_read_without_a_fault_and_what_it_means_is_stable(string? address)
    {
        var parsed = ListUrl.Parse(ObjectType.Contact, address ?? "");
        var again = ListUrl.Parse(ObjectType.Contact, ListUrl.Write(parsed.State));
        return again.Ignored.Count == 0 && again.State == parsed.State;
    }

    [Property(MaxTest = 1000)]
    [Trait("BadInput", "URLs with unknown or malformed parameters")]
    public bool Any_value_of_a_known_key_is_read_without_a_fault(NonNull<string> value, int key)
    {
        string[] keys = ["q", "sort", "page", "size", "id", "tab", "country", "score", "created", "stage", "cols", "widths", "view", "layout", "state"];
        var parsed = ListUrl.Parse(ObjectType.Contact, $"{keys[(int)((uint)key % (uint)keys.Length)]}={Uri.EscapeDataString(value.Get)}");
        return ListUrl.Parse(ObjectType.Contact, ListUrl.Write(parsed.State)).State == parsed.State;
    }

    public static class States
    {
        private static readonly string[] Choices = ["country", "city", "stage", "owner", "industry"];

        public static Arbitrary<ListState> State() => (
            from text in ArbMap.Default.GeneratorFor<string>()
            from values in ArbMap.Default.GeneratorFor<NonNull<string>[]>()
            from choice in Gen.Elements(Choices)
            from low in ArbMap.Default.GeneratorFor<decimal>()
            from width in Gen.Choose(0, 1_000_000)
            from hasRange in Gen.Elements(true, false)
            from day in Gen.Choose(1, 700_000)
            from sort in Gen.SubListOf(FieldCatalog.Of(ObjectType.Contact).Select(field => field.Name))
            from isDown in Gen.Elements(true, false)
            from page in Gen.Choose(1, ListState.MaximumPage)
            from size in Gen.Choose(1, RecordQuery.MaximumLimit)
            from record in Gen.Elements(null, "1", "9007199254740993", "abc-DEF_9")
            from tab in Gen.Elements(Enum.GetValues<RecordTab>())
            select Make(text ?? "", choice, [.. values.Select(value => value.Get)], hasRange ? (Math.Round(low % 1_000_000_000m, 3), width) : null, day, [.. sort.Take(ListState.MaximumSort).Select(name => new SortKey(name, isDown))], page, size, record, tab) with
            {
                Columns = [.. sort.Skip(2)],
                Widths = [.. sort.Take(3).Select((name, at) => new ColumnWidth(name, 60 + at * 100))],
                View = page % 2 == 0 ? "view-1" : null,
            })
            .ToArbitrary();

        private static ListState Make(
            string text, string choice, string[] values, (decimal Low, int Width)? range, int day, SortKey[] sort, int page, int size, string? record, RecordTab tab)
        {
            var state = new ListState(ObjectType.Contact) { Sort = sort, Size = size, Record = record, Tab = record is null ? RecordTab.Details : tab }
                .WithText(text)
                .WithFilter(new AnyOf(choice, [.. values.Select(ListState.CleanValue).Distinct().Take(ListState.MaximumValues)]))
                .WithFilter(new DateRange("active", DateOnly.FromDayNumber(day), null));
            return (range is { } ends ? state.WithFilter(new NumberRange("score", ends.Low, ends.Low + ends.Width)) : state) with { Page = page };
        }
    }
}
