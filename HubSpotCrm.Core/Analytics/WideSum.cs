using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Core.Analytics;

/// <summary>
/// Adds up 64-bit numbers in SQL: SQLite's own <c>sum()</c> fails on overflow, so the upper and the lower halves are added apart.
/// Exact up to two thousand million rows; with a factor of up to a thousand, up to two million.
/// </summary>
internal static class WideSum
{
    /// <summary>Two columns for <see cref="Read"/>. Rows without a value do not count.</summary>
    /// <param name="factor">A column from 0 to 1,000 to multiply by.</param>
    public static string Sql(string value, string? factor = null) => factor is null
        ? $"sum(({value}) >> 32), sum(({value}) & 4294967295)"
        : $"sum((({value}) >> 32) * ({factor})), sum((({value}) & 4294967295) * ({factor}))";

    /// <summary>The sum whose two columns begin at <paramref name="at"/>; zero over no rows.</summary>
    public static Int128 Read(SqliteDataReader reader, int at) =>
        reader.IsDBNull(at) ? 0 : ((Int128)reader.GetInt64(at) << 32) + reader.GetInt64(at + 1);
}
