using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Connection;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Web.Circuits;
using Microsoft.AspNetCore.Components;

namespace HubSpotCrm.Web.Features.Sync;

/// <summary>A part of the sync page that shows something of the report: read again whenever the page says so, the newest answer wins.</summary>
public abstract class SyncPart<T> : ComponentBase, IDisposable
    where T : class
{
    private readonly CancellationTokenSource _gone = new();
    private object? _readFor;

    [Inject]
    public required ISyncReport Report { get; init; }

    [Inject]
    internal CurrentActor Current { get; init; } = null!;

    /// <summary>Null until it is known who looks.</summary>
    [Parameter, EditorRequired]
    public Actor? Actor { get; set; }

    /// <summary>Another number: something was run since.</summary>
    [Parameter]
    public int Version { get; set; }

    /// <summary>Null until it was read.</summary>
    protected T? Value { get; private set; }

    /// <summary>Why it could not be read now; what was read before stays.</summary>
    protected string? Failure { get; private set; }

    /// <summary>What, besides the version, an answer belongs to.</summary>
    protected virtual object? Question => null;

    protected bool MayEdit => Actor is { Role: >= Role.Editor };

    protected bool MayAdminister => Actor is { Role: Role.Admin };

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
        GC.SuppressFinalize(this);
    }

    protected abstract Task<Result<T>> ReadAsync(Actor actor, CancellationToken cancellationToken);

    protected override async Task OnParametersSetAsync()
    {
        var question = (Version, Question);
        if (Actor is not null && !Equals(_readFor, question))
        {
            _readFor = question;
            await LoadAsync();
        }
    }

    /// <summary>Reads it now.</summary>
    protected async Task LoadAsync()
    {
        var asked = _readFor;
        try
        {
            var read = await ReadAsync(await Current.GetAsync(), _gone.Token);
            if (!ReferenceEquals(asked, _readFor))
            {
                return;
            }

            Failure = read.Failure is null or NotConnected ? null : read.Failure.Message;
            Value = read.Succeeded ? read.Value : Value;
        }
        catch (OperationCanceledException)
        {
            // Nobody looks any more.
        }
        catch (ObjectDisposedException) when (_gone.IsCancellationRequested)
        {
        }
    }
}
