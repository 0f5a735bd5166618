using System.Globalization;
using HubSpotCrm.Core.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HubSpotCrm.Core.Storage.Mirror;

/// <summary>Holds the mirror of the connected account; null while no account is connected, or its mirror cannot be used.</summary>
internal sealed class MirrorHost(IOptions<StorageOptions> options, ILogger<MirrorHost> logger) : IDisposable
{
    // The file itself last: while it is there, something is left to erase.
    private static readonly string[] Suffixes = ["-wal", "-shm", "-journal", ""];


    private readonly SemaphoreSlim _gate = new(1, 1);

    /// <summary>The mirror of the connected account.</summary>
    public Mirror? Current { get; private set; }

    /// <summary>Why the connected account has no mirror, or one that must be rebuilt, in words; null while all is well.</summary>
    public string? Fault { get; private set; }

    /// <summary>What to answer those who want to read while there is no <see cref="Current"/>.</summary>
    public Failure Absence => Fault is { } fault ? new CopyUnusable(fault) : new NotConnected();

    /// <summary>Raised after <see cref="Current"/> or <see cref="Fault"/> changed.</summary>
    public event Action? Changed;

    /// <summary>
    /// Opens the account's mirror, makes or migrates its file, and puts it in place of the one before. Throws
    /// <see cref="StorageUnusableException"/> when the file cannot be used; then it stays as it is, and so does what was open.
    /// </summary>
    public async Task<Mirror> OpenAsync(string accountId, CancellationToken cancellationToken)
    {
        Mirror mirror;
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (Current?.AccountId == accountId)
            {
                return Current;
            }

            mirror = await ReadyAsync(accountId, cancellationToken);
            Current?.Dispose();
            Current = mirror;
            Fault = null;
        }
        finally
        {
            _gate.Release();
        }

        Changed?.Invoke();
        return mirror;
    }

    /// <summary>The connected account goes without a mirror that sync could write to, for this reason.</summary>
    public void DoWithout(string fault)
    {
        Fault = fault;
        Changed?.Invoke();
    }

    /// <summary>Lets go of the mirror; with <paramref name="erase"/> its files are deleted.</summary>
    public async Task CloseAsync(bool erase, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            Fault = null;
            if (Current is { } mirror)
            {
                Current = null;
                mirror.Dispose();
                if (erase)
                {
                    Erase(mirror.AccountId);
                }
            }
        }
        finally
        {
            _gate.Release();
            Changed?.Invoke();
        }
    }

    /// <summary>Deletes the account's files, also those set aside. False when another program holds one of them; then all can be tried again.</summary>
    public async Task<bool> TryEraseAsync(string accountId, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            Erase(accountId);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            logger.LogWarning(exception, "The copy of account {AccountId} could not be erased yet", accountId);
            return false;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Keeps the account's file under another name, with the time in it, so that a new one can take its place. Returns that name; null when there is no file.</summary>
    public async Task<string?> SetAsideAsync(string accountId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var path = PathOf(accountId);
            if (!File.Exists(path))
            {
                return null;
            }

            EraseMade(accountId);
            var name = $"{KeptPrefix(accountId)}{now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}.db";
            foreach (var suffix in Suffixes.Where(suffix => File.Exists(path + suffix)))
            {
                File.Move(path + suffix, Path.Combine(options.Value.FullPath, name + suffix));
            }

            logger.LogWarning("The copy of account {AccountId} was set aside as {Name}", accountId, name);
            return name;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose()
    {
        Current?.Dispose();
        _gate.Dispose();
    }

    private async Task<Mirror> ReadyAsync(string accountId, CancellationToken cancellationToken)
    {
        var path = PathOf(accountId);
        try
        {
            // The only connection that may make the file; unpooled, so that it is closed when it is closed.
            var making = new DbContextOptionsBuilder<MirrorDb>()
                .UseSqlite(SqliteSettings.ConnectionString(path, isPooled: false))
                .AddInterceptors(new SqliteSettingsInterceptor())
                .Options;
            await using var context = new MirrorDb(making);
            await new DatabaseUpgrade(context, DatabaseKind.Mirror, logger).RunAsync(beforeChange: null, cancellationToken);
            return new Mirror(accountId, path, OnDamaged);
        }
        catch (SqliteException exception)
        {
            throw StorageUnusableException.Of(exception, path, DatabaseKind.Mirror);
        }
        catch (Exception exception) when (exception is not StorageUnusableException and not OperationCanceledException and not OutOfMemoryException)
        {
            // Whatever a migration stumbles over, the records can be read again from HubSpot.
            throw new StorageUnusableException($"{path} cannot be used: {exception.Message} {DatabaseKind.Mirror.Remedy}", exception) { IsFileItself = true };
        }
    }

    // What is still whole can be read on; nothing more is written to it.
    private void OnDamaged(Mirror mirror, SqliteException exception)
    {
        if (Current == mirror && Fault is null)
        {
            logger.LogError(exception, "The copy of account {AccountId} is damaged", mirror.AccountId);
            DoWithout(StorageUnusableException.Of(exception, mirror.Path, DatabaseKind.Mirror).Message);
        }
    }

    private void Erase(string accountId)
    {
        EraseMade(accountId);
        var path = PathOf(accountId);
        var kept = Directory.Exists(options.Value.FullPath) ? Directory.GetFiles(options.Value.FullPath, KeptPrefix(accountId) + "*") : [];
        foreach (var file in kept.Concat(Suffixes.Select(suffix => path + suffix)))
        {
            File.Delete(file);
        }
    }

    // What is made from a mirror goes with it: the files, their logs and what lies beside them while they are made.
    private void EraseMade(string accountId)
    {
        var mirror = PathOf(accountId);
        foreach (var path in Directory.Exists(options.Value.FullPath) ? new[] { ColumnsPath(mirror), MeaningPath(mirror) } : [])
        {
            foreach (var file in Directory.GetFiles(options.Value.FullPath, Path.GetFileName(path) + "*"))
            {
                File.Delete(file);
            }

            foreach (var folder in Directory.GetDirectories(options.Value.FullPath, Path.GetFileName(path) + "*"))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private static string KeptPrefix(string accountId) => $"mirror-{accountId}-kept-";

    /// <summary>Where the columnar copy of a mirror is: <c>columns-501.duckdb</c> beside <c>mirror-501.db</c>.</summary>
    public static string ColumnsPath(string mirrorPath) => Beside(mirrorPath, "columns-", ".duckdb");

    /// <summary>Where the vectors of a mirror's records are: <c>meaning-501.db</c> beside <c>mirror-501.db</c>.</summary>
    public static string MeaningPath(string mirrorPath) => Beside(mirrorPath, "meaning-", ".db");

    private static string Beside(string mirrorPath, string prefix, string extension) => Path.Combine(
        Path.GetDirectoryName(mirrorPath)!, prefix + Path.GetFileNameWithoutExtension(mirrorPath)["mirror-".Length..] + extension);

    // Account keys are "501" and "sandbox-501"; anything else could reach outside the folder.
    private string PathOf(string accountId) => accountId.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-')
        ? Path.Combine(options.Value.FullPath, $"mirror-{accountId}.db")
        : throw new ArgumentException("An account's key is letters, digits and hyphens only.", nameof(accountId));
}
