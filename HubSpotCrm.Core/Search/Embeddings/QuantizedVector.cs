using System.Numerics;
using System.Runtime.InteropServices;

namespace HubSpotCrm.Core.Search.Embeddings;

/// <summary>
/// A vector of length 1 in a byte for each number: the largest becomes 127. A quarter of the memory of floats, and the order of what is near hardly changes.
/// </summary>
/// <param name="Scale">What one unit of <paramref name="Units"/> stands for.</param>
internal readonly record struct QuantizedVector(sbyte[] Units, float Scale)
{
    /// <summary>The vector has no zeros only.</summary>
    public static QuantizedVector Of(ReadOnlySpan<float> vector)
    {
        double length = 0;
        float largest = 0;
        foreach (var number in vector)
        {
            length += (double)number * number;
            largest = Math.Max(largest, Math.Abs(number));
        }

        var units = new sbyte[vector.Length];
        for (var at = 0; at < units.Length; at++)
        {
            units[at] = (sbyte)MathF.Round(vector[at] / largest * sbyte.MaxValue);
        }

        return new QuantizedVector(units, (float)(largest / sbyte.MaxValue / Math.Sqrt(length)));
    }

    /// <summary>The products of their units, summed up: with both scales the cosine between the vectors.</summary>
    public static int Product(ReadOnlySpan<sbyte> one, ReadOnlySpan<sbyte> other)
    {
        // Two products fit a short together, so they are added before they are widened.
        var (sum, at) = (Vector<int>.Zero, 0);
        var wide = MemoryMarshal.Cast<sbyte, Vector<sbyte>>(one);
        var against = MemoryMarshal.Cast<sbyte, Vector<sbyte>>(other);
        for (; at < wide.Length; at++)
        {
            Vector.Widen(wide[at], out var low, out var high);
            Vector.Widen(against[at], out var otherLow, out var otherHigh);
            Vector.Widen((low * otherLow) + (high * otherHigh), out var first, out var second);
            sum += first + second;
        }

        var total = Vector.Sum(sum);
        for (at *= Vector<sbyte>.Count; at < one.Length; at++)
        {
            total += one[at] * other[at];
        }

        return total;
    }
}
