using HubSpotCrm.Core;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Outbox;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace HubSpotCrm.Tests.Crm;

public sealed class RecordsRegistrationTests
{
    [Fact]
    public async Task One_registration_brings_the_records_services_and_the_sender()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
        services.AddHubSpotCrmCore();
        await using var provider = services.BuildServiceProvider();

        provider.GetRequiredService<IContactService>().Should().BeOfType<ContactService>();
        provider.GetRequiredService<ICompanyService>().Should().BeOfType<CompanyService>();
        provider.GetRequiredService<IDealService>().Should().BeOfType<DealService>();
        provider.GetRequiredService<IEditService>().Should().BeOfType<EditService>();
        provider.GetServices<IHostedService>().OfType<OutboxSender>().Should().ContainSingle();
        provider.GetRequiredService<CurrentTarget>()().Should().BeNull("no account is connected");
    }
}
