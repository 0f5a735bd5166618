using System.Threading.Channels;
using HubSpotCrm.Sandbox.Data;

namespace HubSpotCrm.Sandbox.Webhooks;

/// <summary>Events on their way to whoever wants them; nothing is kept while nobody does.</summary>
internal sealed class WebhookQueue
{
    public const int MostInBatch = 100;

    private readonly Channel<WebhookEvent[]> _events = Channel.CreateUnbounded<WebhookEvent[]>();
    private volatile WebhookTarget? _target;
    private int _delivered;
    private int _failed;

    public WebhookTarget? Target
    {
        get => _target;
        set => _target = value;
    }

    /// <summary>What belongs to one change stays together.</summary>
    public ChannelReader<WebhookEvent[]> Events => _events.Reader;

    /// <summary>Deliveries that were taken.</summary>
    public int Delivered => _delivered;

    /// <summary>Attempts that were not.</summary>
    public int Failed => _failed;

    public void Add(JournalEntry entry)
    {
        if (_target is not { } target)
        {
            return;
        }

        var wanted = WebhookEvents.Of(entry).Where(one => target.Types.Length == 0 || target.Types.Contains(one.SubscriptionType));
        foreach (var events in wanted.Chunk(MostInBatch))
        {
            _events.Writer.TryWrite(events);
        }
    }

    public void Count(bool delivered)
    {
        _ = delivered ? Interlocked.Increment(ref _delivered) : Interlocked.Increment(ref _failed);
    }
}
