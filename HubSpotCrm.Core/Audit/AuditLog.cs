using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Storage.App;
using Microsoft.EntityFrameworkCore;

namespace HubSpotCrm.Core.Audit;

/// <summary>One thing that somebody did.</summary>
/// <param name="Action">A dotted name: <c>record.edit</c>, <c>connection.connect</c>.</param>
/// <param name="AccountId">The account's key; null for what concerns the portal alone.</param>
/// <param name="Subject">What it was done to: <c>contacts/501</c>.</param>
/// <param name="Detail">Written as JSON; never a token or password.</param>
public sealed record AuditEntry(Actor Actor, string Action, string? AccountId = null, string? Subject = null, object? Detail = null);

/// <summary>Writes the audit. Each row's hash covers the row before it, so a change or a gap shows.</summary>
public sealed class AuditLog(TimeProvider time)
{
    /// <summary>The hash before the first row.</summary>
    private const string Genesis = "";

    /// <summary>
    /// Adds a row within the caller's transaction, which must hold SQLite's write lock already (any write of it does): two
    /// rows that follow the same row would break the chain.
    /// </summary>
    /// <exception cref="InvalidOperationException">There is no transaction.</exception>
    public Task AppendAsync(AppDb database, AuditEntry entry, CancellationToken cancellationToken) => AppendAsync(database, [entry], cancellationToken);

    /// <summary>Adds rows in this order; see the other overload for the transaction.</summary>
    /// <exception cref="InvalidOperationException">There is no transaction.</exception>
    public async Task AppendAsync(AppDb database, IReadOnlyList<AuditEntry> entries, CancellationToken cancellationToken)
    {
        if (database.Database.CurrentTransaction is null)
        {
            throw new InvalidOperationException("The audit is written in the transaction of what it tells of.");
        }

        var last = await database.Audit.AsNoTracking().OrderByDescending(row => row.Id).Select(row => row.Hash).FirstOrDefaultAsync(cancellationToken);
        foreach (var entry in entries)
        {
            var row = new AuditRow
            {
                At = time.GetUtcNow().ToUnixTimeMilliseconds(),
                AccountId = entry.AccountId,
                ActorId = entry.Actor.UserId,
                ActorName = entry.Actor.Name,
                Action = entry.Action,
                Subject = entry.Subject,
                Detail = entry.Detail is null ? null : JsonSerializer.Serialize(entry.Detail),
                Hash = "",
            };
            last = row.Hash = HashOf(last ?? Genesis, row);
            database.Audit.Add(row);
        }

        await database.SaveChangesAsync(cancellationToken);
    }

    /// <summary>The id of the first row that does not follow from the one before it; null when the whole audit is as it was written.</summary>
    public static async Task<long?> FindBreakAsync(AppDb database, CancellationToken cancellationToken)
    {
        var previous = Genesis;
        await foreach (var row in database.Audit.AsNoTracking().OrderBy(row => row.Id).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            if (row.Hash != HashOf(previous, row))
            {
                return row.Id;
            }

            previous = row.Hash;
        }

        return null;
    }

    // Lengths before the fields: without them "ab" + "c" and "a" + "bc" would hash alike.
    private static string HashOf(string previous, AuditRow row)
    {
        var text = new StringBuilder();
        foreach (var field in (string?[])[previous, row.At.ToString(System.Globalization.CultureInfo.InvariantCulture), row.AccountId, row.ActorId, row.ActorName, row.Action, row.Subject, row.Detail])
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{field?.Length ?? -1}:{field};");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
