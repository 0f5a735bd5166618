using System.Runtime.CompilerServices;
using System.Threading.Channels;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot.Wire;

namespace HubSpotCrm.Core.Sync;

/// <summary>
/// Walks a type's list from a cursor, some pages ahead of whoever takes them. Pages that have come in meanwhile are handed over together,
/// so that a mirror which is slower than HubSpot commits less often.
/// </summary>
internal sealed class ListWalk(RecordReader reader, ObjectType type, BackfillPace pace)
{
    private const int MostAhead = 4;

    /// <summary>
    /// One to four consecutive pages at a time as one, whose cursor is that of the last. Ends after the page without a cursor, or with a failure.
    /// </summary>
    public async IAsyncEnumerable<Result<WirePage>> PagesAsync(
        string? cursor, long done, long? total, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pages = Channel.CreateBounded<Result<WirePage>>(new BoundedChannelOptions(MostAhead) { SingleReader = true, SingleWriter = true });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = ReadAsync(pages.Writer, cursor, done, total, stop.Token);
        try
        {
            // Not ReadAllAsync, which goes on on any thread.
            while (await pages.Reader.WaitToReadAsync(cancellationToken))
            {
                while (pages.Reader.TryRead(out var first))
                {
                    if (!first.Succeeded)
                    {
                        yield return first;
                        yield break;
                    }

                    var together = new List<WirePage> { first.Value };
                    Result<WirePage>? failed = null;
                    while (failed is null && together.Count < MostAhead && pages.Reader.TryRead(out var more))
                    {
                        if (more.Succeeded)
                        {
                            together.Add(more.Value);
                        }
                        else
                        {
                            failed = more;
                        }
                    }

                    yield return Join(together);
                    if (failed is not null)
                    {
                        yield return failed;
                        yield break;
                    }
                }
            }
        }
        finally
        {
            await stop.CancelAsync();
            await reading.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private async Task ReadAsync(ChannelWriter<Result<WirePage>> pages, string? cursor, long done, long? total, CancellationToken cancellationToken)
    {
        var cursors = new HashSet<string>();
        try
        {
            while (true)
            {
                await pace.WaitAsync(type, cancellationToken);
                var page = await reader.PageAsync(cursor, archived: false, cancellationToken);
                if (page.Succeeded && page.Value.After is { } after && !cursors.Add(after))
                {
                    page = new CursorRepeated(after);
                }

                await pages.WriteAsync(page, cancellationToken);
                if (!page.Succeeded)
                {
                    break;
                }

                // The end is where HubSpot names no next page; a short or an empty page is none.
                done += page.Value.Results.Count;
                pace.Report(type, done, total);
                cursor = page.Value.After;
                if (cursor is null)
                {
                    break;
                }
            }

            pages.Complete();
        }
        catch (Exception exception)
        {
            pages.Complete(exception);
        }
    }

    // HubSpot may list a record on two pages when records move while they are listed: the newer version counts.
    private static WirePage Join(List<WirePage> pages)
    {
        if (pages is [var only])
        {
            return only;
        }

        var records = new Dictionary<string, WireRecord>();
        foreach (var record in pages.SelectMany(page => page.Results))
        {
            if (!records.TryGetValue(record.Id, out var present) || present.UpdatedAt <= record.UpdatedAt)
            {
                records[record.Id] = record;
            }
        }

        return new WirePage([.. records.Values], pages[^1].After, pages[^1].Total);
    }
}
