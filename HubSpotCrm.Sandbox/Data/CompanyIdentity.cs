namespace HubSpotCrm.Sandbox.Data;

/// <summary>What a company is called and where it sits; its people need it too.</summary>
internal sealed record CompanyIdentity(string Name, string Domain, Region Region)
{
    private static readonly string[] Heads =
    [
        "Nordwind", "Blue Harbor", "Kestrel", "Alpenrose", "Silverline", "Falkenberg", "Red Maple", "Granit", "Sonnfeld", "Clearwater", "Ostermann", "Brightside", "Lindgren", "Portside",
        "Ironbridge", "Rivertree", "Hochland", "Copperfield", "Valmont", "Ashgrove", "Quintero", "Marsh & Vale", "Delacroix", "Eichenhof", "Summit", "Kaltenbach", "Moorland", "Polaris",
        "Redwood", "Santoro", "Tiderace", "Ulmen", "Vektor", "Westerly", "Yarrow", "Zephyr", "Amberley", "Birkenau", "Cascade", "Dunmore", "Evergreen", "Fjordland", "Goldcrest", "Halcyon",
        "Inselmann", "Juniper", "Kingsley", "Larkspur", "Meridian", "Northgate", "Obsidian", "Peregrine", "Quarry", "Rosendahl", "Saltmarsh", "Thornbury", "Umbra", "Violet", "Wanderer", "Zirbel",
    ];

    private static readonly string[] Tails =
    [
        "Logistics", "Software", "Foods", "Textil", "Robotics", "Instruments", "Consulting", "Energy", "Pharma", "Werkzeugbau", "Media", "Hotels", "Insurance", "Optics", "Marine", "Paper",
        "Brewery", "Analytics", "Ceramics", "Elektronik", "Freight", "Gardens", "Homes", "Imaging", "Joinery", "Kitchens", "Labs", "Metals", "Networks", "Orthopaedics", "Plastics", "Quarries",
        "Research", "Systems", "Tooling", "Uniforms", "Ventures", "Water", "Yachts", "Zinc",
    ];

    private static readonly string[] Forms = ["GmbH", "AG", "Ltd", "Inc.", "SARL", "Group", "& Sons", "AB", "Sp. z o.o.", ""];

    private static readonly string[] Unusual =
    [
        "北星商事株式会社", "شركة النخيل للتجارة", "ТОВ «Світанок»", "Ελαιώνες Αιγαίου Α.Ε.", "תעשיות הגליל בע״מ", "☀️ Sunny Side Up Café",
        "Gesellschaft zur Förderung der grenzüberschreitenden Zusammenarbeit im öffentlichen Personennahverkehr der Region Oberrhein-Bodensee-Vorarlberg mbH & Co. KG",
        "\"Quote\" & <Angle> Ltd", "O'Neill, Percival; Partners",
    ];

    public static CompanyIdentity Of(BaseData data, int company)
    {
        // The same company entered twice.
        var source = company % 97 == 13 ? company - 1 : company;
        var bits = data.Bits(ObjectKind.Company, source, 8);
        var combinations = Heads.Length * Tails.Length;
        var place = (int)(source * 1009L % combinations);
        var round = source / combinations;
        var (head, tail) = (Heads[place % Heads.Length], Tails[place / Heads.Length]);
        var number = round == 0 ? "" : Stamp.Text(round + 1);
        var form = Forms[(int)(bits % (ulong)Forms.Length)];
        var name = source % 61 == 42
            ? Unusual[source / 61 % Unusual.Length] + (source / 61 < Unusual.Length ? "" : " " + Stamp.Text(source))
            : $"{head} {tail}{(number.Length == 0 ? "" : " " + number)} {form}".TrimEnd();
        var region = People.RegionFor(bits);
        return new CompanyIdentity(name, $"{People.Latin(head)}-{People.Latin(tail)}{number}.{region.TopDomain}", region);
    }
}
