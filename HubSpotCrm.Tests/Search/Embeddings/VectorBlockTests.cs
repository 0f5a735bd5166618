using HubSpotCrm.Core.Search.Embeddings;

namespace HubSpotCrm.Tests.Search.Embeddings;

/// <summary>Vectors in memory against a plain evaluation.</summary>
[Trait("Seed", "S06")]
public sealed class VectorBlockTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(32)]
    [InlineData(384)]
    [InlineData(1023)]
    public void A_product_is_the_sum_of_the_products_of_all_units(int length)
    {
        var random = new Random(length);
        sbyte[] one = [.. Enumerable.Range(0, length).Select(_ => (sbyte)random.Next(-127, 128))], other = [.. Enumerable.Range(0, length).Select(_ => (sbyte)random.Next(-127, 128))];
        sbyte[] most = [.. Enumerable.Repeat((sbyte)127, length)], least = [.. Enumerable.Repeat((sbyte)-127, length)];

        QuantizedVector.Product(one, other).Should().Be(one.Zip(other, (a, b) => a * b).Sum());
        QuantizedVector.Product(most, most).Should().Be(127 * 127 * length);
        QuantizedVector.Product(most, least).Should().Be(-127 * 127 * length);
    }

    [Fact]
    public void A_byte_a_number_is_enough_for_the_cosine()
    {
        var random = new Random(7);
        for (var times = 0; times < 200; times++)
        {
            float[] one = Vector(random, 384), other = [.. one.Select(number => number + (float)(random.NextDouble() - 0.5))];
            var (a, b) = (QuantizedVector.Of(one), QuantizedVector.Of(other));

            (QuantizedVector.Product(a.Units, b.Units) * a.Scale * b.Scale).Should().BeApproximately((float)Cosine(one, other), 0.01f);
        }
    }

    [Fact]
    public void The_nearest_are_those_of_a_plain_evaluation_after_anything_was_put_replaced_and_removed()
    {
        var random = new Random(3);
        using var block = new VectorBlock(24);
        var plain = new Dictionary<long, QuantizedVector>();
        for (var step = 0; step < 30_000; step++)
        {
            var key = random.Next(8_000);
            if (random.Next(4) == 0)
            {
                block.Remove(key);
                plain.Remove(key);
            }
            else
            {
                plain[key] = QuantizedVector.Of(Vector(random, 24));
                block.Put(key, plain[key]);
            }
        }

        block.Count.Should().Be(plain.Count).And.BeGreaterThan(4_096, "it needs a second block");
        for (var times = 0; times < 20; times++)
        {
            var asked = QuantizedVector.Of(Vector(random, 24));
            block.Nearest(asked, 0.3, 20, CancellationToken.None).Should().Equal(plain
                .Select(one => new NearRecord(one.Key, QuantizedVector.Product(one.Value.Units, asked.Units) * one.Value.Scale * asked.Scale))
                .Where(near => near.Likeness >= 0.3).OrderByDescending(near => near.Likeness).ThenBy(near => near.Key).Take(20));
        }
    }

    [Fact]
    public void Of_those_that_are_alike_the_older_keys_are_taken_whatever_order_they_came_in()
    {
        using var block = new VectorBlock(2);
        foreach (var key in (int[])[5, 3, 9, 1, 7])
        {
            block.Put(key, QuantizedVector.Of([1, 1]));
        }

        block.Nearest(QuantizedVector.Of([1, 1]), 0.5, 3, CancellationToken.None).Select(near => near.Key).Should().Equal(1, 3, 5);
    }

    [Fact]
    public void A_vector_of_another_length_finds_nothing()
    {
        using var block = new VectorBlock(2);
        block.Put(1, QuantizedVector.Of([1, 1]));

        block.Nearest(QuantizedVector.Of([1, 1, 1]), 0, 3, CancellationToken.None).Should().BeEmpty();
    }

    private static float[] Vector(Random random, int length) => [.. Enumerable.Range(0, length).Select(_ => (float)(random.NextDouble() - 0.5))];

    private static double Cosine(float[] one, float[] other) =>
        one.Zip(other, (a, b) => (double)a * b).Sum() / Math.Sqrt(one.Sum(a => (double)a * a)) / Math.Sqrt(other.Sum(b => (double)b * b));
}
