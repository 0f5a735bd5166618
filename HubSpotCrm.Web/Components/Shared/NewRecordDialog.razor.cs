using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Web.Features.Records;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace HubSpotCrm.Web.Components.Shared;

/// <summary>A form for a new record, by the account's own property definitions. What was typed stays until it is saved or given up in so many words.</summary>
public sealed partial class NewRecordDialog : ComponentBase
{
    private readonly Dictionary<string, string> _drafts = [];
    private readonly Dictionary<string, string> _problems = [];
    private readonly Dictionary<ObjectType, string> _links = [];
    private string? _failure;
    private bool _isSaving;
    private bool _isTouched;
    private bool _isLeaving;

    [CascadingParameter]
    public required IMudDialogInstance Dialog { get; set; }

    [Parameter, EditorRequired]
    public required ObjectType Type { get; set; }

    [Parameter, EditorRequired]
    public required IReadOnlyList<NewField> Fields { get; set; }

    /// <summary>The kinds of record that it can be associated with.</summary>
    [Parameter]
    public IReadOnlyList<ObjectType> Links { get; set; } = [];

    [Parameter]
    public AccountDefinitions Definitions { get; set; } = AccountDefinitions.Empty;

    [Parameter]
    public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    /// <summary>Saves; null when it was taken, else why not.</summary>
    [Parameter, EditorRequired]
    public required Func<NewRecord, Task<Failure?>> Save { get; set; }

    // A property that this account does not have, or that takes no values, is not asked.
    private IReadOnlyList<(NewField Field, PropertyDefinition Definition)> Asked =>
    [
        .. Fields
            .Select(asked => (Field: asked, Definition: Definitions.FindProperty(Type, asked.Property)!))
            .Where(asked => asked.Definition is not null && PropertyEditors.ReadOnlyReason(asked.Definition) is null)
            .OrderByDescending(asked => asked.Field.IsRequired),
    ];

    protected override void OnInitialized()
    {
        // As HubSpot does: the first stage of the first pipeline.
        if (Type == ObjectType.Deal && Definitions.Pipelines.Where(one => !one.IsArchived).MinBy(one => one.DisplayOrder) is { } pipeline)
        {
            _drafts["pipeline"] = pipeline.Id;
            _drafts["dealstage"] = FirstStage(pipeline.Id);
        }
    }

    private string DraftOf(string property) => _drafts.GetValueOrDefault(property, "");

    private IReadOnlyList<(string Value, string Label)> OptionsOf(PropertyDefinition definition) =>
        PropertyEditors.Options(definition, Definitions, null, DraftOf("pipeline"));

    private void Write(string property, string draft)
    {
        _isTouched = true;
        _drafts[property] = draft;
        _problems.Remove(property);

        // A stage belongs to one pipeline.
        if (Type == ObjectType.Deal && property == "pipeline")
        {
            _drafts["dealstage"] = FirstStage(draft);
            _problems.Remove("dealstage");
        }
    }

    private string FirstStage(string pipeline) => Definitions.Pipelines
        .FirstOrDefault(one => one.Id == pipeline)?.Stages.Where(stage => !stage.IsArchived).MinBy(stage => stage.DisplayOrder)?.Id ?? "";

    private void Link(ObjectType type, string? id)
    {
        _isTouched = true;
        if (id is null)
        {
            _links.Remove(type);
        }
        else
        {
            _links[type] = id;
        }
    }

    private void Leave()
    {
        if (_isTouched)
        {
            _isLeaving = true;
        }
        else
        {
            Dialog.Cancel();
        }
    }

    private async Task SaveAsync()
    {
        if (_isSaving || !Check())
        {
            return;
        }

        (_isSaving, _failure) = (true, null);
        var values = Asked
            .Select(field => (field.Definition.Name, Value: PropertyText.FromDraft(field.Definition, DraftOf(field.Definition.Name), Zone)))
            .Where(field => field.Value.Trim().Length > 0)
            .ToDictionary(field => field.Name, field => field.Value);
        var failure = await Save(new NewRecord(values, [.. _links.Select(link => new RecordReference(link.Key, link.Value))]));
        _isSaving = false;
        if (failure is null)
        {
            Dialog.Close(true);
            return;
        }

        Tell(failure);
    }

    // Said before the first of the fields of which one is enough.
    private string? NeededOf((NewField Field, PropertyDefinition Definition) field)
    {
        var group = field.Field.Group is { } name ? Asked.Where(other => other.Field.Group == name).ToList() : [];
        return group.Count > 1 && group[0] == field ? OneOf(group) : null;
    }

    private static string OneOf(IEnumerable<(NewField Field, PropertyDefinition Definition)> group) =>
        $"One of these is needed: {Words.List([.. group.Select(field => field.Definition.Label)], "or")}.";

    private bool Check()
    {
        _problems.Clear();
        _failure = null;
        foreach (var (field, definition) in Asked)
        {
            if (field.IsRequired && DraftOf(definition.Name).Trim().Length == 0)
            {
                _problems[definition.Name] = $"{definition.Label} is needed.";
            }
        }

        foreach (var group in Asked.Where(field => field.Field.Group is not null).GroupBy(field => field.Field.Group))
        {
            if (group.All(field => DraftOf(field.Definition.Name).Trim().Length == 0))
            {
                _problems[group.First().Definition.Name] = OneOf(group);
            }
        }

        return _problems.Count == 0;
    }

    // The service names the field as the user sees it, or by HubSpot's name.
    private void Tell(Failure failure)
    {
        if (failure is InvalidInput invalid
            && Asked.FirstOrDefault(field => field.Definition.Label == invalid.Field || field.Definition.Name == invalid.Field).Definition is { } wrong)
        {
            _problems[wrong.Name] = invalid.Reason;
        }
        else
        {
            _failure = failure.Message;
        }
    }
}
