using AngleSharp.Dom;
using Bunit;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Search.Filters;
using HubSpotCrm.Tests.Support;
using HubSpotCrm.Web.Features.Filters;

namespace HubSpotCrm.Tests.Records.Web;

public sealed class FilterBuilderTests : IAsyncDisposable
{
    private readonly RecordScreen _screen = new();

    public ValueTask DisposeAsync() => _screen.DisposeAsync();

    [Fact]
    [Trait("Seed", "S07")]
    public void A_filter_is_built_of_any_property_and_stands_in_the_address()
    {
        Open("/contacts");
        Choose(0, "Nickname");
        Select("Condition on Nickname", "Begins");
        Change("Text in Nickname", "ann");
        Dialog.Find("[data-add=condition]").Click();
        Choose(1, "lead SCORE");
        Dialog.FindAll("[role=alert]").Select(one => one.TextContent).Should().Equal("There is no field “lead SCORE”.");
        Choose(1, "Score");
        Select("Condition on Score", "Over");
        Change("Value", "80");

        Dialog.Find("[data-testid=builder-echo]").TextContent.Should().Be("Contacts whose nickname begins with “ann” and whose score is over 80.");
        Dialog.Find("[data-testid=builder-text]").GetAttribute("value").Should().Be("nickname~ann* score>80");
        Dialog.Find("[data-apply]").Click();

        _screen.Eventually(() => _screen.Address.Should().Be("/contacts?f=1:nickname:begins(ann),score:num(%3E80..)"));
        _screen.Page.FindAll(".chip").Select(chip => chip.GetAttribute("title")).Should().Equal("Nickname begins with ann", "Score over 80");
        _screen.Page.Find("[data-testid=echo]").TextContent.Should().Contain("contacts whose nickname begins with “ann” and whose score is over 80");
    }

    [Fact]
    [Trait("Seed", "S07")]
    public void Groups_and_related_records_are_one_chip_each()
    {
        Open("/contacts");
        Dialog.Find("[aria-label='Remove the condition']").Click();
        Dialog.Find("[data-add=group]").Click();
        Choose(0, "Country");
        Change("Value of Country", "Germany");
        Choose(1, "City");
        Select("Condition on City", "not-HasValue");
        Dialog.FindAll("[data-add=deal]")[^1].Click();
        Choose(2, "Amount");
        Change("Value", "50000");

        Dialog.Find("[data-apply]").Click();

        _screen.Eventually(() => _screen.Page.FindAll(".chip").Select(chip => chip.GetAttribute("title")).Should()
            .Equal("In Germany or whose city is not known", "That have a deal whose amount is at least 50,000"));
        _screen.Contacts.Finds[^1].Filters.Should().Equal(
            new EitherOf([new AnyOf("country", ["Germany"]), new Not(new HasValue("city"))]),
            new Related(ObjectType.Deal, new NumberRange("amount", 50_000, null)));
        _screen.Button("Remove filter In Germany or whose city is not known").Click();
        _screen.Eventually(() => _screen.Address.Should().Be("/contacts?f=1:deal(amount:num(50000..))"));
    }

    [Fact]
    [Trait("Seed", "S07")]
    public void Values_are_offered_with_their_hits_and_the_button_says_what_is_left()
    {
        var germans = _screen.Contacts.Contacts.Count(contact => contact.Country == "Germany");
        Open("/contacts");
        Choose(0, "Country");

        _screen.Dialogs.WaitForAssertion(() => Dialog.FindAll("datalist option").First(option => option.GetAttribute("value") == "Germany").TextContent.Should().Be($"{germans}"));
        Change("Value of Country", "Germany");
        _screen.Dialogs.WaitForAssertion(() => Dialog.Find("[data-apply]").TextContent.Trim().Should().Be($"Show {germans}"));
        Dialog.Find("[aria-label='Take out Germany']").Click();
        Dialog.FindAll(".picked").Should().BeEmpty();
    }

    [Fact]
    [Trait("Seed", "S07")]
    public void Values_that_could_not_be_counted_are_counted_with_the_next_change()
    {
        var germans = _screen.Contacts.Contacts.Count(contact => contact.Country == "Germany");
        _screen.Contacts.FacetFailure = new SearchTooSlow(TimeSpan.FromSeconds(5));
        Open("/contacts");
        Choose(0, "Country");
        Dialog.FindAll("datalist option").Should().NotContain(option => option.TextContent == $"{germans}");

        _screen.Contacts.FacetFailure = null;
        Change("Value of Country", "Austria");

        _screen.Dialogs.WaitForAssertion(() => Dialog.FindAll("datalist option").First(option => option.GetAttribute("value") == "Germany").TextContent.Should().Be($"{germans}"));
    }

    [Fact]
    public void What_the_list_is_filtered_by_is_there_to_be_changed_and_nothing_changes_before_show()
    {
        Open("/contacts?country=Germany&f=1:any(score:num(..40),not(stage:in(lead))),not(deal(close:period(last-3-months)))");

        Dialog.Find("[data-testid=builder-text]").GetAttribute("value").Should().Be("country:Germany (score<=40 OR -stage:Lead) -deal.close:last-3-months");
        Dialog.FindAll("[data-field-input]").Select(input => input.GetAttribute("value")).Should().Equal("Country", "Score", "Stage", "Close date");
        Dialog.FindAll("button").First(button => button.TextContent == "Clear").Click();
        Dialog.Find("[data-testid=builder-echo]").TextContent.Should().Be("Contacts.");
        _screen.Contacts.Finds[^1].Filters.Should().HaveCount(3);
        Dialog.Find("[data-cancel]").Click();
        _screen.Eventually(() => _screen.Dialogs.FindAll("[data-testid=filter-builder]").Should().BeEmpty());
        _screen.Page.FindAll(".chip").Should().HaveCount(3);
    }

    [Fact]
    [Trait("BadInput", "text of any kind where a filter is read")]
    public void Text_that_is_no_filter_is_told_and_not_taken()
    {
        Open("/contacts?country=Germany");

        Dialog.Find("[data-testid=builder-text]").Change("stage:lead; DROP TABLE contact");

        Dialog.Find("[role=alert]").TextContent.Should().Be("Not understood: DROP TABLE contact");
        Dialog.Find("[data-testid=builder-text]").Change("stage:lead");
        Dialog.Find("[data-testid=builder-echo]").TextContent.Should().Be("Contacts whose stage is Lead.");
    }

    [Fact]
    [Trait("BadInput", "a filter longer than can be kept")]
    public void A_filter_that_no_link_can_hold_is_told_and_cannot_be_shown()
    {
        Open("/contacts");
        var field = Dialog.Find("[data-testid=builder-text]");

        field.Change("city:" + string.Join(',', Enumerable.Range(0, 400).Select(number => $"\"Town {number}\"")));
        Dialog.FindAll("[data-testid=builder-problem]").Should().BeEmpty("a link names it by a short id");

        // A character beyond ASCII takes nine of an address.
        Dialog.Find("[data-testid=builder-text]").Change("city:" + string.Join(',', Enumerable.Range(0, 550).Select(number => $"\"東京都千代田区{number}\"")));
        Dialog.Find("[data-testid=builder-problem]").TextContent.Should().Contain("longer than a list can be kept");
        Dialog.Find("[data-apply]").HasAttribute("disabled").Should().BeTrue();
    }

    [Fact]
    [Trait("BadInput", "a filter on a property that no longer exists")]
    public void A_field_that_is_gone_is_named_and_can_be_taken_out()
    {
        Open("/contacts?f=1:tier_before:in(gold)");

        Dialog.Find("[role=alert]").TextContent.Should().Be("The account has no field “tier_before” any more.");
        Dialog.Find("[aria-label='Remove the condition']").Click();
        Dialog.Find("[data-apply]").Click();
        _screen.Eventually(() => _screen.Address.Should().Be("/contacts"));
    }

    [Fact]
    public void Every_tree_of_filters_comes_back_out_of_the_builder()
    {
        foreach (var typed in new[]
        {
            "country:Germany", "-(country:Germany OR stage:Lead)", "-(country:Germany stage:Lead)", "score:>60..<100 -score>=80", "email~*@x.com -name~=ann", "has:email -has:phone",
            "company(deal(amount>1m) OR country:none)", "-company()", "created:next-2-weeks created>=2026-01-01", "country:Germany OR (stage:Lead score<5)",
        })
        {
            var filters = FilterGrammar.Read(ObjectType.Contact, typed, FakeDefinitionService.Account).Filters;
            var back = FilterTree.Normal(FilterDraft.Of(ObjectType.Contact, filters).ToNode()!);
            var whole = FilterTree.Normal(new AllOf(filters));
            FilterCodec.Write([back!]).Replace("country:in(\\e)", "not(country:set())", StringComparison.Ordinal)
                .Should().Be(FilterCodec.Write([whole!]).Replace("country:in(\\e)", "not(country:set())", StringComparison.Ordinal), typed);
        }
    }

    [Fact]
    [Trait("Seed", "S07")]
    public void Conditions_typed_in_the_search_box_become_filters_on_enter_and_text_again_on_backspace()
    {
        _screen.Open("/contacts");
        _screen.Search("anna stage:lead score>80");
        _screen.Eventually(() => _screen.Address.Should().Be("/contacts?q=anna"));
        _screen.Page.Find(".typed").TextContent.Should().Contain("Stage is Lead, Score over 80");

        Box.KeyDown(Key.Enter);

        _screen.Eventually(() => _screen.Address.Should().Be("/contacts?f=1:score:num(%3E80..)&q=anna&stage=lead"));
        Box.GetAttribute("value").Should().Be("anna");
        _screen.Page.FindAll(".chip").Should().HaveCount(2);
        _screen.Type("");
        Box.KeyDown(Key.Backspace);
        _screen.Eventually(() => _screen.Address.Should().Be("/contacts?stage=lead"));
        Box.GetAttribute("value").Should().Be("score>80");
        Box.KeyDown(Key.Enter);
        _screen.Eventually(() => _screen.Page.FindAll(".chip").Should().HaveCount(2));
    }

    [Fact]
    public void An_empty_list_names_the_filter_that_took_the_rows_away()
    {
        _screen.Open("/contacts?country=Germany&city=Nowhere");

        _screen.Eventually(() => _screen.Page.FindAll("[data-relief]").Should().ContainSingle());
        _screen.Page.Find("[data-relief]").TextContent.Should().StartWith("Without City is Nowhere: ");
        _screen.Page.Find("[data-relief]").Click();
        _screen.Eventually(() => _screen.Address.Should().Be("/contacts?country=Germany"));
    }

    [Fact]
    [Trait("Seed", "S07")]
    public void A_choice_is_turned_around_from_the_menu()
    {
        _screen.Open("/contacts?country=Germany");
        _screen.Button("Filters · 1").Click();
        _screen.Page.FindAll("#filter-menu .fields .opt").First(field => field.TextContent.Contains("Country", StringComparison.Ordinal)).Click();
        _screen.Button("Exclude instead").Click();

        _screen.Eventually(() => _screen.Page.Find(".chip").GetAttribute("title").Should().Be("Country is not Germany"));
        _screen.Contacts.Finds[^1].Filters.Should().Equal(new Not(new AnyOf("country", ["Germany"])));
        foreach (var name in (string[])["Exclude instead", "Clear"])
        {
            _screen.Button(name).HasAttribute("disabled").Should().BeFalse("it would lose the focus");
            _screen.Button(name).GetAttribute("aria-disabled").Should().Be("true");
            _screen.Button(name).Click();
        }

        _screen.Page.Find(".chip").GetAttribute("title").Should().Be("Country is not Germany");
    }

    private IElement Box => _screen.Page.Find("input[data-page-search]");

    private IRenderedComponent<MudBlazor.MudDialogProvider> Dialog => _screen.Dialogs;

    private void Open(string address)
    {
        _screen.Open(address);
        _screen.Page.Find(".facets > button").Click();
        _screen.Page.Find("[data-build]").Click();
        _screen.Eventually(() => Dialog.FindAll("[data-testid=filter-builder]").Should().HaveCount(1));
    }

    private void Choose(int row, string label) => Dialog.FindAll("[data-field-input]")[row].Change(label);

    private void Select(string name, string value) => Dialog.Find($"[aria-label='{name}']").Change(value);

    private void Change(string name, string value) => Dialog.Find($"[aria-label='{name}']").Change(value);
}
