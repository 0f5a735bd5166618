using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;

namespace HubSpotCrm.Core.Search.Filters;

/// <summary>Why a condition cannot be asked of a field, in words that name the field.</summary>
internal static class FieldFaults
{
    private const int LongestName = 64;

    /// <summary>Neither the catalog nor the account's definitions have it.</summary>
    public static InvalidInput NoSuchField(ObjectType type, string name) => new(
        name.Length > LongestName ? name[..LongestName] + "…" : name, $"{type.Plural()} have no such field. Take it out.");

    /// <summary>Null when the condition fits the field.</summary>
    public static InvalidInput? Of(RecordField field, FieldFilter filter) => filter switch
    {
        AnyOf any when any.Values.Count > FilterLimits.MostValues => new(field.Label, $"at most {FilterLimits.MostValues} values can be chosen at once."),
        AnyOf any when field.IsRange && any.Values.Any(value => value.Length > 0) => new(field.Label, "a number or a date is filtered by a range."),
        NumberRange when field.Kind is not (FieldKind.Number or FieldKind.Money or FieldKind.Percent) => Misfit(field, "is no number"),
        DateRange or PeriodFilter when field.Kind is not FieldKind.Instant => Misfit(field, "is no date"),
        PeriodFilter { Period.IsValid: false } => new(field.Label, $"a period has 1 to {RelativePeriod.MostUnits} units."),
        TextTest when field.Kind is not FieldKind.Text => Misfit(field, "is no text"),
        TextTest { Operator: var how } when !Enum.IsDefined(how) => Misfit(field, "cannot be compared so"),
        _ => null,
    };

    private static InvalidInput Misfit(RecordField field, string why) => new(field.Label, $"the field {why}. Choose another condition.");
}
