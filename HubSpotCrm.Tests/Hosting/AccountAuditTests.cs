using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Audit;
using HubSpotCrm.Core.Storage.App;
using HubSpotCrm.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HubSpotCrm.Tests.Hosting;

/// <summary>What the audit keeps of accounts.</summary>
[Trait("Seed", "S23")]
public sealed class AccountAuditTests
{
    [Fact]
    public async Task Signing_in_and_out_are_rows_of_the_audit()
    {
        await using var portal = await PortalFactory.StartAsync();
        var user = await portal.AddUserAsync();
        using var client = portal.CreateClient();

        using (await client.PostSignInAsync(user.Email!, PortalFactory.Password))
        using (await client.PostFormAsync("/connect", "/sign-out", []))
        {
        }

        var rows = await RowsAsync(portal);
        rows.Select(row => row.Action).Should().Equal("user.sign-in", "user.sign-out");
        rows.Should().OnlyContain(row => row.ActorId == user.Id && row.ActorName == "Admin Lindqvist" && row.Subject == $"users/{user.Id}" && row.Detail!.Contains("127.0.0.1"));
    }

    [Fact]
    public async Task Refused_sign_ins_and_the_lockout_are_rows_and_what_was_typed_is_not()
    {
        await using var portal = await PortalFactory.StartAsync();
        var user = await portal.AddUserAsync();
        using var client = portal.CreateClient();

        using (await client.PostSignInAsync("typed-secret@portal.example", "typed-secret"))
        {
        }

        for (var attempt = 0; attempt < 6; attempt++)
        {
            using (await client.PostSignInAsync(user.Email!, "typed-secret"))
            {
            }
        }

        var rows = await RowsAsync(portal);
        rows.Select(row => row.Action).Should().Equal([.. Enumerable.Repeat("user.sign-in-refused", 6), "user.lockout", "user.sign-in-refused"]);
        rows[0].Subject.Should().BeNull();
        rows[0].Detail.Should().Contain("no such user");
        rows[1].Detail.Should().Contain("wrong password");
        rows[7].Detail.Should().Contain("locked out");
        rows.Skip(1).Should().OnlyContain(row => row.Subject == $"users/{user.Id}");
        rows.Where(row => row.Action == "user.sign-in-refused").Should().OnlyContain(row => row.ActorId == Actor.Nobody.UserId);
        rows.Should().NotContain(row => row.Detail != null && row.Detail.Contains("typed-secret"));
    }

    [Fact]
    public async Task The_first_administrator_is_a_row_and_so_is_the_session_that_follows()
    {
        await using var portal = await PortalFactory.StartAsync();
        using var client = portal.CreateClient();

        using (await client.PostSetupAsync(portal.SetupCode))
        {
        }

        var rows = await RowsAsync(portal);
        rows.Select(row => row.Action).Should().Equal("user.create", "user.sign-in");
        rows.Should().OnlyContain(row => row.ActorName == "Katharina Berg");
        rows[0].Detail.Should().Contain("Admin").And.Contain("setup link");
    }

    private static async Task<List<AuditRow>> RowsAsync(PortalFactory portal)
    {
        await using var database = await portal.Services.GetRequiredService<IDbContextFactory<AppDb>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        (await AuditLog.FindBreakAsync(database, TestContext.Current.CancellationToken)).Should().BeNull();
        return await database.Audit.AsNoTracking().OrderBy(row => row.Id).ToListAsync(TestContext.Current.CancellationToken);
    }
}
