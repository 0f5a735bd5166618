using System.Globalization;

namespace HubSpotCrm.Core.Search;

/// <summary>Collects the values of a statement.</summary>
internal sealed class SqlParameters
{
    private readonly List<object> _values = [];

    /// <summary>The name that stands for the value in the statement.</summary>
    public string Add(object value)
    {
        _values.Add(value);
        return string.Create(CultureInfo.InvariantCulture, $"$p{_values.Count}");
    }

    public void ApplyTo(Microsoft.Data.Sqlite.SqliteCommand command)
    {
        for (var at = 0; at < _values.Count; at++)
        {
            command.Parameters.AddWithValue(string.Create(CultureInfo.InvariantCulture, $"$p{at + 1}"), _values[at]);
        }
    }
}
