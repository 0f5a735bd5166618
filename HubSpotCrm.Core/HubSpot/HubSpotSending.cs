using System.Net;

namespace HubSpotCrm.Core.HubSpot;

/// <summary>A call on its way through the pipeline: what its attempts must know of each other.</summary>
internal sealed class HubSpotSending(HubSpotCall call, TimeProvider time, TimeSpan total)
{
    private readonly long _began = time.GetTimestamp();

    public HubSpotCall Call { get; } = call;

    /// <summary>Ours, in every line of the log about this call.</summary>
    public string Id { get; } = Guid.NewGuid().ToString("N")[..12];

    public int Attempts { get; set; }

    /// <summary>Before the next attempt.</summary>
    public TimeSpan Wait { get; set; }

    /// <summary>What the last 429 asked of all calls of its budget.</summary>
    public TimeSpan? LimitWait { get; set; }

    /// <summary>The last refusal; said again when the time runs out.</summary>
    public Refusal? Last { get; set; }

    /// <summary>Of the attempt that is under way.</summary>
    public TrackedBody? Body { get; set; }

    /// <summary>HubSpot may have got this call, and its answer is not known.</summary>
    public bool IsInDoubt
    {
        get => field && Body is not { Left: false };
        set;
    }

    public TimeSpan TimeLeft => total - time.GetElapsedTime(_began);
}

/// <summary>A body that knows whether its first byte left: until then HubSpot cannot have acted on it.</summary>
internal sealed class TrackedBody(byte[] bytes) : HttpContent
{
    public bool Left { get; private set; }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        Left = true;
        await stream.WriteAsync(bytes);
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        Left = true;
        await stream.WriteAsync(bytes, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = bytes.Length;
        return true;
    }
}
