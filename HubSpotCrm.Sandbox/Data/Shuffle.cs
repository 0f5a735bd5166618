namespace HubSpotCrm.Sandbox.Data;

/// <summary>A permutation of [0, size) that can be undone.</summary>
internal sealed class Shuffle
{
    private readonly long _step;
    private readonly long _back;

    public Shuffle(int size, double ratio)
    {
        Size = size;
        _step = Math.Max(1, (long)(size * ratio));
        while (size > 1 && Divisor(_step, size) != 1)
        {
            _step++;
        }

        _back = size > 1 ? Inverse(_step % size, size) : 0;
    }

    public int Size { get; }

    public int Forward(int place) => (int)(place * _step % Size);

    public int Back(int place) => (int)(place * _back % Size);

    private static long Divisor(long a, long b) => b == 0 ? a : Divisor(b, a % b);

    private static long Inverse(long value, long modulus)
    {
        var (old, current, oldFactor, factor) = (value, modulus, 1L, 0L);
        while (current != 0)
        {
            var quotient = old / current;
            (old, current) = (current, old - (quotient * current));
            (oldFactor, factor) = (factor, oldFactor - (quotient * factor));
        }

        return ((oldFactor % modulus) + modulus) % modulus;
    }
}
