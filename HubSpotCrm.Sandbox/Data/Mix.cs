namespace HubSpotCrm.Sandbox.Data;

/// <summary>Numbers that depend on nothing but the seed and the place they are asked for.</summary>
internal struct Mix(ulong state)
{
    private ulong _state = state;

    /// <summary>A number for this record and purpose, the same in every run.</summary>
    public static ulong Of(int seed, ObjectKind kind, int index, int purpose) =>
        Scramble(((ulong)(uint)seed << 32) ^ ((ulong)(uint)purpose << 58) ^ ((ulong)(uint)purpose << 22)
            ^ ((ulong)kind << 54) ^ ((uint)index * 0x9E3779B97F4A7C15UL));

    public static double Fraction(ulong bits) => (bits >> 11) * (1.0 / (1UL << 53));

    /// <summary>The next number in [0, below).</summary>
    public int Next(int below)
    {
        _state += 0x9E3779B97F4A7C15UL;
        return (int)((Scramble(_state) >> 33) % (ulong)below);
    }

    public bool Chance(int percent) => Next(100) < percent;

    public double NextFraction()
    {
        _state += 0x9E3779B97F4A7C15UL;
        return Fraction(Scramble(_state));
    }

    public T Pick<T>(T[] values) => values[Next(values.Length)];

    private static ulong Scramble(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
