using System.Globalization;
using HubSpotCrm.Core.Common;

namespace HubSpotCrm.Core.Search;

/// <summary>Turns filters into SQL conditions over the typed table, aliased <c>c</c>. Values only ever become parameters.</summary>
internal sealed class RecordFilters(TimeZoneInfo zone, SqlParameters parameters)
{
    private const int MaximumValues = 500;

    /// <summary>The condition; null when the filter lets everything through, as an open range or an empty choice does.</summary>
    public Result<string?> Condition(FieldDefinition field, FieldFilter filter) => filter switch
    {
        AnyOf anyOf => OneOf(field, anyOf),
        NumberRange range when field.Kind is FieldKind.Number or FieldKind.Money or FieldKind.Percent =>
            Between(field, Units(range.From, field.Scale, decimal.Ceiling), Units(range.To, field.Scale, decimal.Floor)),
        DateRange range when field.Kind is FieldKind.Instant =>
            Between(field, range.From is { } from ? StartOf(from, field.IsDay) : null, range.To is { } to ? EndOf(to, field.IsDay) : null),
        _ => new InvalidInput(field.Label, "this kind of filter does not fit the field."),
    };

    private Result<string?> OneOf(FieldDefinition field, AnyOf filter)
    {
        var values = filter.Values.Where(value => value.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        if (values.Count > MaximumValues)
        {
            return new InvalidInput(field.Label, $"at most {MaximumValues} values can be chosen at once.");
        }

        if (values.Count > 0 && field.Kind is not (FieldKind.Text or FieldKind.Choice))
        {
            return new InvalidInput(field.Label, "a number or a date is filtered by a range.");
        }

        var conditions = new List<string>();
        if (values.Count > 0)
        {
            conditions.Add(field.IsMultiple
                ? string.Join(" OR ", values.Select(value => $"instr(c.{field.Column}, {parameters.Add($";{value};")}) > 0"))
                : $"c.{field.Column} IN ({string.Join(", ", values.Select(value => parameters.Add(value)))})");
        }

        if (values.Count < filter.Values.Count && filter.Values.Contains(""))
        {
            conditions.Add(field.Kind is FieldKind.Text or FieldKind.Choice
                ? $"c.{field.Column} IS NULL OR c.{field.Column} = ''"
                : $"c.{field.Column} IS NULL");
        }

        return conditions.Count == 0 ? (string?)null : $"({string.Join(" OR ", conditions)})";
    }

    private Result<string?> Between(FieldDefinition field, long? from, long? to)
    {
        var conditions = new List<string>();
        if (from is { } first)
        {
            conditions.Add($"c.{field.Column} >= {parameters.Add(first)}");
        }

        if (to is { } last)
        {
            conditions.Add($"c.{field.Column} <= {parameters.Add(last)}");
        }

        return conditions.Count == 0 ? (string?)null : $"({string.Join(" AND ", conditions)})";
    }

    private static long? Units(decimal? value, decimal scale, Func<decimal, decimal> round) => value switch
    {
        null => null,
        _ when value >= long.MaxValue / scale => long.MaxValue,
        _ when value <= long.MinValue / scale => long.MinValue,
        { } number => (long)round(number * scale),
    };

    // A day without a zone is the same one everywhere.
    private long StartOf(DateOnly day, bool isDay)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        if (isDay)
        {
            return (local.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond;
        }

        // Where the clock is put forward at midnight, the day begins later.
        while (zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(1);
        }

        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return (local.Ticks - offset.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond;
    }

    private long EndOf(DateOnly day, bool isDay) => day == DateOnly.MaxValue ? long.MaxValue : StartOf(day.AddDays(1), isDay) - 1;
}

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
