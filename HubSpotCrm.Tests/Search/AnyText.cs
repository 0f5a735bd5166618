using System.Text;

namespace HubSpotCrm.Tests.Search;

/// <summary>Text of anything a keyboard, a clipboard or an attacker sends: every UTF-16 unit, halves of surrogate pairs included.</summary>
internal static class AnyText
{
    private const string Favourites = "aäßøİıΣς \0\"'%*()^-+:{}[]\\\u200D\u200E\u202E\uFEFF\uFFFE\uD83D\uDE00é\u0301ﬁ①한";

    public static string Of(int seed, int longest = 60)
    {
        var random = new Random(seed);
        var text = new StringBuilder();
        for (var left = random.Next(longest + 1); left > 0; left--)
        {
            text.Append(random.Next(3) == 0 ? (char)random.Next(0x10000) : Favourites[random.Next(Favourites.Length)]);
        }

        return text.ToString();
    }
}
