using System.Collections.Frozen;

namespace HubSpotCrm.Web.Security;

/// <summary>
/// Passwords that everybody tries first. The list is made here from words people build passwords of and the ways they stretch them to a length;
/// it was written for this product, so it carries nobody's licence. Only what reaches the least length needs to be in it.
/// </summary>
internal sealed class CommonPasswords
{
    private const int LeastLength = 12;

    private static readonly string[] Words =
    [
        "password", "passwort", "passw0rd", "p@ssword", "p@ssw0rd", "motdepasse", "contrasena", "qwerty", "qwertz", "azerty", "qwertyuiop", "asdfghjkl",
        "letmein", "welcome", "willkommen", "bienvenue", "iloveyou", "ichliebedich", "sunshine", "princess", "dragon", "monkey", "football", "baseball",
        "superman", "batman", "master", "shadow", "michael", "jessica", "charlie", "thomas", "andrea", "summer", "winter", "spring", "autumn", "sommer",
        "herbst", "january", "december", "monday", "friday", "berlin", "london", "madrid", "paris", "newyork", "germany", "deutschland", "england",
        "administrator", "admin", "root", "user", "guest", "test", "testing", "default", "changeme", "changeit", "secret", "geheim", "access", "login",
        "hubspot", "hubspotcrm", "portal", "sandbox", "marketing", "sales", "vertrieb", "company", "firma", "office", "computer", "internet", "server",
        "business", "customer", "contact", "trustno1", "whatever", "nothing", "starwars", "pokemon", "chocolate", "cheese", "butterfly", "flower",
        "liverpool", "arsenal", "chelsea", "barcelona", "bayern", "yankees", "ferrari", "mercedes", "porsche", "samsung", "iphone", "google",
        "facebook", "microsoft", "windows", "linkedin", "freedom", "forever", "blessed", "jesus", "hello", "hallo", "goodmorning", "abc", "abcd", "temp",
    ];

    private static readonly string[] Endings =
    [
        "", "1", "12", "123", "1234", "12345", "123456", "1234567", "12345678", "123456789", "1234567890", "0123456789", "!", "!!", "!!!", "1!", "123!",
        "1234!", "123456!", "@123", "@1234", "#1", "#123", "01", "007", "69", "99", "111", "1111", "000", "0000", "321", "54321", "654321", "987654321",
        "2020", "2021", "2022", "2023", "2024", "2025", "2026", "2027", "2025!", "2026!", "2027!", "abc", "abc123", "qwerty", "qwerty123", "xyz",
        "password", "pass", "admin", "admin123", "hubspot", "hubspotcrm", "portal",
    ];

    private static readonly string[] Runs =
    [
        "1234567890", "0987654321", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "qwertzuiopasdfghjklyxcvbnm", "azertyuiopqsdfghjklmwxcvbn",
        "1qaz2wsx3edc4rfv5tgb6yhn7ujm", "1q2w3e4r5t6y7u8i9o0p", "q1w2e3r4t5y6u7i8o9p0", "zaq12wsxcde34rfv",
    ];

    private readonly FrozenSet<string> _all = Make().ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public int Count => _all.Count;

    /// <summary>Whether the password is one of them, in whatever case, with spaces or dashes between.</summary>
    public bool Contains(string password) =>
        _all.Contains(password) || _all.Contains(string.Concat(password.Where(character => character is not (' ' or '-' or '_' or '.'))));

    private static IEnumerable<string> Make()
    {
        foreach (var word in Words)
        {
            foreach (var ending in Endings)
            {
                yield return word + ending;
                yield return ending + word;
                yield return word + word + ending;
            }

            yield return Repeat(word, LeastLength);
            yield return Repeat(word, 16);
        }

        foreach (var run in Runs)
        {
            for (var length = LeastLength; length <= 26; length++)
            {
                yield return Repeat(run, length);
                yield return new string([.. Repeat(run, length).Reverse()]);
            }
        }

        for (var character = '!'; character <= '~'; character++)
        {
            for (var length = LeastLength; length <= 20; length++)
            {
                yield return new string(character, length);
            }
        }
    }

    private static string Repeat(string text, int length) =>
        string.Concat(Enumerable.Repeat(text, (length / text.Length) + 1))[..length];
}
