using HubSpotCrm.Core.Search.Filters;
using HubSpotCrm.Core.Views;
using HubSpotCrm.Web.Features.Records;
using Microsoft.AspNetCore.WebUtilities;

namespace HubSpotCrm.Web.Features.Views;

/// <summary>A list as its address says it.</summary>
/// <param name="Ignored">Parts that were not understood, as they were named.</param>
/// <param name="IsViewMissing">It names a view that the user does not have.</param>
/// <param name="SaysList">It says what the list shows itself, and not only by a view.</param>
public sealed record ListedAddress(ListState State, IReadOnlyList<string> Ignored, bool IsViewMissing, bool SaysList);

/// <summary>
/// The address of a list that may stand on a saved view: <c>view=</c> alone shows the view as it is saved; anything that the address says of the list
/// beside it wins, whole, and counts as not saved. What is longer than <see cref="Longest"/> is kept under a short id, <c>state=</c>.
/// </summary>
public static class ListAddress
{
    /// <summary>Characters of a query; what browsers, mail and chat programs pass on unharmed.</summary>
    public const int Longest = 2000;

    private const string ViewKey = "view";
    private const string StateKey = "state";

    // Where one is in the list, not what it shows. An empty text says that the list shows everything, against its view.
    private static readonly HashSet<string> Places = [ViewKey, StateKey, "id", "record", "tab", "page"];

    /// <summary>The id of a kept state that the query names; null without.</summary>
    public static string? KeptIn(string query) => ValueOf(query, StateKey);

    /// <summary>The id of a view that the query names; null without, and for the plain list.</summary>
    public static string? ViewIn(string query) => ValueOf(query, ViewKey) is { } view && view != ListState.NoView ? view : null;

    /// <summary>The state of the address; parts that are unknown or malformed are left out and named.</summary>
    /// <param name="kept">The state that <see cref="KeptIn"/> names; null without one, or when it is not kept any more.</param>
    public static ListedAddress Read(string query, ViewSet views, string? kept)
    {
        var parsed = ListUrl.Parse(views.Type, kept is null ? query : $"{kept}&{query.TrimStart('?')}", views.Definitions);
        var ignored = kept is null && KeptIn(query) is not null ? [.. parsed.Ignored, StateKey] : parsed.Ignored;
        var saysList = kept is not null || QueryHelpers.ParseQuery(query).Keys.Any(key => !Places.Contains(key));
        var state = parsed.State;
        if (state.View is not { } id || id == ListState.NoView)
        {
            return new ListedAddress(state, ignored, false, saysList);
        }

        if (views.Read(id) is not { } view)
        {
            return new ListedAddress(state with { View = null }, ignored, true, saysList);
        }

        return saysList
            ? new ListedAddress(state, ignored, false, true)
            : new ListedAddress(view.State with { Page = state.Page, Record = state.Record, Tab = state.Tab }, [.. ignored, .. view.Ignored], false, false);
    }

    /// <summary>The shortest query that shows this list to this user, without a question mark.</summary>
    public static string Write(ListState state, ViewSet views) =>
        views.Find(state.View) is not null && !views.IsChanged(state) ? ListUrl.Write(PlaceOf(state)) : WriteWhole(state);

    /// <summary>A query that says all that the list shows: the same rows for everybody, whoever sees the view.</summary>
    public static string WriteWhole(ListState state)
    {
        var whole = ListUrl.Write(state);
        var place = ListUrl.Write(PlaceOf(state));
        if (whole.Length > Longest)
        {
            return Join(place, $"{StateKey}={ListStates.IdOf(state.Type, ListUrl.Write(state.Content))}");
        }

        return whole == place && state.View is not (null or ListState.NoView) ? Join(place, "q=") : whole;
    }

    /// <summary>What must be kept for the address of this list to be read; null when it is short enough.</summary>
    public static string? ToKeep(ListState state) => ListUrl.Write(state).Length > Longest ? ListUrl.Write(state.Content) : null;

    /// <summary>No link can hold it, not even by a kept state: its groups of filters, or all of it, are longer than can be read back.</summary>
    public static bool IsTooLong(ListState state)
    {
        var content = ListUrl.Write(state.Content);
        return content.Length > ViewRules.LongestState || ValueOf(content, "f")?.Length > FilterCodec.MostCharacters;
    }

    private static ListState PlaceOf(ListState state) => new(state.Type) { View = state.View, Page = state.Page, Record = state.Record, Tab = state.Tab };

    private static string? ValueOf(string query, string key) =>
        QueryHelpers.ParseQuery(query).TryGetValue(key, out var values) && values is [{ Length: > 0 } value] ? value : null;

    private static string Join(string one, string other) => one.Length == 0 ? other : $"{one}&{other}";
}
