using HubSpotCrm.Core.Storage.App;
using Microsoft.EntityFrameworkCore;

namespace HubSpotCrm.Core.Audit;

/// <summary>Writes the audit of what changes nothing else in <c>app.db</c>, such as a sign-in.</summary>
public sealed class AuditWriter(IDbContextFactory<AppDb> databases, AuditLog audit)
{
    /// <summary>Adds the rows in one transaction, in this order.</summary>
    public async Task WriteAsync(IReadOnlyList<AuditEntry> entries, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        foreach (var entry in entries)
        {
            await audit.AppendAsync(database, entry, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }
}
