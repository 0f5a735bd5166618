using System.Security.Claims;
using AngleSharp.Dom;
using Bunit;
using Bunit.TestDoubles;
using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Analytics;
using HubSpotCrm.Core.Columns;
using HubSpotCrm.Core.Connection;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Outbox;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Core.Views;
using HubSpotCrm.Tests.Support;
using HubSpotCrm.Web.Circuits;
using HubSpotCrm.Web.Components.Layout;
using HubSpotCrm.Web.Components.Shared;
using HubSpotCrm.Web.Features.Records;
using HubSpotCrm.Web.Localization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using MudBlazor;
using MudBlazor.Services;

namespace HubSpotCrm.Tests.Records.Web;

/// <summary>One browser that shows a list page over fakes, of contacts unless told otherwise. The clock stands until a test moves it.</summary>
internal class RecordScreen<T> : BunitContext
    where T : class
{
    private readonly BunitAuthorizationContext _user;
    private readonly List<string> _said = [];

    public RecordScreen(FakeContactService? contacts = null, Role role = Role.Editor, ChangeFeed? feed = null, bool isInteractive = true)
    {
        Contacts = contacts ?? new FakeContactService().With(120);
        SavedViews = new FakeSavedViewService(ViewNews);
        Feed = feed ?? new ChangeFeed(NullLogger<ChangeFeed>.Instance);
        Services.AddMudServices();
        Services.AddSingleton<TimeProvider>(Time);
        Services.AddSingleton<NavigationManager>(Navigation);
        Services.AddSingleton<IContactService>(Contacts);
        Services.AddSingleton<ICompanyService>(Companies);
        Services.AddSingleton<IDealService>(Deals);
        Services.AddSingleton<ICampaignService>(Campaigns);
        Services.AddSingleton<ITimelineService>(Timelines);
        Services.AddSingleton<IAnalyticsService>(new FakeAnalyticsService());
        Services.AddRecordKinds();
        Services.AddSingleton<IDefinitionService>(Definitions);
        Services.AddSingleton<IEditService>(Edits);
        Services.AddSingleton<IBulkEditService>(BulkEdits);
        Services.AddSingleton(News);
        Services.AddSingleton<ISyncService>(Sync);
        Services.AddSingleton<IUnifiedSearch>(Searches);
        Services.AddSingleton<IRecentService>(Recent);
        Services.AddSingleton<IColumnCopyReport>(new FakeColumnCopyReport());
        Services.AddSingleton<IConnectionService>(Connection);
        Services.AddSingleton(Feed);
        Services.AddSingleton(ViewNews);
        Services.AddSingleton<ISavedViewService>(SavedViews);
        Services.AddSingleton<IListStateService>(SavedViews);
        Services.AddScoped<CurrentActor>();
        Services.AddScoped<Announcer>();
        Services.AddScoped<Toasts>();
        Services.AddScoped<NewRecordWatch>();
        Services.AddScoped<Formats>();
        JSInterop.Mode = JSRuntimeMode.Loose;
        State = this.AddBunitPersistentComponentState();
        _user = AddAuthorization();
        SetRendererInfo(new RendererInfo(isInteractive ? "Server" : "Static", isInteractive));
        Become(role);
    }

    public FakeContactService Contacts { get; }

    public FakeCompanyService Companies { get; } = new();

    public FakeDealService Deals { get; } = new();

    public FakeCampaignService Campaigns { get; } = new();

    public FakeTimelineService Timelines { get; } = new();

    public FakeDefinitionService Definitions { get; } = new();

    public FakeConnectionService Connection { get; } = new();

    public ChangeFeed Feed { get; }

    public FakeTimeProvider Time { get; } = new(FakeContactService.Now);

    public FakeEditService Edits { get; } = new();

    public FakeBulkEditService BulkEdits { get; } = new();

    public OutboxNews News { get; } = new(NullLogger<OutboxNews>.Instance);

    public ViewFeed ViewNews { get; } = new(NullLogger<ViewFeed>.Instance);

    public FakeSavedViewService SavedViews { get; }

    public FakeSyncService Sync { get; } = new();

    public FakeUnifiedSearch Searches { get; } = new();

    public FakeRecentService Recent { get; } = new();

    public BrowserNavigation Navigation { get; } = new();

    public BunitPersistentComponentState State { get; }

    /// <summary>What screen readers were told.</summary>
    public IReadOnlyList<string> Said => _said;

    public IRenderedComponent<RecordList<T>> Page { get; private set; } = null!;

    public IRenderedComponent<ToastShelf> Toasts { get; private set; } = null!;

    public IRenderedComponent<MudDialogProvider> Dialogs { get; private set; } = null!;

    /// <summary>Path and query.</summary>
    public string Address => "/" + Navigation.ToBaseRelativePath(Navigation.Uri);

    public IReadOnlyList<IElement> Rows => Page.FindAll("tbody tr[data-row]");

    public IEnumerable<string> Names => Rows.Select(row => row.QuerySelector("th a")!.TextContent);

    public IElement Drawer => Page.Find(".drawer");

    /// <summary>Signs in with the role; the e-mail address is that of an owner in HubSpot unless another is given.</summary>
    public void Become(Role role, string email = "k.lindqvist@portal.example")
    {
        _user.SetAuthorized("Katharina Lindqvist");
        _user.SetRoles(role.ToString());
        _user.SetClaims(new Claim(ClaimTypes.NameIdentifier, "u1"), new Claim(ClaimTypes.Email, email));
    }

    /// <summary>Opens an address of the page and waits for its first rows or its reason for none.</summary>
    public void Open(string address, bool isEmbedded = false)
    {
        Services.GetRequiredService<Announcer>().Said += _said.Add;
        Navigation.NavigateTo(address);
        Navigation.Dispatch = action => Renderer.Dispatcher.InvokeAsync(action);
        Render<MudPopoverProvider>();
        Toasts = Render<ToastShelf>();
        Dialogs = Render<MudDialogProvider>();
        Page = Render<RecordList<T>>(list => list.Add(one => one.IsEmbedded, isEmbedded));
    }

    public void Eventually(Action assertion) => Page.WaitForAssertion(assertion, TimeSpan.FromSeconds(30));

    /// <summary>Puts text into the search box, as the last of many keys.</summary>
    public void Type(string text) => Page.TypeSearch(text);

    /// <summary>Types and rests until the search begins.</summary>
    public void Search(string text)
    {
        Type(text);
        Time.Advance(SearchBox.InputDelay);
    }

    public IElement Button(string name) => Page.FindAll("button, a").First(button => (button.GetAttribute("aria-label") ?? button.TextContent.Trim()) == name);

    public IElement Head(string label) => Page.FindAll("thead th").First(head => head.TextContent.Trim().StartsWith(label, StringComparison.Ordinal));

    /// <summary>The part of the drawer that holds a property.</summary>
    public IElement Property(string name) => Page.Find($"[data-prop={name}]");

    public void Edit(string property) => Property(property).QuerySelector("[data-edit]")!.Click();

    /// <summary>Opens the form for a new record.</summary>
    public void New()
    {
        Page.Find("[data-new]").Click();
        Eventually(() => Dialogs.FindAll("[data-testid=new-record]").Should().HaveCount(1));
    }

    /// <summary>The part of the form that asks a property.</summary>
    public IElement Field(string property) => Dialogs.Find($"[data-field={property}]");

    public void Submit() => Dialogs.Find("[data-testid=new-record]").Submit();
}

/// <summary>The contacts page.</summary>
internal sealed class RecordScreen(FakeContactService? contacts = null, Role role = Role.Editor, ChangeFeed? feed = null, bool isInteractive = true)
    : RecordScreen<Contact>(contacts, role, feed, isInteractive)
{
    public RecordScreen Open(string address = "/contacts")
    {
        base.Open(address);
        return this;
    }
}
