using System.Text.Json;
using HubSpotCrm.Core.Common;
using Microsoft.Extensions.Logging;

namespace HubSpotCrm.Core.HubSpot.Journal;

/// <summary>
/// Fetches files of the journal from where HubSpot keeps them: without a token, for the address itself is the right to it, and only from
/// hosts that are allowed. A file is asked for once; whoever wants it again asks the journal for a fresh address.
/// </summary>
internal sealed class JournalFiles(HubSpotTransport transport, HubSpotOptions options, bool isSandbox, TimeProvider time, ILogger logger)
{
    /// <summary>HubSpot writes 5 MB at most into a file.</summary>
    public const int Largest = 16 * 1024 * 1024;

    public async Task<Result<T>> ReadAsync<T>(string url, ReadBody<T> read, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || !JournalHosts.Allows(address, options.JournalHosts, isSandbox))
        {
            return new JournalFileNotAllowed(address is null ? "no address" : ErrorText.Shown($"{address.Scheme}://{address.Host}"));
        }

        using var limit = new CancellationTokenSource(options.AttemptTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        using var request = HubSpotTransport.Request(new HubSpotCall(HttpMethod.Get, "journal file", address), token: null);
        try
        {
            using var answer = await transport.SendAsync(HubSpotTransport.FilesName, request, Math.Min(Largest, options.MaximumAnswerBytes), either.Token);
            logger.LogInformation("A file of HubSpot's journal: {Status}, {Bytes} bytes", answer.Status, answer.Body.Bytes.Length);
            return answer.Status == 200 ? read(answer.Body.Bytes) : new JournalFileUnreadable(Words(answer));
        }
        catch (JsonException)
        {
            return new JournalFileUnreadable("it is no file of a journal, or not all of one");
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && HubSpotTransport.Explain(exception, limit.IsCancellationRequested) is { } reason)
        {
            return exception.GetBaseException() is ConnectionNotAllowedException
                ? new JournalFileNotAllowed(ErrorText.Shown(address.Host))
                : new JournalFileUnreadable(reason);
        }
    }

    private static string Words(Answer answer) => answer.Status is >= 300 and < 400
        ? $"its address leads to {(answer.Headers.Location is { IsAbsoluteUri: true } location ? ErrorText.Shown(location.Host) : "another one")}, which is not followed"
        : $"status {answer.Status}";
}
