using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace HubSpotCrm.Web.Features.Records;

/// <summary>How the list goes from one state to the next, and follows the browser's history.</summary>
public sealed partial class RecordList<T>
{
    private readonly ListTrail _trail = new();

    private Task SearchAsync(ListState next)
    {
        // Typing replaces: a history entry for every pause would bury the page before.
        var isTyping = next.Text != _state.Text && next.WithText("").Equals(_state.WithText(""));
        return GoToAsync(next, replace: isTyping);
    }

    private Task SortAsync((string Field, bool KeepOthers) sort) => FieldCatalog.Find(Kind.Type, sort.Field) is null
        ? Task.CompletedTask
        : GoToAsync(_state.SortBy(sort.Field, sort.KeepOthers), replace: false);

    private Task ClearAsync() => SearchAsync(_state.WithText("").WithoutFilters());

    private Task OpenFacetsAsync(bool isOpen) => _facets.OpenAsync(isOpen, Filters[0], _state.ToQuery());

    private EventCallback OnPage(int step) => IsEmbedded
        ? EventCallback.Factory.Create(this, () => GoToAsync(_state with { Page = _state.Page + step }, replace: false))
        : default;

    private string UrlOf(ListState state) => ListUrl.Write(state) is { Length: > 0 } query ? $"{Kind.Address}?{query}" : Kind.Address;

    /// <summary>Shows the state at once; the browser's answer only confirms it, so that a second click stands upon the first.</summary>
    private Task GoToAsync(ListState next, bool replace)
    {
        if (next.Equals(_state))
        {
            return Task.CompletedTask;
        }

        var before = _state;
        Show(next, []);
        if (!IsEmbedded)
        {
            if (replace)
            {
                _trail.Replace(next);
            }
            else
            {
                _trail.Push(before, next);
            }

            Navigation.NavigateTo(UrlOf(next), replace: replace);
        }

        return FollowAsync(before);
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs location)
    {
        var address = new Uri(location.Location);
        if (address.AbsolutePath.TrimEnd('/') == Kind.Address)
        {
            _ = InvokeAsync(() => TurnAsync(address.Query, location.IsNavigationIntercepted));
        }
    }

    private async Task TurnAsync(string query, bool isLink)
    {
        var (state, ignored) = ListUrl.Parse(Kind.Type, query);
        if (_isDisposed || _trail.Confirms(state))
        {
            return;
        }

        var before = _state;
        _trail.Follow(before, isLink);
        Show(state, ignored);
        await FollowAsync(before);
    }

    private async Task FollowAsync(ListState before)
    {
        StateHasChanged();
        var work = new List<Task>();
        if (!before.List.Equals(_state.List))
        {
            work.Add(LoadAsync());
            work.Add(_facets.LoadAsync(_state.ToQuery()));
        }

        if (before.Record != _state.Record)
        {
            work.Add(TurnRecordAsync(before));
        }

        await Task.WhenAll(work);
    }
}
