using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Search.Filters;

namespace HubSpotCrm.Web.Features.Filters;

/// <summary>What the parts of a filter builder share: the account's fields, and the values that were counted for the list it filters.</summary>
/// <param name="root">The kind of record that is filtered.</param>
public sealed class BuilderScope(ObjectType root, AccountDefinitions definitions)
{
    private const int MostOffered = 1000;
    private readonly Dictionary<ObjectType, IReadOnlyList<RecordField>> _fields = [];
    private readonly Dictionary<string, IReadOnlyList<FacetValue>> _counted = [];
    private int _lastId;

    public ObjectType Root { get; } = root;

    public AccountDefinitions Definitions { get; } = definitions;

    /// <summary>All that can be asked of the kind, with labels that tell them apart.</summary>
    public IReadOnlyList<RecordField> FieldsOf(ObjectType type)
    {
        if (!_fields.TryGetValue(type, out var fields))
        {
            var same = RecordFields.Of(type, Definitions).GroupBy(field => field.Label, StringComparer.OrdinalIgnoreCase);
            _fields[type] = fields = [.. same.SelectMany(group => group.Select((field, at) => at == 0 ? field : field with { Label = $"{field.Label} ({field.Name})" }))];
        }

        return fields;
    }

    public RecordField? Find(ObjectType type, string name) => name.Length == 0 ? null : FieldsOf(type).FirstOrDefault(field => field.Name == name) ?? RecordFields.Find(type, name, Definitions);

    /// <summary>Null for a label that none of the kind's fields has.</summary>
    public RecordField? FindByLabel(ObjectType type, string label) =>
        FieldsOf(type).FirstOrDefault(field => field.Label.Equals(label.Trim(), StringComparison.OrdinalIgnoreCase));

    public void Keep(string field, IReadOnlyList<FacetValue> values) => _counted[field] = values;

    public bool HasCounted(string field) => _counted.ContainsKey(field);

    /// <summary>The values to offer: counted ones most frequent first, then what the definitions know besides. A count is null where nothing was counted.</summary>
    public IReadOnlyList<(string Value, string Label, int? Count)> ValuesOf(RecordField field)
    {
        IReadOnlyList<FacetValue> counted = field.Type == Root ? _counted.GetValueOrDefault(field.Name) ?? [] : [];
        var known = FieldChoices.Of(field, Definitions).Where(choice => !counted.Any(value => value.Value == choice.Value));
        return
        [
            .. counted.Where(value => value.Value.Length > 0).Select(value => (value.Value, LabelOf(field, value.Value), (int?)value.Count))
                .Concat(known.Select(choice => (choice.Value, choice.Label, counted.Count > 0 ? (int?)0 : null)))
                .Take(MostOffered),
        ];
    }

    public string LabelOf(RecordField field, string value) => value.Length == 0 ? $"No {field.Label.ToLowerInvariant()}" : FieldChoices.LabelOf(field, value, Definitions);

    /// <summary>For the ids of controls that belong together.</summary>
    public string NextId() => $"fb{++_lastId}";
}
