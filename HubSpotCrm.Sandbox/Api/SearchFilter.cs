using System.Globalization;
using System.IO.Enumeration;
using HubSpotCrm.Sandbox.Data;

namespace HubSpotCrm.Sandbox.Api;

/// <summary>One condition of a search, on a property or on an associated record.</summary>
internal sealed record SearchFilter(PropertyDefinition? Property, ObjectKind? Linked, string Operator, string? Value, string? High, string[] Values)
{
    private readonly double? _low = Property is null ? null : NumberOf(Property, Value);
    private readonly double? _high = Property is null ? null : NumberOf(Property, High);

    /// <summary>The smallest and the biggest number the filter lets through, when it says so.</summary>
    public (double From, double To) Range => Operator switch
    {
        "EQ" => (_low ?? double.NaN, _low ?? double.NaN),
        "GT" or "GTE" => (_low ?? double.NaN, double.MaxValue),
        "LT" or "LTE" => (double.MinValue, _low ?? double.NaN),
        "BETWEEN" => (_low ?? double.NaN, _high ?? double.NaN),
        _ => (double.MinValue, double.MaxValue),
    };

    public bool Matches(Crm crm, CrmRecord record)
    {
        if (Linked is { } kind)
        {
            var ids = crm.Links(record.Kind, record.Id, kind).Select(link => Stamp.Text(link.To));
            return Operator switch
            {
                "EQ" => ids.Contains(Value),
                "IN" => ids.Intersect(Values).Any(),
                "HAS_PROPERTY" => ids.Any(),
                "NOT_HAS_PROPERTY" => !ids.Any(),
                "NEQ" => !ids.Contains(Value),
                _ => false,
            };
        }

        var value = record.Value(Property!.Slot);
        if (value is not null && Operator is "EQ" or "GT" or "GTE" or "LT" or "LTE" or "BETWEEN" && Property.Slot == crm.Schemas[record.Kind].Modified)
        {
            // Known as a number: reading the text of every record that was written makes large searches slow.
            return Matches(record.ModifiedMs);
        }

        return Operator switch
        {
            "HAS_PROPERTY" => value is not null,
            "NOT_HAS_PROPERTY" => value is null,
            "NEQ" => !Equal(value, Value!),
            "NOT_IN" => !Values.Any(one => In(value, one)),
            "NOT_CONTAINS_TOKEN" => !HasToken(value, Value!),
            _ when value is null => false,
            "EQ" => Equal(value, Value!),
            "IN" => Values.Any(one => In(value, one)),
            "CONTAINS_TOKEN" => HasToken(value, Value!),
            _ => Compares(value!),
        };
    }

    /// <summary>Whether a number (id or time) known without the record lets it through.</summary>
    public bool Matches(double number) => Operator switch
    {
        "EQ" => number == _low,
        "NEQ" => number != _low,
        "LT" => number < _low,
        "LTE" => number <= _low,
        "GT" => number > _low,
        "GTE" => number >= _low,
        "BETWEEN" => number >= _low && number <= _high,
        "IN" => Values.Any(value => NumberOf(Property!, value) == number),
        "NOT_IN" => !Values.Any(value => NumberOf(Property!, value) == number),
        "HAS_PROPERTY" => true,
        _ => false,
    };

    /// <summary>The value as a number: itself, or milliseconds of a time; null when it is neither.</summary>
    public static double? NumberOf(PropertyDefinition property, string? value) => property.Type switch
    {
        "number" => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null,
        "date" or "datetime" => Stamp.Parse(value),
        _ => null,
    };

    private bool Compares(string value)
    {
        if (Property!.Type is "number" or "date" or "datetime")
        {
            return NumberOf(Property, value) is { } number && Matches(number);
        }

        var order = string.Compare(value, Value, StringComparison.OrdinalIgnoreCase);
        return Operator switch
        {
            "LT" => order < 0,
            "LTE" => order <= 0,
            "GT" => order > 0,
            "GTE" => order >= 0,
            _ => order >= 0 && string.Compare(value, High, StringComparison.OrdinalIgnoreCase) <= 0,
        };
    }

    private bool Equal(string? value, string wanted)
    {
        if (value is null)
        {
            return false;
        }

        return Property!.Type switch
        {
            "number" or "date" or "datetime" => NumberOf(Property, value) is { } number && number == NumberOf(Property, wanted),
            "enumeration" or "bool" => value == wanted || (Property.IsMultiple && value.Split(';').Contains(wanted)),
            _ => string.Equals(value, wanted, StringComparison.OrdinalIgnoreCase),
        };
    }

    /// <summary>HubSpot compares texts of a list with the lower-case value: a capital in the list finds nothing.</summary>
    private bool In(string? value, string wanted) =>
        Property!.Type == "string" ? value?.ToLowerInvariant() == wanted : Equal(value, wanted);

    private static bool HasToken(string? value, string wanted)
    {
        if (value is null)
        {
            return false;
        }

        if (wanted.Contains('*', StringComparison.Ordinal))
        {
            return FileSystemName.MatchesSimpleExpression(wanted, value) || Words(value).Any(word => FileSystemName.MatchesSimpleExpression(wanted, word));
        }

        return Words(wanted).All(word => Words(value).Contains(word, StringComparer.OrdinalIgnoreCase));
    }

    public static IEnumerable<string> Words(string text)
    {
        var start = -1;
        for (var place = 0; place <= text.Length; place++)
        {
            if (place < text.Length && char.IsLetterOrDigit(text[place]))
            {
                start = start < 0 ? place : start;
            }
            else if (start >= 0)
            {
                yield return text[start..place];
                start = -1;
            }
        }
    }
}
