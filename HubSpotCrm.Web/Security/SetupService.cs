using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Audit;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Storage.App;
using Microsoft.AspNetCore.Identity;

namespace HubSpotCrm.Web.Security;

/// <summary>The setup code is wrong, used, or out of date.</summary>
internal sealed record SetupClosed() : Failure("This setup link is not valid any more. Restart the portal to get a new one.");

/// <summary>Makes the first administrator.</summary>
internal sealed class SetupService(
    UserManager<PortalUser> users, RoleManager<IdentityRole> roles, AppDb database, AuditLog audit, AccountAudit accounts,
    SetupCode code, TimeProvider clock, ILogger<SetupService> logger)
{
    public async Task<bool> HasAdministratorAsync() => (await users.GetUsersInRoleAsync(nameof(Role.Admin))).Count > 0;

    /// <summary>Makes the user once for the printed code; a weak password leaves the code good.</summary>
    public async Task<Result<PortalUser>> CreateAdministratorAsync(string? setupCode, string name, string email, string password, CancellationToken cancellationToken)
    {
        await code.Gate.WaitAsync(cancellationToken);
        try
        {
            if (!code.Accepts(setupCode) || await HasAdministratorAsync())
            {
                return new SetupClosed();
            }

            // User, role and audit are made together: a user without the role would keep the next attempt from taking the same email.
            await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
            foreach (var role in Enum.GetValues<Role>().Where(role => role != Role.Nobody).Select(role => role.ToString()))
            {
                if (!await roles.RoleExistsAsync(role))
                {
                    await roles.CreateAsync(new IdentityRole(role));
                }
            }

            var user = new PortalUser { UserName = email, Email = email, DisplayName = name, CreatedAt = clock.GetUtcNow().ToUnixTimeMilliseconds() };
            var created = await users.CreateAsync(user, password);
            if (!created.Succeeded)
            {
                return new InvalidInput(
                    created.Errors.Any(error => error.Code.StartsWith("Password", StringComparison.Ordinal)) ? "Password" : "Email",
                    string.Join(" ", created.Errors.Where(error => error.Code != "DuplicateUserName").Select(error => error.Description)));
            }

            await users.AddToRoleAsync(user, nameof(Role.Admin));
            await audit.AppendAsync(database, accounts.FirstAdministrator(user), cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            code.Close();
            logger.LogInformation("The first administrator was made: {UserId}", user.Id);
            return user;
        }
        finally
        {
            code.Gate.Release();
        }
    }
}
