using System.Security.Cryptography;
using System.Text;

namespace HubSpotCrm.Web.Security;

/// <summary>The one-time code that lets the first administrator in: 128 bits, good for an hour, only while there is none.</summary>
internal sealed class SetupCode(TimeProvider clock) : IDisposable
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(60);
    private readonly TaskCompletionSource _announced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _code;
    private DateTimeOffset _expires;

    /// <summary>One at a time: of many requests with the right code, one makes the administrator.</summary>
    public SemaphoreSlim Gate { get; } = new(1, 1);

    /// <summary>Completes when the link was printed, or none is needed. No request is answered before.</summary>
    public Task Announced => _announced.Task;

    /// <summary>A code that was issued and not used.</summary>
    public bool IsOpen => _code is not null;

    /// <summary>The code was right, but its hour is over.</summary>
    public bool IsExpired => _code is not null && clock.GetUtcNow() >= _expires;

    public string Issue()
    {
        _code = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        _expires = clock.GetUtcNow() + Lifetime;
        return _code;
    }

    /// <summary>Whether the code is the one that was printed and is still good. Takes the same time for every wrong one.</summary>
    public bool Accepts(string? code) =>
        _code is not null && !IsExpired
        && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(code ?? "")), SHA256.HashData(Encoding.UTF8.GetBytes(_code)));

    public void Close() => _code = null;

    public void Announce() => _announced.TrySetResult();

    public void Dispose() => Gate.Dispose();
}
