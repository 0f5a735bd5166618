using Bunit;
using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Connection;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Tests.Support;
using HubSpotCrm.Web.Features.Connection;

namespace HubSpotCrm.Tests.Shell;

/// <summary>The connection page: what the account is, and what it says of a broken local copy.</summary>
public sealed class ConnectionPageTests : IAsyncDisposable
{
    private static readonly ConnectionStatus Broken = FakeConnectionService.Sandbox with { CopyFault = "mirror-501.db is damaged." };

    private readonly ShellContext _context = new();

    [Fact]
    [Trait("Seed", "S25")]
    public void It_shows_what_the_account_is()
    {
        _context.Connection.Become(FakeConnectionService.Sandbox);

        var page = _context.Render<ConnectionPage>();

        page.FindAll("dl.props > div").Select(fact => (fact.QuerySelector("dt")!.TextContent, fact.QuerySelector("dd")!.TextContent)).Should().Contain(
            [("Account", "4827193"), ("Time zone", "Europe/Berlin"), ("Currencies", "EUR, USD, JPY"), ("Account type", "Standard"), ("Data hosting", "eu1"), ("API limit", "None stated yet")]);
        page.Find("h2").TextContent.Should().Be("Nordwind Instruments");
    }

    [Theory]
    [Trait("Seed", "S30")]
    [InlineData(Role.Admin, "/connect")]
    [InlineData(Role.Viewer, null)]
    public void Without_an_account_it_leads_those_who_may_to_connecting_one(Role role, string? address)
    {
        _context.SignIn(role);

        var page = _context.Render<ConnectionPage>();

        page.Find(".empty").TextContent.Should().Contain("No HubSpot account is connected").And.Contain(address is null ? "Ask an administrator" : "Look around in the sandbox first");
        page.FindAll(".empty a").Select(link => link.GetAttribute("href")).Should().Equal(address is null ? [] : [address]);
    }

    [Fact]
    [Trait("Seed", "S25")]
    public void It_shows_the_quota_as_soon_as_HubSpot_has_stated_it()
    {
        _context.Connection.Become(FakeConnectionService.Sandbox);
        _context.Sync.Become(FakeSyncService.InTheMiddle);

        _context.Render<ConnectionPage>().Markup.Should().Contain("104 calls in 10 s");
    }

    [Fact]
    [Trait("Seed", "S22")]
    public void Before_connecting_every_permission_that_is_asked_for_is_named()
    {
        Scopes.All.Select(scope => scope.Name).Should().BeEquivalentTo(HubSpotOptions.DefaultScopes.Concat(HubSpotOptions.DefaultOptionalScopes).Where(scope => scope != "oauth"));
        Scopes.All.Should().OnlyContain(scope => scope.Writes == scope.Name.EndsWith(".write", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("oauth", "Signing in at HubSpot")]
    [InlineData("marketing.email.read", "Marketing emails and their rates")]
    [InlineData("some.new.scope", "some.new.scope")]
    public void A_permission_is_said_in_words_where_it_is_known(string scope, string words) => Scopes.Describe(scope).Should().Be(words);

    [Fact]
    public async Task A_broken_copy_is_said_and_rebuilt_by_an_administrator()
    {
        _context.Connection.Become(Broken);
        var page = _context.Render<ConnectionPage>();
        page.Find(".banner.bad").TextContent.Should().Contain("mirror-501.db is damaged.");

        await Rebuild(page).Single().ClickAsync(new());

        _context.Connection.Calls.Should().Equal("rebuild copy");
        page.WaitForAssertion(() => page.FindAll(".banner.bad").Should().BeEmpty());
    }

    [Fact]
    public async Task A_rebuild_that_fails_says_why()
    {
        _context.Connection.Become(Broken);
        _context.Connection.Failure = new CopyUnusable("The disk is full.");
        var page = _context.Render<ConnectionPage>();

        await Rebuild(page).Single().ClickAsync(new());

        page.WaitForAssertion(() => page.Markup.Should().Contain("The disk is full."));
    }

    [Fact]
    public void An_editor_reads_of_a_broken_copy_and_rebuilds_nothing()
    {
        _context.SignIn(Role.Editor);
        _context.Connection.Become(Broken);

        var page = _context.Render<ConnectionPage>();

        page.Markup.Should().Contain("mirror-501.db is damaged.");
        Rebuild(page).Should().BeEmpty();
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();

    private static IEnumerable<AngleSharp.Dom.IElement> Rebuild(IRenderedComponent<ConnectionPage> page) =>
        page.FindAll("button").Where(button => button.TextContent == "Rebuild the copy");
}
