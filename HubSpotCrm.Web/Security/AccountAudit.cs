using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Audit;

namespace HubSpotCrm.Web.Security;

/// <summary>
/// The audit of accounts: who came in, who tried to, who left. What was typed as an email is not kept: now and then it is a password.
/// A browser that hangs up must not keep its row from being written, hence no token.
/// </summary>
internal sealed class AccountAudit(AuditWriter audit, IHttpContextAccessor http)
{
    public Task SignedInAsync(PortalUser user) => WriteAsync(new AuditEntry(ActorOf(user), "user.sign-in", Subject: SubjectOf(user), Detail: new { address = Address }));

    /// <param name="user">Null when there is no such user.</param>
    /// <param name="locks">This failure locks the account.</param>
    public Task RefusedAsync(PortalUser? user, string reason, bool locks)
    {
        var subject = user is null ? null : SubjectOf(user);
        var refused = new AuditEntry(Actor.Nobody, "user.sign-in-refused", Subject: subject, Detail: new { reason, address = Address });
        return locks ? WriteAsync(refused, new AuditEntry(Actor.System, "user.lockout", Subject: subject)) : WriteAsync(refused);
    }

    public Task SignedOutAsync(Actor actor) => WriteAsync(new AuditEntry(actor, "user.sign-out", Subject: $"users/{actor.UserId}", Detail: new { address = Address }));

    /// <summary>To be written with the user.</summary>
    public AuditEntry FirstAdministrator(PortalUser user) =>
        new(ActorOf(user), "user.create", Subject: SubjectOf(user), Detail: new { role = nameof(Role.Admin), by = "setup link", address = Address });

    private string? Address => http.HttpContext?.Connection.RemoteIpAddress?.ToString();

    // The audit keeps id and name of whoever acts, not the role.
    private static Actor ActorOf(PortalUser user) => new(user.Id, user.DisplayName.Length > 0 ? user.DisplayName : user.Email ?? user.Id, Role.Nobody);

    private static string SubjectOf(PortalUser user) => $"users/{user.Id}";

    private Task WriteAsync(params AuditEntry[] entries) => audit.WriteAsync(entries, CancellationToken.None);
}
