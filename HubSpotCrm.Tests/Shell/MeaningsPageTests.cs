using Bunit;
using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Search.Embeddings;
using HubSpotCrm.Core.Search.Meaning;
using HubSpotCrm.Tests.Support;
using HubSpotCrm.Web.Features.Meanings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HubSpotCrm.Tests.Shell;

/// <summary>The page of what words mean.</summary>
[Trait("Seed", "S06")]
public sealed class MeaningsPageTests : IAsyncDisposable
{
    private readonly ShellContext _context = new();
    private readonly FakeSynonymService _synonyms = new();
    private readonly FakeMeaningReport _report = new();

    public MeaningsPageTests()
    {
        _context.JSInterop.Mode = JSRuntimeMode.Loose;
        _context.Services.AddSingleton<ISynonymService>(_synonyms);
        _context.Services.AddSingleton<IMeaningReport>(_report);
        _context.Services.AddSingleton(Options.Create(new EmbeddingOptions { Model = "all-minilm" }));
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();

    [Fact]
    public void An_administrator_adds_a_meaning_and_takes_it_out_again()
    {
        _context.SignIn(Role.Admin);
        var page = _context.Render<MeaningsPage>();

        page.FindAll("input")[0].Input("fitters");
        page.FindAll("input")[1].Input("heating engineering");
        page.Find("form").Submit();

        page.WaitForAssertion(() => page.Find("ul[aria-label='Your own meanings'] li").TextContent.Should().Contain("fitters").And.Contain("heating engineering"));
        page.FindAll("input").Select(input => input.GetAttribute("value") ?? "").Should().OnlyContain(value => value.Length == 0);

        page.Find("button[aria-label='Remove: fitters finds heating engineering']").Click();
        page.WaitForAssertion(() => page.FindAll("ul[aria-label='Your own meanings'] li").Should().BeEmpty());
    }

    [Fact]
    public void What_was_typed_stays_when_it_is_refused()
    {
        _context.SignIn(Role.Admin);
        _synonyms.Refusal = new InvalidInput("What it means", "a word is needed.");
        var page = _context.Render<MeaningsPage>();

        page.FindAll("input")[0].Input("fitters");
        page.Find("form").Submit();

        page.WaitForAssertion(() => page.Markup.Should().Contain("What it means"));
        page.FindAll("input")[0].GetAttribute("value").Should().Be("fitters");
    }

    [Fact]
    public void Others_see_what_words_mean_and_cannot_change_it()
    {
        _context.SignIn(Role.Editor);
        _synonyms.Own.Add(new("fitters", "heating engineering"));

        var page = _context.Render<MeaningsPage>();

        page.FindAll("form").Should().BeEmpty();
        page.FindAll("button").Should().BeEmpty();
        page.FindAll("details li").Select(line => line.TextContent.Trim()).Should().Equal("clinic, hospital find health care", "hotel find hospitality");
    }

    [Fact]
    public void Where_there_is_no_model_one_line_tells_an_administrator_how_to_have_one()
    {
        _context.SignIn(Role.Admin);
        _context.Render<MeaningsPage>().Markup.Should().ContainAll("Search:Embeddings:Endpoint", "Search:Embeddings:Model").And.NotContain("Close in meaning");

        _context.SignIn(Role.Viewer);
        _context.Render<MeaningsPage>().Markup.Should().NotContain("Search:Embeddings");
    }

    [Fact]
    public void How_many_records_are_prepared_is_told_as_it_goes_on()
    {
        _report.Tell(new MeaningStatus(MeaningStage.Building, 1_200, 45_000));
        var page = _context.Render<MeaningsPage>();

        page.Find("section p[role=status]").TextContent.Should().Contain("1,200 of 45,000 records");
        page.Markup.Should().Contain("all-minilm");

        _report.Tell(new MeaningStatus(MeaningStage.Ready, 45_000, 45_000));
        page.WaitForAssertion(() => page.Find("section p[role=status]").TextContent.Should().Contain("45,000 records are prepared, and kept current"));
    }

    [Fact]
    public void A_failure_is_told_in_words_and_what_the_endpoint_says_to_administrators_only()
    {
        _report.Tell(new MeaningStatus(MeaningStage.Failing, 10, 20, new EmbeddingFailure("it answered with status 500") { Said = "out of memory" }, _context.Clock.GetUtcNow()));

        _context.SignIn(Role.Admin);
        _context.Render<MeaningsPage>().Find("section").TextContent.Should()
            .ContainAll("Searches go on by words", "10 of 20 records", "it answered with status 500", "12 Nov 2026", "out of memory");
        _context.SignIn(Role.Editor);
        _context.Render<MeaningsPage>().Find("section").TextContent.Should().Contain("status 500").And.NotContain("out of memory");
    }
}
