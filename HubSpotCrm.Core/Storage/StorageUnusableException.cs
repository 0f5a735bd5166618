using HubSpotCrm.Core.Storage.App;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace HubSpotCrm.Core.Storage;

/// <summary>
/// The data folder or a database in it cannot be used; the message says what to do. For the folder and <c>app.db</c> the portal
/// does not start; without a mirror it does.
/// </summary>
public sealed class StorageUnusableException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>It is the file itself: no space, right or waiting would make it good again.</summary>
    public bool IsFileItself { get; init; }

    /// <summary>What can go wrong with <c>app.db</c> while the portal starts; null for anything else.</summary>
    public static StorageUnusableException? Explain(Exception exception) =>
        (exception as SqliteException ?? exception.InnerException as SqliteException) is { } fault ? Of(fault, AppDatabase.FileName, DatabaseKind.App) : null;

    internal static bool IsDamage(SqliteException exception) => exception.SqliteErrorCode is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB;

    /// <summary>What SQLite said of the file, in words that say what to do.</summary>
    internal static StorageUnusableException Of(SqliteException exception, string path, DatabaseKind kind) => exception.SqliteErrorCode switch
    {
        raw.SQLITE_FULL => new($"The disk is full, so {path} cannot be written. Free some space and start again; nothing was lost.", exception),
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => new($"{path} is damaged ({exception.Message}). {kind.Remedy}", exception) { IsFileItself = true },
        raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN or raw.SQLITE_IOERR =>
            new($"{path} cannot be written ({exception.Message}). Give the portal's user the right to write it.", exception),
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new($"{path} is locked by another program. Close it and start again.", exception),
        _ => new($"{path} cannot be used: {exception.Message} {kind.Remedy}", exception) { IsFileItself = true },
    };
}
