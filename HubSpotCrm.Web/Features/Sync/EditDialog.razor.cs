using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Web.Features.Records;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace HubSpotCrm.Web.Features.Sync;

/// <summary>An edit that waits for a person: for each property in conflict mine, HubSpot's or another value; for one that was refused again or not at all.</summary>
public sealed partial class EditDialog : ComponentBase
{
    private readonly Dictionary<string, ConflictChoice> _choices = [];
    private readonly Dictionary<string, string> _drafts = [];
    private readonly Dictionary<string, string> _problems = [];
    private string? _failure;
    private bool _isSaving;

    [CascadingParameter]
    public required IMudDialogInstance Dialog { get; set; }

    [Parameter, EditorRequired]
    public required EditStatus Edit { get; set; }

    [Parameter, EditorRequired]
    public required string RecordName { get; set; }

    [Parameter, EditorRequired]
    public required AccountDefinitions Definitions { get; set; }

    [Parameter]
    public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    /// <summary>Settles the conflict; null when it was taken, else why not.</summary>
    [Parameter, EditorRequired]
    public required Func<IReadOnlyDictionary<string, FieldChoice>, Task<Failure?>> Resolve { get; set; }

    private bool IsConflict => Edit.State == "Conflict";

    private IReadOnlyList<EditedProperty> Concerned => IsConflict ? [.. Edit.Properties.Where(property => property.IsConcerned)] : [];

    private string Title => Edit.State switch
    {
        "Conflict" => $"Two people changed this {Edit.Type.Singular()}",
        "Rejected" => "HubSpot did not take this edit",
        _ => "This edit was set aside",
    };

    private string MineSaid => $"{Formats.DateAndTime(Edit.SavedAt)}, {Edit.ActorName}";

    private string HubSpotName => Edit.Overwrote ? "Overwritten" : "HubSpot";

    private string HubSpotSaid => Since.Length == 0 ? HubSpotName : $"{HubSpotName}: {Since}";

    private string Since => Concerned.FirstOrDefault(property => property.ChangedAt is not null) is { } changed && !SinceDiffers ? WhoAndWhen(changed) : "";

    private bool SinceDiffers => Concerned.Select(property => (property.ChangedAt, property.ChangedBy)).Distinct().Count() > 1;

    private string WhoAndWhen(EditedProperty property) => Formats.DateAndTime(property.ChangedAt) + (property.ChangedBy is { } by ? $", {by}" : "");

    private bool Is(string property, ConflictChoice choice) => _choices.TryGetValue(property, out var chosen) && chosen == choice;

    private void Choose(string property, ConflictChoice choice)
    {
        _choices[property] = choice;
        if (choice == ConflictChoice.SaveAnother && !_drafts.ContainsKey(property) && Definitions.FindProperty(Edit.Type, property) is { } definition)
        {
            _drafts[property] = PropertyText.ToDraft(definition, Edit.Properties.First(one => one.Property == property).Mine, Zone);
        }
    }

    private void Write(string property, string draft)
    {
        _drafts[property] = draft;
        _problems.Remove(property);
    }

    // Null while nothing is chosen.
    private string? Saved(EditedProperty property) => _choices.TryGetValue(property.Property, out var choice)
        ? choice switch
        {
            ConflictChoice.OverwriteWithMine => property.Mine ?? "",
            ConflictChoice.KeepHubSpots => property.HubSpots ?? "",
            _ => Another(property.Property),
        }
        : null;

    private string Another(string property) => Definitions.FindProperty(Edit.Type, property) is { } definition
        ? PropertyText.FromDraft(definition, _drafts.GetValueOrDefault(property, ""), Zone)
        : "";

    private async Task SaveAsync()
    {
        (_isSaving, _failure) = (true, null);
        var failure = await Resolve(_choices.ToDictionary(
            choice => choice.Key, choice => new FieldChoice(choice.Value, choice.Value == ConflictChoice.SaveAnother ? Another(choice.Key) : null)));
        _isSaving = false;
        if (failure is null)
        {
            Dialog.Close(true);
        }
        else if (failure is InvalidInput invalid && Concerned.FirstOrDefault(property => Is(property.Property, ConflictChoice.SaveAnother) && Label(property) == invalid.Field) is { } wrong)
        {
            _problems[wrong.Property] = invalid.Reason;
        }
        else
        {
            _failure = failure.Message;
        }
    }

    private string Label(EditedProperty property) => Definitions.FindProperty(Edit.Type, property.Property)?.Label ?? property.Property;

    private string Value(EditedProperty property, string? value) => EditWords.Value(Definitions, Edit, property, value, Formats);
}
