using HubSpotCrm.Core.Crm;

namespace HubSpotCrm.Web.Features.Records;

/// <summary>The kinds of editor for a property's value.</summary>
public enum PropertyEditor
{
    Text,
    LongText,
    Phone,
    Number,
    Day,
    Instant,

    /// <summary>One of a list: an option, an owner, yes or no.</summary>
    Choice,

    /// <summary>Several of a list.</summary>
    Choices,
}

/// <summary>Which editor a property's definition asks for, and what it offers.</summary>
public static class PropertyEditors
{
    public static PropertyEditor Of(PropertyDefinition definition) => definition switch
    {
        { IsMultiple: true } => PropertyEditor.Choices,
        { RefersToOwner: true } => PropertyEditor.Choice,
        { Type: PropertyType.Enumeration or PropertyType.Boolean } => PropertyEditor.Choice,
        { ObjectType: ObjectType.Deal, Name: "dealstage" or "pipeline" } => PropertyEditor.Choice,
        { Type: PropertyType.Date } => PropertyEditor.Day,
        { Type: PropertyType.DateTime } => PropertyEditor.Instant,
        { Type: PropertyType.Number } => PropertyEditor.Number,
        { Type: PropertyType.PhoneNumber } => PropertyEditor.Phone,
        { FieldType: "phonenumber" } => PropertyEditor.Phone,
        { FieldType: "textarea" or "html" } => PropertyEditor.LongText,
        _ => PropertyEditor.Text,
    };

    /// <summary>Why the property takes no values, in words; null when it does.</summary>
    public static string? ReadOnlyReason(PropertyDefinition definition) => definition switch
    {
        { IsCalculated: true } => "Read only: HubSpot calculates it",
        { IsReadOnly: true } => "Read only: HubSpot keeps it",
        { IsArchived: true } => "Read only: the property is archived in HubSpot",
        _ => null,
    };

    /// <summary>What can be chosen, in order. The present value is among it even when it is hidden, archived or not known any more.</summary>
    /// <param name="pipeline">The pipeline whose stages are offered; null for all.</param>
    public static IReadOnlyList<(string Value, string Label)> Options(PropertyDefinition definition, AccountDefinitions definitions, string? present, string? pipeline = null)
    {
        IEnumerable<(string Value, string Label)> offered = definition switch
        {
            { RefersToOwner: true } => definitions.Owners
                .Where(owner => !owner.IsArchived)
                .OrderBy(owner => owner.DisplayName, StringComparer.OrdinalIgnoreCase)
                .Select(owner => (owner.Id, owner.DisplayName)),
            { ObjectType: ObjectType.Deal, Name: "pipeline" } when definitions.Pipelines.Count > 0 => definitions.Pipelines
                .Where(one => !one.IsArchived)
                .OrderBy(one => one.DisplayOrder)
                .Select(one => (one.Id, one.Label)),
            { ObjectType: ObjectType.Deal, Name: "dealstage" } when definitions.Pipelines.Count > 0 => definitions.Pipelines
                .Where(one => string.IsNullOrEmpty(pipeline) ? !one.IsArchived : one.Id == pipeline)
                .OrderBy(one => one.DisplayOrder)
                .SelectMany(one => one.Stages.Where(stage => !stage.IsArchived).OrderBy(stage => stage.DisplayOrder))
                .Select(stage => (stage.Id, stage.Label)),
            { Type: PropertyType.Boolean, Options.Count: 0 } => [("true", "Yes"), ("false", "No")],
            _ => definition.Options
                .Where(option => !option.IsHidden)
                .OrderBy(option => option.DisplayOrder)
                .Select(option => (option.Value, option.Label)),
        };
        var list = offered.ToList();
        string[] values = definition.IsMultiple ? [.. PropertyText.Choices(present)] : string.IsNullOrEmpty(present) ? [] : [present];
        list.AddRange(values
            .Where(value => list.All(option => option.Value != value))
            .Select(value => (value, definitions.LabelOf(definition.ObjectType, definition.Name, value))));
        return list;
    }
}
