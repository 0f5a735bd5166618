using System.Globalization;
using HubSpotCrm.Core.Crm;

namespace HubSpotCrm.Core.Search.Filters;

/// <summary>A value as HubSpot keeps it, and as people read it.</summary>
public sealed record FieldChoice(string Value, string Label);

/// <summary>The values that a field is known to take, from the account's definitions.</summary>
public static class FieldChoices
{
    private static readonly FieldChoice[] Flags = [new("true", "Yes"), new("false", "No")];

    /// <summary>The user and the owners, stages, pipelines or options in their order, those that are no longer offered too; empty for a field of free values.</summary>
    public static IReadOnlyList<FieldChoice> Of(RecordField field, AccountDefinitions definitions)
    {
        if (field.IsOwner)
        {
            return
            [
                new(OwnFilters.Me, OwnFilters.MeLabel),
                .. definitions.Owners.Select(owner => new FieldChoice(owner.Id, owner.DisplayName)).OrderBy(choice => TextFolding.Fold(choice.Label), StringComparer.Ordinal),
            ];
        }

        var options = field.Property is { } name ? definitions.FindProperty(field.Type, name)?.Options ?? [] : [];
        return (field.Type, field.Property) switch
        {
            (ObjectType.Deal, "pipeline") => [.. Pipelines(definitions).Select(pipeline => new FieldChoice(pipeline.Id, pipeline.Label))],
            (ObjectType.Deal, "dealstage") => [.. Pipelines(definitions)
                .SelectMany(pipeline => pipeline.Stages.OrderBy(stage => stage.DisplayOrder)).DistinctBy(stage => stage.Id)
                .Select(stage => new FieldChoice(stage.Id, stage.Label))],
            _ when options.Count > 0 => [.. options.OrderBy(option => option.DisplayOrder).DistinctBy(option => option.Value).Select(option => new FieldChoice(option.Value, option.Label))],
            _ when field.IsFlag => Flags,
            _ => [],
        };
    }

    /// <summary>As people read the value; the value itself where the definitions do not know it.</summary>
    public static string LabelOf(RecordField field, string value, AccountDefinitions definitions)
    {
        if (field.IsOwner)
        {
            return value == OwnFilters.Me ? OwnFilters.MeLabel : definitions.FindOwner(value)?.DisplayName ?? value;
        }

        var label = field.Property is { } property ? definitions.LabelOf(field.Type, property, value) : value;
        return label == value && field.IsFlag ? Flags.FirstOrDefault(flag => flag.Value == value)?.Label ?? value
            : label.Length == 0 ? value
            : label;
    }

    /// <summary>
    /// The values somebody means by a word: a value itself, all with such a label, else the one whose label begins so; a country's code of two
    /// capitals is the code and the country's English name. The word itself when nothing is known by it.
    /// </summary>
    /// <param name="isExact">The word was typed in quotes: it is no beginning, and no code.</param>
    public static IReadOnlyList<string> Meant(RecordField field, string word, bool isExact, AccountDefinitions definitions)
    {
        var choices = Of(field, definitions);
        if (choices.Any(choice => choice.Value == word))
        {
            return [word];
        }

        var folded = TextFolding.Fold(word);
        var same = choices.Where(choice => TextFolding.Fold(choice.Label) == folded).ToList();
        if (same.Count == 0 && !isExact)
        {
            same = [.. choices.Where(choice => string.Equals(choice.Value, word, StringComparison.OrdinalIgnoreCase))];
            if (same.Count == 0 && folded.Length > 1 && choices.Where(choice => TextFolding.Fold(choice.Label).StartsWith(folded, StringComparison.Ordinal)).Take(2).ToList() is [var only])
            {
                same = [only];
            }

            if (same.Count == 0 && field is { Kind: FieldKind.Text, Property: "country" } && CountryOf(word) is { } country)
            {
                return [word, country];
            }
        }

        return same.Count > 0 ? [.. same.Select(choice => choice.Value)] : [word];
    }

    private static IOrderedEnumerable<Pipeline> Pipelines(AccountDefinitions definitions) => definitions.Pipelines.OrderBy(pipeline => pipeline.DisplayOrder);

    private static string? CountryOf(string code)
    {
        if (code.Length != 2 || !code.All(char.IsAsciiLetterUpper))
        {
            return null;
        }

        try
        {
            return new RegionInfo(code).EnglishName is var name && name != code ? name : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
