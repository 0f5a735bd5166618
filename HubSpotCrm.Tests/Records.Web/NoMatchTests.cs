using Bunit;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;

namespace HubSpotCrm.Tests.Records.Web;

/// <summary>A list that finds nothing says what was meant and what was looked for lately; each is one click.</summary>
[Trait("Seed", "S06")]
public sealed class NoMatchTests : IAsyncDisposable
{
    private readonly RecordScreen _screen = new();

    public ValueTask DisposeAsync() => _screen.DisposeAsync();

    [Fact]
    public void A_text_that_finds_nothing_offers_what_was_meant_as_links_that_keep_the_rest_of_the_list()
    {
        _screen.Searches.Suggestions.Add(new Suggestion("biosciences", new Total(60, true)));
        _screen.Searches.Suggestions.Add(new Suggestion("aurelia", new Total(10_000, false)));

        _screen.Open("/contacts?q=biosienses%20aureliax&sort=-score");

        _screen.Eventually(() => Others("meant").Should().Equal(
            ("biosciences 60", "/contacts?q=biosciences&sort=-score"), ("aurelia 10,000+", "/contacts?q=aurelia&sort=-score")));
        _screen.Page.Find(".meant").TextContent.Should().StartWith("Did you mean:");
        _screen.Searches.Suggested.Should().Equal(("biosienses aureliax", ObjectType.Contact));

        _screen.Navigation.NavigateTo("/contacts?q=biosciences&sort=-score");
        _screen.Eventually(() => _screen.Rows.Should().HaveCount(50));
    }

    [Fact]
    public void Under_filters_only_what_finds_something_there_is_offered_and_counted()
    {
        _screen.Searches.Suggestions.Add(new Suggestion("biosciences", new Total(60, true)));
        _screen.Searches.Suggestions.Add(new Suggestion("ostlab", new Total(60, true)));

        _screen.Open("/contacts?q=ostlqb&country=Germany&stage=customer");

        _screen.Eventually(() => Others("meant").Should().Equal(("ostlab 20", "/contacts?country=Germany&q=ostlab&stage=customer")));
    }

    [Fact]
    public void Where_the_filters_and_not_the_text_leave_nothing_no_other_text_is_meant()
    {
        _screen.Searches.Suggestions.Add(new Suggestion("ostlab", new Total(60, true)));

        _screen.Open("/contacts?q=biosciences&country=Germany");

        _screen.Eventually(() => _screen.Page.FindAll("[data-relief]").Should().HaveCount(2));
        _screen.Searches.Suggested.Should().BeEmpty();
        Others("meant").Should().BeEmpty();
    }

    [Fact]
    public void Searches_of_before_are_offered_where_they_find_something_in_this_list()
    {
        _screen.Recent.Searches.AddRange(["xqzwvy", "ostlab", "nothing of here", "biosciences"]);

        _screen.Open("/contacts?q=xqzwvy&country=Germany&sort=-score");

        _screen.Eventually(() => Others("recent").Should().Equal(("ostlab 60", "/contacts?q=ostlab&sort=-score"), ("biosciences 60", "/contacts?q=biosciences&sort=-score")));
        _screen.Page.Find(".recents h3").TextContent.Should().Be("Searched for lately");
    }

    [Fact]
    public void What_is_offered_goes_with_the_question_that_it_was_for()
    {
        _screen.Searches.Suggestions.Add(new Suggestion("biosciences", new Total(60, true)));
        _screen.Recent.Searches.Add("ostlab");
        _screen.Open("/contacts?q=xqzwvy");
        _screen.Eventually(() => Others("recent").Should().HaveCount(1));

        _screen.Search("aurelia");
        _screen.Eventually(() => _screen.Rows.Should().HaveCount(50));
        _screen.Searches.Suggestions.Clear();
        _screen.Recent.Searches.Clear();
        _screen.Search("qqqq");

        _screen.Eventually(() => _screen.Page.FindAll(".empty").Should().HaveCount(1));
        _screen.Page.FindAll("[data-other]").Should().BeEmpty();
    }

    [Fact]
    public void A_list_within_another_page_has_buttons_for_it()
    {
        _screen.Searches.Suggestions.Add(new Suggestion("ostlab", new Total(60, true)));
        _screen.Open("/elsewhere", isEmbedded: true);
        _screen.Search("ostlqb");
        _screen.Eventually(() => _screen.Page.FindAll("button[data-other=meant]").Should().HaveCount(1));

        _screen.Page.Find("button[data-other=meant]").Click();

        _screen.Eventually(() => _screen.Rows.Should().HaveCount(50));
        _screen.Page.Find("input[data-page-search]").GetAttribute("value").Should().Be("ostlab");
        _screen.Address.Should().Be("/elsewhere");
    }

    [Fact]
    public void A_text_is_kept_when_a_record_that_it_found_is_opened()
    {
        _screen.Open();
        _screen.Navigation.NavigateTo("/contacts?id=3");
        _screen.Eventually(() => _screen.Drawer.Should().NotBeNull());
        _screen.Recent.Searches.Should().BeEmpty();
        _screen.Navigation.NavigateTo("/contacts?q=ostlab");
        _screen.Eventually(() => _screen.Page.FindAll(".drawer").Should().BeEmpty());

        _screen.Navigation.NavigateTo("/contacts?q=ostlab&id=5");

        _screen.Eventually(() => _screen.Recent.Searches.Should().Equal("ostlab"));
        _screen.Recent.Records.Select(record => (record.Type, record.Id)).Should().Equal((ObjectType.Contact, "5"));
    }

    [Fact]
    [Trait("BadInput", "the list of earlier searches cannot be read")]
    public void A_fault_in_what_is_offered_leaves_the_list_as_it_is()
    {
        _screen.Recent.Fault = new InvalidOperationException("broken");

        _screen.Open("/contacts?q=xqzwvy&country=Germany");

        _screen.Eventually(() => _screen.Page.FindAll("[data-relief]").Should().ContainSingle().Which.TextContent.Should().Contain("Without “xqzwvy”: 60 contacts"));
        _screen.Page.FindAll("[data-other]").Should().BeEmpty();
        _screen.Button("Clear search and filters").Click();
        _screen.Eventually(() => _screen.Rows.Should().HaveCount(50));
    }

    private IEnumerable<(string Text, string? Href)> Others(string kind) =>
        _screen.Page.FindAll($"[data-other={kind}]").Select(link => (link.TextContent.Trim(), link.GetAttribute("href")));
}
