namespace HubSpotCrm.Web.Features.Records;

/// <summary>Hands out tokens of which only the newest is not cancelled.</summary>
public sealed class Newest : IDisposable
{
    private CancellationTokenSource _source;

    public Newest()
    {
        _source = new CancellationTokenSource();
        Token = _source.Token;
    }

    /// <summary>The newest token, without making another.</summary>
    public CancellationToken Token { get; private set; }

    /// <summary>Cancels the token before. After disposal it is cancelled from the start.</summary>
    public CancellationToken Next()
    {
        if (!_source.IsCancellationRequested)
        {
            _source.Cancel();
            _source.Dispose();
            _source = new CancellationTokenSource();
            Token = _source.Token;
        }

        return Token;
    }

    public void Dispose()
    {
        _source.Cancel();
        _source.Dispose();
    }
}
