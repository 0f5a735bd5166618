using System.Buffers;

namespace HubSpotCrm.Core.HubSpot;

/// <summary>An answer was larger than <c>HubSpot:MaximumAnswerBytes</c>; the rest was not read.</summary>
internal sealed class AnswerTooLargeException() : IOException("The answer is larger than the portal takes.");

/// <summary>The whole body of an answer, decompressed, in borrowed memory.</summary>
internal sealed class AnswerBody : IDisposable
{
    private const int FirstSize = 64 * 1024;

    private byte[] _buffer;
    private int _length;

    private AnswerBody(byte[] buffer) => _buffer = buffer;

    public ReadOnlySpan<byte> Bytes => _buffer.AsSpan(0, _length);

    /// <summary>Throws <see cref="AnswerTooLargeException"/> as soon as there is more than <paramref name="maximum"/>, and what the connection throws.</summary>
    public static async Task<AnswerBody> ReadAsync(HttpContent content, int maximum, CancellationToken cancellationToken)
    {
        var stated = content.Headers.ContentLength;
        if (stated > maximum)
        {
            throw new AnswerTooLargeException();
        }

        var body = new AnswerBody(ArrayPool<byte>.Shared.Rent(stated is > 0 and var exact ? (int)exact + 1 : FirstSize));
        try
        {
            await using var stream = await content.ReadAsStreamAsync(cancellationToken);
            int read;
            while ((read = await stream.ReadAsync(body._buffer.AsMemory(body._length), cancellationToken)) > 0)
            {
                body._length += read;
                if (body._length > maximum)
                {
                    throw new AnswerTooLargeException();
                }

                body.Grow();
            }

            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        var buffer = Interlocked.Exchange(ref _buffer, []);
        _length = 0;
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Grow()
    {
        if (_length < _buffer.Length)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        Bytes.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
