using HubSpotCrm.Core.Sync;
using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Core.Search.Filters;

/// <summary>What SQLite cannot say of HubSpot's texts itself. Reads each as sync does, so that a property means the same with and without a typed column.</summary>
internal static class FilterFunctions
{
    public const string Fold = "crm_fold";
    public const string Thousandths = "crm_thousandths";
    public const string Instant = "crm_instant";

    public static void AddTo(SqliteConnection connection)
    {
        connection.CreateFunction(Fold, (string? text) => text is null ? null : TextFolding.Fold(text), isDeterministic: true);
        connection.CreateFunction(Thousandths, (string? text) => PropertyValues.Thousandths(text, out _), isDeterministic: true);
        connection.CreateFunction(Instant, (string? text) => PropertyValues.Instant(text, out _), isDeterministic: true);
    }
}
