using System.Security.Claims;
using Bunit;
using Bunit.TestDoubles;
using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Columns;
using HubSpotCrm.Core.Connection;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Outbox;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Web.Circuits;
using HubSpotCrm.Web.Features.Records;
using HubSpotCrm.Web.Localization;
using HubSpotCrm.Web.Security;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using MudBlazor;
using MudBlazor.Services;

namespace HubSpotCrm.Tests.Support;

/// <summary>Renders parts of the shell with fakes behind them, for a signed-in administrator unless told otherwise. It is 12 November 2026, 14:02 UTC.</summary>
internal sealed class ShellContext : BunitContext
{
    private readonly BunitAuthorizationContext _authorization;

    public ShellContext()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
        Services.AddLogging();
        Services.AddLocalization();
        Services.AddSingleton<TimeProvider>(Clock);
        Services.AddSingleton<IConnectionService>(Connection);
        Services.AddSingleton<ISyncService>(Sync);
        Services.AddSingleton<ISyncReport>(Report);
        Services.AddSingleton<IColumnCopyReport>(Copy);
        Services.AddSingleton<IEditService>(Edits);
        Services.AddSingleton<IBulkEditService>(BulkEdits);
        Services.AddSingleton<IDefinitionService>(Definitions);
        Services.AddScoped<CurrentActor>();
        Services.AddScoped<Formats>();
        Services.AddScoped<Announcer>();
        Services.AddScoped<Toasts>();
        Services.AddSingleton(Feed);
        Services.AddSingleton(News);
        Services.AddSingleton<IContactService>(Contacts);
        Services.AddSingleton<ICompanyService>(new FakeCompanyService());
        Services.AddSingleton<IDealService>(new FakeDealService());
        Services.AddSingleton<ICampaignService>(new FakeCampaignService());
        Services.AddSingleton<LiveCounts>();
        _authorization = AddAuthorization();
        SignIn(Role.Admin);
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 12, 14, 2, 0, TimeSpan.Zero));

    public FakeConnectionService Connection { get; } = new();

    public FakeSyncService Sync { get; } = new();

    public FakeSyncReport Report { get; } = new();

    public FakeColumnCopyReport Copy { get; } = new();

    public ChangeFeed Feed { get; } = new(NullLogger<ChangeFeed>.Instance);

    public OutboxNews News { get; } = new(NullLogger<OutboxNews>.Instance);

    public FakeEditService Edits { get; } = new();

    public FakeContactService Contacts { get; } = new FakeContactService().With(120);

    public FakeBulkEditService BulkEdits { get; } = new();

    public FakeDefinitionService Definitions { get; } = new();

    public void SignIn(Role role)
    {
        _authorization.SetAuthorized("Katharina Lindqvist");
        _authorization.SetRoles(role.ToString());
        _authorization.SetClaims(new Claim(ClaimTypes.NameIdentifier, "u1"), new Claim(PortalClaims.DisplayName, "Katharina Lindqvist"));
    }

    /// <summary>Where dialogs appear.</summary>
    public IRenderedComponent<MudDialogProvider> RenderDialogs()
    {
        Render<MudPopoverProvider>();
        return Render<MudDialogProvider>();
    }
}
