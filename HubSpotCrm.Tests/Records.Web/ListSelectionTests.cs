using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Web.Features.Records;

namespace HubSpotCrm.Tests.Records.Web;

[Trait("Seed", "S35")]
public sealed class ListSelectionTests
{
    private static readonly string[] First = ["1", "2", "3", "4"];
    private static readonly string[] Second = ["5", "6"];

    private readonly ListSelection _selection = new();

    [Fact]
    public void Rows_are_chosen_and_taken_out_over_several_pages()
    {
        _selection.Toggle("1", First);
        _selection.Toggle("3", First);
        _selection.Toggle("5", Second);
        _selection.Toggle("1", First);

        Chosen().Should().Equal("3", "5");
        _selection.Count(new Total(6, true)).Should().Be(2);
    }

    [Theory]
    [InlineData("2", "4", new[] { "2", "3", "4" })]
    [InlineData("4", "2", new[] { "2", "3", "4" })]
    [InlineData("5", "2", new[] { "2", "5" })]
    public void A_range_goes_from_the_last_touched_row_and_from_nowhere_when_that_is_on_another_page(string from, string to, string[] expected)
    {
        _selection.Toggle(from, from == "5" ? Second : First);
        _selection.Extend(to, First);

        Chosen().Should().BeEquivalentTo(expected);
    }

    [Fact]
    public void All_that_match_are_a_question_and_not_a_list()
    {
        _selection.ChooseAll();

        _selection.Count(new Total(12_481, true)).Should().Be(12_481);
        _selection.Contains("never shown").Should().BeTrue();
        _selection.ToBulk(RecordQuery.All).Should().Be(new MatchingRecords(RecordQuery.All));

        _selection.Toggle("2", First);
        Chosen().Should().BeEquivalentTo("1", "3", "4");
    }

    [Fact]
    public void The_box_in_the_head_chooses_the_page_and_takes_it_out_again()
    {
        _selection.Toggle("5", Second);
        _selection.TogglePage(First);
        Chosen().Should().BeEquivalentTo("1", "2", "3", "4", "5");
        _selection.TogglePage(First);
        Chosen().Should().Equal("5");
        _selection.Clear();
        _selection.IsEmpty.Should().BeTrue();
    }

    private IReadOnlyList<string> Chosen() => ((ChosenRecords)_selection.ToBulk(RecordQuery.All)).Ids;
}
