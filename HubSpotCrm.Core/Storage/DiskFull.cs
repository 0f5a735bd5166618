using HubSpotCrm.Core.Common;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace HubSpotCrm.Core.Storage;

/// <summary>A database could not grow. Whatever was being written was not kept; what was there is untouched.</summary>
public sealed record DiskFull()
    : Failure("The portal's disk is full, so nothing can be saved. What is here stays readable; try again when an administrator has freed some space.")
{
    /// <summary>Whether the exception, or the one inside it, says so.</summary>
    public static bool IsCauseOf(Exception exception) =>
        (exception as SqliteException ?? exception.InnerException as SqliteException)?.SqliteErrorCode == raw.SQLITE_FULL;
}
