using HubSpotCrm.Web.Features.Records;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;

namespace HubSpotCrm.Web.Components.Shared;

/// <summary>
/// The field for a search text, on every page that has one. Says what to search for 300 ms after the last key, and at once on Enter and on clearing.
/// </summary>
public sealed partial class SearchBox : ComponentBase, IAsyncDisposable
{
    /// <summary>How long typing must rest before a search begins.</summary>
    public static readonly TimeSpan InputDelay = TimeSpan.FromMilliseconds(300);

    private readonly List<string> _sent = [];
    private string _text = "";
    private string? _shown;
    private ITimer? _timer;
    private ScriptModule? _script;
    private ElementReference _root;

    [Inject]
    public required TimeProvider Time { get; init; }

    [Inject]
    public required IJSRuntime Js { get; init; }

    /// <summary>What is searched for now.</summary>
    [Parameter, EditorRequired]
    public string Text { get; set; } = "";

    /// <summary>Called with what to search for next, cleaned by <see cref="ListState.Clean"/>.</summary>
    [Parameter]
    public EventCallback<string> OnSearch { get; set; }

    /// <summary>What of the typed text is searched for; null: all of it.</summary>
    [Parameter]
    public Func<string, string>? SearchedOf { get; set; }

    /// <summary>Asked first, with the key and what is in the field: true when the key has done something else there.</summary>
    [Parameter]
    public Func<KeyboardEventArgs, string, Task<bool>>? OnKey { get; set; }

    /// <summary>Stands below the field, with what is typed into it.</summary>
    [Parameter]
    public RenderFragment<string>? Hint { get; set; }

    /// <summary>Called on Enter, after <see cref="OnSearch"/>: the text is one that was meant.</summary>
    [Parameter]
    public EventCallback OnEnter { get; set; }

    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    [Parameter]
    public string? Class { get; set; }

    /// <summary>Takes the focus as soon as it can be typed into, unless something was found already.</summary>
    [Parameter]
    public bool TakesFocus { get; set; }

    private string Searched => ListState.Clean(SearchedOf is null ? _text : SearchedOf(_text));

    // Answers to it may still be on their way.
    private string Asked => _sent.Count > 0 ? _sent[^1] : Text;

    /// <summary>Puts another text into the field; nothing is searched for.</summary>
    public void Write(string text)
    {
        _text = text;
        StateHasChanged();
    }

    /// <summary>What is to be searched for, by whoever searches for something else at the same time: no key waits any more.</summary>
    public string Take()
    {
        Rest();
        var text = Searched;
        if (text != Asked)
        {
            _sent.Add(text);
        }

        return text;
    }

    public async ValueTask DisposeAsync()
    {
        _timer?.Dispose();
        if (_script is not null)
        {
            await _script.DisposeAsync();
        }
    }

    protected override void OnParametersSet()
    {
        if (_shown != Text)
        {
            // Only a text from elsewhere (a link, Back) replaces what is in the box: the late answer to older typing must not.
            var at = _sent.IndexOf(Text);
            if (at >= 0)
            {
                _sent.RemoveRange(0, at + 1);
            }
            else if (Searched != Text)
            {
                _sent.Clear();
                Rest();
                _text = Text;
            }
        }

        _shown = Text;
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _script = new ScriptModule(Js, "./Components/Shared/SearchBox.razor.js");
            await _script.CallAsync("attach", _root, TakesFocus);
        }
    }

    private void TypeAsync(string? text)
    {
        _text = text ?? "";
        _timer ??= Time.CreateTimer(_ => _ = InvokeAsync(SearchAsync), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(InputDelay, Timeout.InfiniteTimeSpan);
    }

    private async Task HandleKeyAsync(KeyboardEventArgs key)
    {
        if (OnKey is not null && await OnKey(key, _text))
        {
            return;
        }

        if (key.Key == "Enter")
        {
            await SearchAsync();
            await OnEnter.InvokeAsync();
        }
    }

    private async Task ClearAsync()
    {
        _text = "";
        await SearchAsync();
        if (_script is not null)
        {
            await _script.CallAsync("focus", _root);
        }
    }

    private async Task SearchAsync()
    {
        var before = Asked;
        if (Take() is var text && text != before)
        {
            await OnSearch.InvokeAsync(text);
        }
    }

    private void Rest() => _timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
}
