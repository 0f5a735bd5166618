using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Web.Features.Views;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace HubSpotCrm.Web.Features.Records;

/// <summary>How the list goes from one state to the next, and follows the browser's history.</summary>
public sealed partial class RecordList<T>
{
    private readonly ListTrail _trail = new();

    private bool _isTooLong;

    // Each of the list's steps shows itself: the two renders around an event would draw all rows for nothing, before those that were searched for.
    private EventCallback<ListState> OnSearch => new(null, SearchAsync);

    private Task SearchAsync(ListState next)
    {
        var isTooLong = ListAddress.IsTooLong(next) && ListUrl.Write(next).Length > ListUrl.Write(_state).Length;
        if (isTooLong || _isTooLong)
        {
            _isTooLong = isTooLong;
            StateHasChanged();
        }

        if (isTooLong)
        {
            return Task.CompletedTask;
        }

        // Typing replaces: a history entry for every pause would bury the page before.
        var isTyping = next.Text != _state.Text && next.WithText("").Equals(_state.WithText(""));
        return GoToAsync(next, replace: isTyping);
    }

    private Task SortAsync((string Field, bool KeepOthers) sort) => RecordFields.Find(Kind.Type, sort.Field, _definitions) is not { } field
        ? Task.CompletedTask
        : GoToAsync(_state.SortBy(sort.Field, sort.KeepOthers, startsDescending: field.IsRange), replace: false);

    private Task ClearAsync() => SearchAsync(_state.WithText("").WithoutFilters());

    private EventCallback OnPage(int step) => IsEmbedded
        ? EventCallback.Factory.Create(this, () => GoToAsync(_state with { Page = _state.Page + step }, replace: false))
        : default;

    /// <summary>Shows the state at once; the browser's answer only confirms it, so that a second click stands upon the first.</summary>
    private async Task GoToAsync(ListState next, bool replace)
    {
        next = Named(next);
        if (next.Equals(_state))
        {
            return;
        }

        var before = _state;
        Show(next, []);
        _viewNote = null;
        if (!IsEmbedded)
        {
            await KeepAsync(next);
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

        await FollowAsync(before);
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
        var address = await ReadAsync(query);
        if (_isDisposed || _trail.Confirms(address.State))
        {
            return;
        }

        var before = _state;
        _trail.Follow(before, isLink);
        Show(address);
        OpenDefault(query);
        await FollowAsync(before);
    }

    // The plain address opens the user's own view: what shows everything beside one must say so, or a reload would show something else.
    private ListState Named(ListState state) => !IsEmbedded && ListUrl.Write(state).Length == 0 ? _views.Plain : state;

    private async Task FollowAsync(ListState before)
    {
        // A load shows the list as soon as it begins.
        var work = new List<Task>();
        if (!before.Rows.Equals(_state.Rows) || !before.Columns.SequenceEqual(_state.Columns))
        {
            work.Add(LoadAsync());
        }
        else
        {
            StateHasChanged();
        }

        if (before.Record != _state.Record)
        {
            work.Add(TurnRecordAsync(before));
        }

        await Task.WhenAll(work);
    }
}
