namespace HubSpotCrm.Core.Crm;

/// <summary>Owners, pipelines and property definitions of the account, as one immutable snapshot.</summary>
public sealed class AccountDefinitions(
    IReadOnlyList<Owner> owners,
    IReadOnlyList<Pipeline> pipelines,
    IReadOnlyList<PropertyDefinition> properties,
    string currency,
    string timeZone)
{
    private readonly Dictionary<string, Owner> _owners = owners.ToDictionary(owner => owner.Id);
    private readonly Dictionary<(ObjectType, string), PropertyDefinition> _properties =
        properties.ToDictionary(property => (property.ObjectType, property.Name));

    /// <summary>Before the first sync has read any.</summary>
    public static AccountDefinitions Empty { get; } = new([], [], [], "USD", "UTC");

    public IReadOnlyList<Owner> Owners { get; } = owners;

    public IReadOnlyList<Pipeline> Pipelines { get; } = pipelines;

    public IReadOnlyList<PropertyDefinition> Properties { get; } = properties;

    /// <summary>The account's currency, ISO 4217.</summary>
    public string Currency { get; } = currency;

    /// <summary>The account's zone, IANA.</summary>
    public string TimeZone { get; } = timeZone;

    /// <summary>The zone whose days filters, figures and due dates mean; UTC when the account's is not known here.</summary>
    public TimeZoneInfo Zone { get; } = TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out var zone) ? zone : TimeZoneInfo.Utc;

    /// <summary>Null when the account has no such owner.</summary>
    public Owner? FindOwner(string? id) => id is null ? null : _owners.GetValueOrDefault(id);

    /// <summary>The name of the person behind a user's id of HubSpot's; null when no owner is that user.</summary>
    public string? NameOfUser(string userId) => Owners.FirstOrDefault(owner => owner.UserId == userId)?.DisplayName;

    /// <summary>Null when the account has no such property.</summary>
    public PropertyDefinition? FindProperty(ObjectType type, string name) => _properties.GetValueOrDefault((type, name));

    /// <summary>Null when no pipeline has such a stage; archived ones are found too.</summary>
    public Stage? FindStage(string? pipelineId, string? stageId) => Pipelines
        .Where(pipeline => pipelineId is null || pipeline.Id == pipelineId)
        .SelectMany(pipeline => pipeline.Stages)
        .FirstOrDefault(stage => stage.Id == stageId);

    /// <summary>The label of a choice: option, owner, stage or pipeline; the raw value when it is not known.</summary>
    public string LabelOf(ObjectType type, string property, string value)
    {
        if (FindProperty(type, property) is { } definition)
        {
            if (definition.RefersToOwner)
            {
                return FindOwner(value)?.DisplayName ?? value;
            }

            if (definition.Options.FirstOrDefault(option => option.Value == value) is { } option)
            {
                return option.Label;
            }
        }

        return (type, property) switch
        {
            (ObjectType.Deal, "dealstage") => FindStage(null, value)?.Label ?? value,
            (ObjectType.Deal, "pipeline") => Pipelines.FirstOrDefault(pipeline => pipeline.Id == value)?.Label ?? value,
            (_, "hubspot_owner_id") => FindOwner(value)?.DisplayName ?? value,
            _ => value,
        };
    }
}

/// <summary>The present definitions of the connected account.</summary>
public interface IDefinitionService
{
    /// <summary>From memory; <see cref="AccountDefinitions.Empty"/> before the first sync has read them.</summary>
    ValueTask<AccountDefinitions> GetAsync(CancellationToken cancellationToken);
}
