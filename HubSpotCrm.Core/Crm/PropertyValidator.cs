using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using HubSpotCrm.Core.Common;

namespace HubSpotCrm.Core.Crm;

/// <summary>
/// Checks what a user typed against the property's definition, before it is queued: HubSpot would refuse it later, out of the user's sight.
/// </summary>
/// <param name="zone">A day that is given for a time is its midnight there.</param>
internal sealed partial class PropertyValidator(AccountDefinitions definitions, ObjectType type, TimeZoneInfo zone)
{
    /// <summary>HubSpot's most for one value.</summary>
    public const int LongestText = 65_536;

    private const int LongestNumber = 64;
    private const int LongestEmail = 254;
    private const int LongestInMessage = 60;

    /// <summary>
    /// The values as HubSpot takes them, or the first property that cannot take its value. Text stays as it was typed; numbers keep every digit.
    /// </summary>
    /// <param name="current">The record's present values: a stage must belong to the pipeline the deal is in.</param>
    public Result<IReadOnlyDictionary<string, string>> Check(
        IReadOnlyDictionary<string, string> changes, IReadOnlyDictionary<string, string?> current)
    {
        var values = new Dictionary<string, string>(changes.Count);
        foreach (var (property, value) in changes)
        {
            var result = Check(property, value);
            if (!result.Succeeded)
            {
                return result.As<IReadOnlyDictionary<string, string>>();
            }

            values[property] = result.Value;
        }

        return CheckStage(values, current) is { } failure ? failure : values;
    }

    private Result<string> Check(string property, string value)
    {
        if (definitions.FindProperty(type, property) is not { IsArchived: false } definition)
        {
            return new InvalidInput(Shown(property), $"{type.Plural()} have no such property.");
        }

        if (definition.IsReadOnly || definition.IsCalculated || property == "hs_object_id")
        {
            return Refuse(definition, definition.IsCalculated ? "HubSpot calculates it, so it cannot be changed." : "HubSpot keeps it, so it cannot be changed.");
        }

        if (definition.IsHidden)
        {
            return Refuse(definition, "it is hidden in HubSpot and cannot be changed here.");
        }

        if (value.Length > LongestText)
        {
            return Refuse(definition, $"at most {LongestText:N0} characters are possible, and these are {value.Length:N0}.");
        }

        if (value.Contains('\0'))
        {
            return Refuse(definition, "it contains an invisible character (NUL) that cannot be kept. Type the text anew.");
        }

        if (!IsWhole(value))
        {
            return Refuse(definition, "it contains half of a character. Type the text anew.");
        }

        if (string.IsNullOrWhiteSpace(value))
        {
            return (type, property) is (ObjectType.Deal, "dealstage" or "pipeline")
                ? Refuse(definition, "a deal is always in one. Choose another instead of clearing it.")
                : "";
        }

        return definition.Type switch
        {
            PropertyType.Number => Number(definition, value.Trim()),
            PropertyType.Date => Date(definition, value.Trim()),
            PropertyType.DateTime => Time(definition, value.Trim()),
            PropertyType.Boolean => Flag(definition, value.Trim()),
            PropertyType.Enumeration => Choice(definition, value.Trim()),
            _ when IsOwner(definition) => LiveOwner(definition, value.Trim()),
            _ when IsEmail(definition) => Email(definition, value.Trim()),
            _ => value,
        };
    }

    private static Result<string> Number(PropertyDefinition definition, string value)
    {
        if (value.Contains(',', StringComparison.Ordinal) || value.Contains('\'') || value.Any(char.IsWhiteSpace))
        {
            return Refuse(definition, $"“{Shown(value)}” is not a number here. Write it without thousands separators and with a point, as 1234.50.");
        }

        return value.Length <= LongestNumber && PlainNumber().IsMatch(value)
            ? value
            : Refuse(definition, $"“{Shown(value)}” is not a number. Write digits and at most one point, as 1234.50.");
    }

    private static Result<string> Date(PropertyDefinition definition, string value)
    {
        if (DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        {
            return value;
        }

        return PropertyEquality.TryMilliseconds(value, out var time) && time.TimeOfDay == TimeSpan.Zero
            ? time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : Refuse(definition, $"“{Shown(value)}” is not a date. Write it as 2026-01-31, with a year up to 9999.");
    }

    private Result<string> Time(PropertyDefinition definition, string value)
    {
        if (PropertyEquality.TryMilliseconds(value, out _))
        {
            return value;
        }

        if (DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return PropertyEquality.WireTime(MidnightOf(day));
        }

        // Without the shape the parser would also take names of months and times of day.
        return IsoTime().IsMatch(value) && DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? PropertyEquality.WireTime(time)
            : Refuse(definition, $"“{Shown(value)}” is not a time. Write it as 2026-01-31 or 2026-01-31T14:30:00Z, with a year up to 9999.");
    }

    private static Result<string> Flag(PropertyDefinition definition, string value) => value.ToUpperInvariant() switch
    {
        "TRUE" => "true",
        "FALSE" => "false",
        _ => Refuse(definition, $"“{Shown(value)}” is neither true nor false."),
    };

    private Result<string> Choice(PropertyDefinition definition, string value)
    {
        if ((type, definition.Name) is (ObjectType.Deal, "dealstage" or "pipeline"))
        {
            return value;
        }

        if (IsOwner(definition))
        {
            return LiveOwner(definition, value);
        }

        if (definition.Options.Count == 0)
        {
            return value;
        }

        // A leading semicolon would append to HubSpot's value instead of replacing it.
        string[] choices = definition.IsMultiple
            ? [.. value.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)]
            : [value];
        return choices.FirstOrDefault(choice => definition.Options.All(option => option.Value != choice)) is { } unknown
            ? Refuse(definition, $"“{Shown(unknown)}” is not one of its options in HubSpot{Nearest(definition, unknown)}.")
            : string.Join(';', choices);
    }

    private static string Nearest(PropertyDefinition definition, string value) =>
        definition.Options.FirstOrDefault(option =>
            string.Equals(option.Value, value, StringComparison.OrdinalIgnoreCase) || string.Equals(option.Label, value, StringComparison.OrdinalIgnoreCase)) is { } option
            ? $"; did you mean “{option.Label}” ({option.Value})?"
            : "";

    private Result<string> LiveOwner(PropertyDefinition definition, string value) => definitions.FindOwner(value) switch
    {
        null => Refuse(definition, $"there is no owner with the id “{Shown(value)}” in HubSpot."),
        { IsArchived: true } owner => Refuse(definition, $"{owner.DisplayName} no longer works with HubSpot. Choose another owner."),
        _ => value,
    };

    private static Result<string> Email(PropertyDefinition definition, string value) =>
        value.Length <= LongestEmail && EmailShape().IsMatch(value)
            ? value
            : Refuse(definition, $"“{Shown(value)}” is not an e-mail address, as name@example.com.");

    // A stage alone says where a deal is only together with its pipeline.
    private InvalidInput? CheckStage(Dictionary<string, string> values, IReadOnlyDictionary<string, string?> current)
    {
        if (type != ObjectType.Deal || definitions.Pipelines.Count == 0 || !(values.ContainsKey("dealstage") || values.ContainsKey("pipeline")))
        {
            return null;
        }

        var pipelineId = values.GetValueOrDefault("pipeline") ?? current.GetValueOrDefault("pipeline");
        var pipeline = definitions.Pipelines.FirstOrDefault(known => known.Id == pipelineId);
        if (pipeline is null && values.ContainsKey("pipeline"))
        {
            return new InvalidInput(LabelOf("pipeline"), $"there is no pipeline with the id “{Shown(pipelineId)}” in HubSpot.");
        }

        if (pipeline is { IsArchived: true } && values.ContainsKey("pipeline"))
        {
            return new InvalidInput(LabelOf("pipeline"), $"{pipeline.Label} is no longer in use. Choose another pipeline.");
        }

        var stageId = values.GetValueOrDefault("dealstage") ?? current.GetValueOrDefault("dealstage");
        var stage = definitions.FindStage(pipeline?.Id, stageId);
        return (stage, values.ContainsKey("dealstage")) switch
        {
            (null, false) => new InvalidInput(LabelOf("pipeline"), $"choose a stage of {pipeline?.Label} as well."),
            (null, true) => new InvalidInput(LabelOf("dealstage"), pipeline is null
                ? $"there is no stage with the id “{Shown(stageId)}” in HubSpot."
                : $"“{Shown(definitions.LabelOf(type, "dealstage", stageId ?? ""))}” is not a stage of {pipeline.Label}."),
            ({ IsArchived: true }, true) => new InvalidInput(LabelOf("dealstage"), $"{stage.Label} is no longer in use. Choose another stage."),
            _ => null,
        };
    }

    private DateTimeOffset MidnightOf(DateOnly day)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);

        // Where the clock is put forward at midnight, the day begins later.
        while (zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(1);
        }

        var offset = zone.GetUtcOffset(local);
        return local.Ticks - offset.Ticks is var ticks && ticks >= DateTime.MinValue.Ticks && ticks <= DateTime.MaxValue.Ticks
            ? new DateTimeOffset(local, offset)
            : new DateTimeOffset(local, TimeSpan.Zero);
    }

    private string LabelOf(string property) => definitions.FindProperty(type, property)?.Label ?? property;

    private static bool IsOwner(PropertyDefinition definition) => definition.Name == "hubspot_owner_id" || definition.RefersToOwner;

    private bool IsEmail(PropertyDefinition definition) => type == ObjectType.Contact && definition.Name is "email" or "work_email";

    private static InvalidInput Refuse(PropertyDefinition definition, string reason) => new(definition.Label, reason);

    // One half of a surrogate pair alone would become another character on the way.
    private static bool IsWhole(string value)
    {
        for (var at = 0; at < value.Length; at += char.IsHighSurrogate(value[at]) ? 2 : 1)
        {
            if (char.IsLowSurrogate(value[at]) || (char.IsHighSurrogate(value[at]) && (at + 1 == value.Length || !char.IsLowSurrogate(value[at + 1]))))
            {
                return false;
            }
        }

        return true;
    }

    // Messages stay short and on one line, whatever was typed.
    private static string Shown(string? value)
    {
        var text = new StringBuilder();
        foreach (var rune in (value ?? "").EnumerateRunes().Take(LongestInMessage))
        {
            text.Append(Rune.IsControl(rune) ? " " : rune.ToString());
        }

        return value?.Length > LongestInMessage ? text.Append('…').ToString() : text.ToString();
    }

    [GeneratedRegex(@"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)\z")]
    private static partial Regex PlainNumber();

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,7})?)?(Z|[+-][0-9]{2}:[0-9]{2})?\z", RegexOptions.IgnoreCase)]
    private static partial Regex IsoTime();

    [GeneratedRegex(@"^[^\s@,;:<>()""\[\]\\]+@([\p{L}\p{N}]([\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+[\p{L}\p{N}]{2,}\z")]
    private static partial Regex EmailShape();
}
