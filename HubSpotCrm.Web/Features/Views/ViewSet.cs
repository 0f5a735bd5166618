using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Views;
using HubSpotCrm.Web.Features.Records;

namespace HubSpotCrm.Web.Features.Views;

/// <summary>The saved views that a user sees of one kind of record, with what each of them shows. A view is read when it is first asked for.</summary>
public sealed class ViewSet(ObjectType type, IReadOnlyList<SavedView> views, AccountDefinitions definitions)
{
    private readonly Dictionary<string, SavedView> _views = views.ToDictionary(view => view.Id);
    private readonly Dictionary<string, ParsedList> _read = [];

    public ObjectType Type => type;

    public AccountDefinitions Definitions => definitions;

    /// <summary>Tabs first, in their order.</summary>
    public IReadOnlyList<SavedView> All => views;

    public IReadOnlyList<SavedView> Pinned { get; } = [.. views.Where(view => view.IsPinned)];

    /// <summary>The one that the list opens with; null for the plain list.</summary>
    public SavedView? Default { get; } = views.FirstOrDefault(view => view.IsDefault);

    /// <summary>Null when the user has no such view.</summary>
    public SavedView? Find(string? id) => id is null ? null : _views.GetValueOrDefault(id);

    /// <summary>What the view shows, on its first page, and the parts of it that are not understood; null when the user has no such view.</summary>
    public ParsedList? Read(string id)
    {
        if (Find(id) is not { } view)
        {
            return null;
        }

        if (!_read.TryGetValue(id, out var read))
        {
            var parsed = ListUrl.Parse(type, view.State, definitions);
            _read[id] = read = parsed with { State = parsed.State.Content with { View = id } };
        }

        return read;
    }

    /// <summary>The plain list, or the list of a view as it was saved.</summary>
    /// <param name="id">Null for the plain list.</param>
    public ListState StateOf(string? id) => (id is null ? null : Read(id)?.State) ?? Plain;

    /// <summary>The list without a view: named where it is not what the list opens with.</summary>
    public ListState Plain => new(type) { View = Default is null ? null : ListState.NoView };

    /// <summary>It shows something else than its view, or than the plain list.</summary>
    public bool IsChanged(ListState state) => !state.Content.Equals(StateOf(Find(state.View)?.Id).Content);
}
