using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Search.Meaning;
using Microsoft.AspNetCore.Components;

namespace HubSpotCrm.Web.Features.Meanings;

/// <summary>What words mean in searches: the portal's own pairs, which administrators add and remove, and those that come with it.</summary>
public sealed partial class MeaningsPage : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _left = new();
    private ElementReference _first;
    private Actor _actor = Actor.Nobody;
    private IReadOnlyList<SynonymPair>? _own;
    private string? _failure;
    private string _typed = "";
    private string _said = "";
    private bool _mayChange;
    private bool _isBusy;

    [Inject]
    public required ISynonymService Synonyms { get; init; }

    private IReadOnlyList<SynonymPair> BuiltIn => Synonyms.BuiltIn;

    public void Dispose()
    {
        _left.Cancel();
        _left.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        _actor = await Current.GetAsync();
        _mayChange = _actor.Check(Policy.Administer) is null;
        await ReadAsync();
    }

    private async Task ReadAsync()
    {
        var own = await Synonyms.ListAsync(_actor, _left.Token);
        (_own, _failure) = (own.Succeeded ? own.Value : _own, own.Failure?.Message);
    }

    private async Task AddAsync()
    {
        var pair = new SynonymPair(_typed, _said);
        if (await ChangeAsync(() => Synonyms.AddAsync(_actor, pair, _left.Token)))
        {
            (_typed, _said) = ("", "");
            Announcer.Say($"Added: {pair.Typed.Trim()} finds {pair.Said.Trim()}");
        }

        await _first.FocusAsync();
    }

    private async Task RemoveAsync(SynonymPair pair)
    {
        if (await ChangeAsync(() => Synonyms.RemoveAsync(_actor, pair, _left.Token)))
        {
            Announcer.Say($"Removed: {pair.Typed} finds {pair.Said}");
            await _first.FocusAsync();
        }
    }

    private async Task<bool> ChangeAsync(Func<Task<Result<Done>>> change)
    {
        _isBusy = true;
        var done = await change();
        _isBusy = false;
        if (!done.Succeeded)
        {
            _failure = done.Failure.Message;
            return false;
        }

        await ReadAsync();
        return _failure is null;
    }
}
