using System.Security.Claims;
using AngleSharp.Dom;
using Bunit;
using Bunit.TestDoubles;
using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Connection;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Tests.Support;
using HubSpotCrm.Web.Circuits;
using HubSpotCrm.Web.Components.Shared;
using HubSpotCrm.Web.Features.Contacts;
using HubSpotCrm.Web.Localization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using MudBlazor;
using MudBlazor.Services;

namespace HubSpotCrm.Tests.Contacts;

/// <summary>One browser that shows the contacts page over fakes. The clock stands until a test moves it.</summary>
internal sealed class ContactsScreen : BunitContext
{
    private readonly BunitAuthorizationContext _user;
    private readonly List<string> _said = [];

    public ContactsScreen(FakeContactService? contacts = null, Role role = Role.Editor, ChangeFeed? feed = null, bool isInteractive = true)
    {
        Contacts = contacts ?? new FakeContactService().With(120);
        Feed = feed ?? new ChangeFeed(NullLogger<ChangeFeed>.Instance);
        Services.AddMudServices();
        Services.AddSingleton<TimeProvider>(Time);
        Services.AddSingleton<IContactService>(Contacts);
        Services.AddSingleton<IDefinitionService>(new FakeDefinitionService());
        Services.AddSingleton<IEditService>(Edits);
        Services.AddSingleton<ISyncService>(Sync);
        Services.AddSingleton<IConnectionService>(new FakeConnectionService());
        Services.AddSingleton(Feed);
        Services.AddScoped<CurrentActor>();
        Services.AddScoped<Announcer>();
        Services.AddScoped<Formats>();
        JSInterop.Mode = JSRuntimeMode.Loose;
        State = this.AddBunitPersistentComponentState();
        _user = AddAuthorization();
        SetRendererInfo(new RendererInfo(isInteractive ? "Server" : "Static", isInteractive));
        Become(role);
    }

    public FakeContactService Contacts { get; }

    public ChangeFeed Feed { get; }

    public FakeTimeProvider Time { get; } = new(FakeContactService.Now);

    public FakeEditService Edits { get; } = new();

    public FakeSyncService Sync { get; } = new();

    public BunitPersistentComponentState State { get; }

    /// <summary>What screen readers were told.</summary>
    public IReadOnlyList<string> Said => _said;

    public IRenderedComponent<ContactsPage> Page { get; private set; } = null!;

    public BunitNavigationManager Navigation => (BunitNavigationManager)Services.GetRequiredService<NavigationManager>();

    /// <summary>Path and query.</summary>
    public string Address => "/" + Navigation.ToBaseRelativePath(Navigation.Uri);

    public IReadOnlyList<IElement> Rows => Page.FindAll("tbody tr[data-row]");

    public IEnumerable<string> Names => Rows.Select(row => row.QuerySelector("th a")!.TextContent);

    public IElement Drawer => Page.Find(".drawer");

    public void Become(Role role)
    {
        _user.SetAuthorized("Katharina Lindqvist");
        _user.SetRoles(role.ToString());
        _user.SetClaims(new Claim(ClaimTypes.NameIdentifier, "u1"));
    }

    /// <summary>Opens an address of the page and waits for its first rows or its reason for none.</summary>
    public ContactsScreen Open(string address = "/contacts")
    {
        Services.GetRequiredService<Announcer>().Said += _said.Add;
        Navigation.NavigateTo(address);
        Render<MudPopoverProvider>();
        Page = Render<ContactsPage>();
        return this;
    }

    public void Eventually(Action assertion) => Page.WaitForAssertion(assertion, TimeSpan.FromSeconds(30));

    /// <summary>Puts text into the search box, as the last of many keys.</summary>
    public void Type(string text) => Page.Find("input[data-page-search]").Input(text);

    /// <summary>Types and rests until the search begins.</summary>
    public void Search(string text)
    {
        Type(text);
        Time.Advance(HubSpotSearch.InputDelay);
    }

    public IElement Button(string name) => Page.FindAll("button, a").First(button => (button.GetAttribute("aria-label") ?? button.TextContent.Trim()) == name);

    public IElement Head(string label) => Page.FindAll("thead th").First(head => head.TextContent.Trim().StartsWith(label, StringComparison.Ordinal));

    /// <summary>The part of the drawer that holds a property.</summary>
    public IElement Property(string name) => Page.Find($"[data-prop={name}]");

    public void Edit(string property) => Property(property).QuerySelector("[data-edit]")!.Click();
}
