namespace HubSpotCrm.Benchmarks;

/// <summary>
/// Names with the spread of a real account: about 900 first names, 4,500 last names and more companies than
/// contacts would have, a few of each very common.
/// The same seed makes the same people.
/// </summary>
internal sealed class People(int seed)
{
    private static readonly string[] FirstNames = Split("""
        James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara Richard Susan Joseph Jessica Thomas Sarah Charles
        Karen Christopher Lisa Daniel Nancy Matthew Betty Anthony Margaret Mark Sandra Donald Ashley Steven Kimberly Paul Emily Andrew Donna Joshua
        Michelle Kenneth Carol Kevin Amanda Brian Dorothy George Melissa Edward Deborah Ronald Stephanie Timothy Rebecca Jason Sharon Jeffrey Laura
        Ryan Cynthia Jacob Kathleen Gary Amy Nicholas Angela Eric Shirley Jonathan Anna Stephen Brenda Larry Pamela Justin Emma Scott Nicole Brandon
        Helen Benjamin Samantha Samuel Katherine Gregory Christine Alexander Debra Frank Rachel Patrick Carolyn Raymond Janet Jack Maria Dennis
        Hans Jürgen Müjde Søren Łukasz Agnieszka Piotr Zofia Björn Åsa Ingrid Lars Mikkel Freja Jean Pierre Marie Chloé François Amélie Giovanni
        Giulia Marco Chiara Carlos Lucía José Sofía Miguel Inés João Beatriz Mateus Ana Ahmed Fatima Omar Layla Yusuf Aisha Wei Li Jing Hiroshi
        Yuki Kenji Sakura Minh Linh Raj Priya Arjun Ananya Olga Dmitri Natasha Ivan Svetlana Kofi Ama Chinedu Ngozi Thabo Zanele Aroha Tane
        """);

    private static readonly string[] FirstEndings = ["", "a", "e", "o", "ina"];

    private static readonly string[] LastStems = Split("""
        Smith Johnson Williams Brown Jones Garcia Miller Davis Rodrigu Martin Hernand Lop Gonzal Wils Ander Thomps Taylor Moor Jacks Lee Per
        White Harr Clark Lewis Robin Walk Young All King Wright Scott Torr Nguyen Hill Flor Green Adam Nels Bak Hall River Campbell Mitch
        Cart Robert Gom Phill Evan Turn Diaz Park Cruz Edward Coll Reyes Stew Morr Moral Murph Cook Rog Gutierr Ort Morg Coop Peters Bail Reed
        Kell How Ramos Kim Cox Ward Richard Wats Brook Chav Wood James Benn Gray Mendo Ruiz Hugh Price Alvar Cast Sand Patel Myers Long Ross
        Fost Jimen Schmidt Schneid Fisch Web Mey Wagn Beck Hoff Schulz Bau Koch Klein Wolf Schröd Neumann Schwarz Zimm Braun Krüg Hart Lang
        Øster Kowal Nowak Wiśni Dubois Lefèb Moreau Rossi Ferrar Bianch Silva Sant Oliveir Tanak Suzuk Sato Chen Zhang Wang Sing Shar Khan Ali
        """);

    private static readonly string[] LastEndings = ["", "s", "son", "sen", "er", "ez", "es", "man", "mann", "ton", "ley", "berg", "stein", "ski", "ov", "ova", "ini", "elli", "ard", "ford", "wood", "land", "hart", "ing", "well"];

    private static readonly string[] CompanyStems = Split("""
        Acme Global North South Blue Red Green Silver Golden Bright Clear Summit Peak Harbor River Ocean Stone Iron Copper Cedar Maple Oak Pine
        Falcon Eagle Lion Tiger Wolf Bear Phoenix Delta Alpha Omega Sigma Vertex Apex Zenith Nova Stellar Lunar Solar Quantum Fusion Vector Matrix
        Pixel Cyber Data Cloud Net Web Soft Hard Micro Macro Mega Nano Uni Omni Inter Trans Euro Asia Pacific Atlantic Nordic Baltic Alpine Royal
        """);

    private static readonly string[] CompanyMiddles = Split("""
        Software Systems Technologies Logistics Foods Health Medical Pharma Energy Power Finance Capital Insurance Consulting Partners Media Design
        Studios Motors Automotive Aerospace Robotics Dynamics Networks Telecom Retail Fashion Textiles Chemicals Materials Construction Estates
        Education Learning Travel Hotels Shipping Marine Farms Organics Security Analytics Labs Bakery Brewing Wines Coffee Dairy Seafood Packaging
        Printing Publishing Press Records Music Films Games Toys Sports Fitness Wellness Dental Optics Diagnostics Genetics Biotech Nutrition Cosmetics
        Jewellery Leather Furniture Interiors Lighting Glass Ceramics Plastics Rubber Paper Timber Steel Metals Mining Minerals Drilling Pipelines Gas
        Electric Hydro Wind Batteries Semiconductors Instruments Sensors Controls Automation Machinery Tools Engineering Architects Surveyors Planning
        Legal Accounting Audit Tax Payroll Staffing Recruiting Training Translation Events Catering Cleaning Facilities Parking Railways Airlines Couriers
        Storage Hosting Broadband Mobile Wireless Satellite Imaging Mapping Weather Pets Veterinary Gardens Seeds Irrigation Forestry
        """);

    private static readonly string[] CompanyEndings = ["Inc", "LLC", "Ltd", "GmbH", "AG", "SA", "BV", "AB", "Group", "Holding", "International", "Europe", "America", "& Sons", "Services", "Solutions"];

    private static readonly string[] Countries = Split("""
        United_States Germany United_Kingdom France Spain Italy Netherlands Canada Australia Brazil India Japan Mexico Poland Sweden Norway Denmark
        Finland Austria Switzerland Belgium Ireland Portugal Greece Czechia Hungary Romania Turkey Israel South_Africa Nigeria Kenya Egypt China
        Singapore Indonesia Vietnam Thailand New_Zealand Argentina
        """);

    private static readonly string[] Industries = Split("""
        Software Healthcare Finance Education Retail Manufacturing Construction Logistics Automotive Energy Telecom Media Hospitality Agriculture
        Insurance Pharmaceuticals Consulting Government Non-profit Real_estate
        """);

    private static readonly string[] Titles = ["CEO", "CTO", "Head of Sales", "Marketing Manager", "Engineer", "Buyer", "Office Manager", "Consultant", "Account Executive", "Director"];
    private static readonly string[] Stages = ["subscriber", "lead", "marketingqualifiedlead", "salesqualifiedlead", "opportunity", "customer", "evangelist"];
    private static readonly string[] Statuses = ["NEW", "OPEN", "IN_PROGRESS", "CONNECTED", "UNQUALIFIED"];
    private readonly Random _random = new(seed);

    public Person Next(long number)
    {
        var first = FirstNames[Skewed(FirstNames.Length)] + FirstEndings[Skewed(FirstEndings.Length, 3)];
        var last = LastStems[Skewed(LastStems.Length)] + LastEndings[Skewed(LastEndings.Length)];
        var company = Company();
        return new Person(
            first,
            last,
            $"{first}.{last}{number % 1000}@{company.Split(' ')[0]}{company.Split(' ')[1]}.com".ToLowerInvariant(),
            company,
            $"+{_random.Next(1, 99)} {_random.Next(100, 999)} {_random.Next(1000000, 9999999)}",
            Pick(Titles),
            Pick(Stages),
            Pick(Statuses),
            _random.Next(0, 101),
            _random.Next(1, 60),
            Industries[Skewed(Industries.Length)].Replace('_', ' '),
            Countries[Skewed(Countries.Length)].Replace('_', ' '),
            $"City {Skewed(500)}",
            _random.NextInt64(TimeSpan.FromDays(720).Ticks / TimeSpan.TicksPerMillisecond));
    }

    // Half are named after their founder; most end with the legal form.
    private string Company()
    {
        var stem = _random.Next(2) == 0 ? CompanyStems[Skewed(CompanyStems.Length)] : LastStems[Skewed(LastStems.Length)] + LastEndings[Skewed(LastEndings.Length)];
        return $"{stem} {CompanyMiddles[Skewed(CompanyMiddles.Length, 1.5)]} {CompanyEndings[Skewed(CompanyEndings.Length, 3)]}";
    }

    private string Pick(string[] values) => values[_random.Next(values.Length)];

    // The first are the common ones: with power 2 a tenth of the values has a third of the rows.
    private int Skewed(int count, double power = 2) => (int)(Math.Pow(_random.NextDouble(), power) * count);

    private static string[] Split(string words) => words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>One made-up contact. Activity in milliseconds before the newest possible.</summary>
internal sealed record Person(
    string First, string Last, string Email, string Company, string Phone, string Title, string Stage, string Status,
    int Score, int Owner, string Industry, string Country, string City, long ActivityAgo);
