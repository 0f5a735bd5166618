namespace HubSpotCrm.Sandbox.Data;

/// <summary>The currencies of an account; the first is the company's own.</summary>
internal sealed class Currencies(IReadOnlyList<string> codes)
{
    public static readonly string[] Standard = ["EUR", "USD", "GBP"];

    // Euros for one unit; made up once, near enough, and the same in every run.
    private static readonly Dictionary<string, (string Label, decimal Euros)> Known = new()
    {
        ["EUR"] = ("Euro", 1m),
        ["USD"] = ("US Dollar", 0.92m),
        ["GBP"] = ("British Pound", 1.17m),
        ["CHF"] = ("Swiss Franc", 1.05m),
        ["JPY"] = ("Japanese Yen", 0.0061m),
        ["SEK"] = ("Swedish Krona", 0.088m),
        ["NOK"] = ("Norwegian Krone", 0.086m),
        ["DKK"] = ("Danish Krone", 0.134m),
        ["PLN"] = ("Polish Zloty", 0.233m),
        ["CZK"] = ("Czech Koruna", 0.0397m),
        ["HUF"] = ("Hungarian Forint", 0.0025m),
        ["TRY"] = ("Turkish Lira", 0.026m),
        ["CAD"] = ("Canadian Dollar", 0.67m),
        ["AUD"] = ("Australian Dollar", 0.61m),
        ["CNY"] = ("Chinese Yuan", 0.127m),
        ["INR"] = ("Indian Rupee", 0.011m),
        ["BRL"] = ("Brazilian Real", 0.165m),
        ["KWD"] = ("Kuwaiti Dinar", 3.0m),
    };

    public IReadOnlyList<string> Codes { get; } = codes;

    public string Home => Codes[0];

    public PropertyOption[] Options { get; } = [.. codes.Select(code => new PropertyOption(code, Known[code].Label))];

    /// <summary>What is wrong with a list of codes; null when it can be an account's.</summary>
    public static string? Problem(IReadOnlyList<string> codes)
    {
        if (codes.Count == 0)
        {
            return "an account has at least one currency";
        }

        var unknown = codes.FirstOrDefault(code => !Known.ContainsKey(code));
        return unknown is not null ? $"the sandbox has no rate for the currency \"{unknown}\"; it knows {string.Join(", ", Known.Keys)}"
            : codes.Distinct().Count() < codes.Count ? "a currency is named twice" : null;
    }

    /// <summary>Units of the home currency for one of the other.</summary>
    public decimal Rate(string? code)
    {
        var (rate, home) = (Euros(code ?? Home), Euros(Home));
        return home == 1m ? rate : Math.Round(rate / home, 6);
    }

    /// <summary>A made-up amount of euros in a currency whose units are so small that nobody would write it there; others stay.</summary>
    public static decimal InSmallUnits(decimal amount, string code) =>
        Euros(code) < 0.05m ? Math.Round(amount / Euros(code)) : amount;

    // A currency the account does not have can still stand in a record, written past the rules.
    private static decimal Euros(string code) => Known.TryGetValue(code, out var known) ? known.Euros : 1m;
}
