using HubSpotCrm.Core.Crm;
using HubSpotCrm.Web.Features.Records;
using HubSpotCrm.Web.Localization;
using Microsoft.AspNetCore.Components;

namespace HubSpotCrm.Web.Components.Shared;

/// <summary>Earlier and present values of the tracked properties, newest first.</summary>
public sealed partial class RecordDrawerHistory : ComponentBase
{
    [Parameter, EditorRequired]
    public required RecordView View { get; set; }

    [Parameter]
    public AccountDefinitions Definitions { get; set; } = AccountDefinitions.Empty;

    private PropertyDefinition? DefinitionOf(PropertyVersion version) =>
        View.Properties.FirstOrDefault(property => property.Definition.Name == version.Property)?.Definition
        ?? Definitions.FindProperty(View.Type, version.Property);

    private string LabelOf(PropertyVersion version) => DefinitionOf(version)?.Label ?? version.Property;

    private string TextOf(PropertyVersion version) => DefinitionOf(version) is { } definition
        ? PropertyText.Of(definition, version.Value, Definitions, Formats)
        : string.IsNullOrEmpty(version.Value) ? Formats.None : version.Value;
}
