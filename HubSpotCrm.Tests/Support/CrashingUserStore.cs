using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Storage.App;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;

namespace HubSpotCrm.Tests.Support;

/// <summary>Users as the portal keeps them; the first time that one gets a role, the process dies before it is written.</summary>
internal sealed class CrashingUserStore(AppDb database, CrashingUserStore.Once once, IdentityErrorDescriber? errors = null)
    : UserStore<PortalUser, IdentityRole, AppDb>(database, errors)
{
    public override Task AddToRoleAsync(PortalUser user, string normalizedRoleName, CancellationToken cancellationToken = default) =>
        once.Take() ? throw new InvalidOperationException("The process dies here.") : base.AddToRoleAsync(user, normalizedRoleName, cancellationToken);

    /// <summary>Whether it has happened already.</summary>
    internal sealed class Once
    {
        private int _left = 1;

        public bool Take() => Interlocked.Exchange(ref _left, 0) == 1;
    }
}
