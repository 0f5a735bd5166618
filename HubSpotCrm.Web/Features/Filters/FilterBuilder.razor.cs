using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Search.Filters;
using HubSpotCrm.Web.Features.Records;
using HubSpotCrm.Web.Features.Views;
using HubSpotCrm.Web.Localization;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace HubSpotCrm.Web.Features.Filters;

/// <summary>
/// Builds a filter of groups, conditions on any property and related records, and says in plain words what it means and how many records it leaves.
/// Nothing changes in the list before Show.
/// </summary>
public sealed partial class FilterBuilder : ComponentBase, IDisposable
{
    private readonly Newest _newest = new();
    private GroupDraft _draft = null!;
    private BuilderScope _scope = null!;
    private int? _count;
    private string? _failure;
    private string? _notUnderstood;

    [CascadingParameter]
    public required IMudDialogInstance Dialog { get; set; }

    /// <summary>The list as it is filtered now.</summary>
    [Parameter, EditorRequired]
    public required ListState State { get; set; }

    [Parameter]
    public AccountDefinitions Definitions { get; set; } = AccountDefinitions.Empty;

    /// <summary>The number of records under a query.</summary>
    [Parameter, EditorRequired]
    public required Func<RecordQuery, CancellationToken, Task<Result<int>>> Count { get; set; }

    /// <summary>The values of a field and their counts under a query.</summary>
    [Parameter, EditorRequired]
    public required Func<RecordQuery, string, CancellationToken, Task<Result<IReadOnlyList<FacetValue>>>> Facet { get; set; }

    private ObjectType Type => State.Type;

    private ListState Next => State.WithFilters(_draft.ToNode() is { } node ? [node] : []);

    private string Echo => new FilterWords(Definitions).Of(Type, Next.Filters);

    private string Typed => FilterGrammar.Write(Type, Next.Filters, Definitions);

    private string? Problem => FilterLimits.Check(Next.Filters)?.Message
        ?? (ListAddress.IsTooLong(Next) ? $"This is longer than a list can be kept, {Formats.Number(FilterCodec.MostCharacters)} characters. Take values out." : _failure);

    private string Hits => _count is { } count ? Formats.Number(count) : Type.Plural();

    /// <summary>Shows it; the list's next state, or null when it was given up.</summary>
    internal static async Task<ListState?> AskAsync(
        IDialogService dialogs, ListState state, AccountDefinitions definitions,
        Func<RecordQuery, CancellationToken, Task<Result<int>>> count,
        Func<RecordQuery, string, CancellationToken, Task<Result<IReadOnlyList<FacetValue>>>> facet)
    {
        var parameters = new DialogParameters<FilterBuilder>
        {
            { dialog => dialog.State, state },
            { dialog => dialog.Definitions, definitions },
            { dialog => dialog.Count, count },
            { dialog => dialog.Facet, facet },
        };
        var shown = await dialogs.ShowAsync<FilterBuilder>(null, parameters, new DialogOptions { MaxWidth = MaxWidth.Medium, FullWidth = true, BackdropClick = false });
        return await shown.Result is { Canceled: false, Data: ListState next } ? next : null;
    }

    public void Dispose() => _newest.Dispose();

    protected override Task OnInitializedAsync()
    {
        _scope = new BuilderScope(Type, Definitions);
        _draft = FilterDraft.Of(Type, State.Filters);
        if (_draft.Parts.Count == 0)
        {
            _draft.Parts.Add(new ConditionDraft(Type));
        }

        return ChangedAsync();
    }

    private async Task ChangedAsync()
    {
        _notUnderstood = null;
        StateHasChanged();
        var cancellationToken = _newest.Next();
        try
        {
            await CountValuesAsync(cancellationToken);
            var counted = FilterLimits.Check(Next.Filters) is null ? await Count(Next.ToQuery(), cancellationToken) : null;
            if (!cancellationToken.IsCancellationRequested)
            {
                (_count, _failure) = (counted is { Succeeded: true } ? counted.Value : null, counted?.Failure?.Message);
                StateHasChanged();
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // A newer change is being counted.
        }
    }

    // Of the fields of the list itself, under its other filters, each once.
    private async Task CountValuesAsync(CancellationToken cancellationToken)
    {
        foreach (var field in Conditions(_draft).Where(condition => condition.Type == Type).Select(condition => condition.Field).Distinct().ToList())
        {
            if (_scope.Find(Type, field) is not { IsRange: false } || _scope.HasCounted(field))
            {
                continue;
            }

            var values = await Facet(State.WithoutFilter(field).ToQuery(), field, cancellationToken);
            if (values.Succeeded)
            {
                _scope.Keep(field, values.Value);
            }
        }
    }

    private static IEnumerable<ConditionDraft> Conditions(GroupDraft group) => group.Parts.SelectMany(part => part switch
    {
        ConditionDraft condition => [condition],
        GroupDraft inner => Conditions(inner),
        _ => Enumerable.Empty<ConditionDraft>(),
    });

    private Task ReadAsync(ChangeEventArgs change)
    {
        var typed = FilterGrammar.Read(Type, change.Value as string ?? "", Definitions);
        if (typed.Text.Length > 0)
        {
            _notUnderstood = typed.Text;
            return Task.CompletedTask;
        }

        _draft = FilterDraft.Of(Type, typed.Filters);
        return ChangedAsync();
    }

    private Task ClearAsync()
    {
        _draft = new GroupDraft(Type);
        return ChangedAsync();
    }

    private void Apply() => Dialog.Close(DialogResult.Ok(Next));
}
