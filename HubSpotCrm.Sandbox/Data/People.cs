using System.Globalization;
using System.Text;

namespace HubSpotCrm.Sandbox.Data;

/// <summary>A name as written, and in the letters of an address.</summary>
internal sealed record Name(string Text, string Latin);

/// <summary>A place in the world: how people and streets are called there.</summary>
internal sealed record Region(
    int Weight, string Country, string Language, string Phone, string Zone, string TopDomain, string[] Cities, string Streets, string First, string Last)
{
    public Name[] FirstNames { get; } = People.Names(First);

    public Name[] LastNames { get; } = People.Names(Last);

    public string[] StreetNames { get; } = Streets.Split(',');
}

/// <summary>Names written for this product; any likeness is chance.</summary>
internal static class People
{
    public static readonly Region[] Regions =
    [
        new(20, "Germany", "de", "+49", "Europe/Berlin", "example", ["Berlin", "Hamburg", "München", "Köln", "Leipzig", "Düsseldorf", "Stuttgart"], "Hauptstraße,Lindenweg,Am Markt,Gartenstraße",
            "Anna Lukas Jürgen Käthe Björn Sabine Uwe Jan Petra Moritz Ute Felix Greta Hannes Ilse Karl Lena Matthias Nele Oskar Paula Ralf Silke Thomas Ursula Volker Wiebke Friederike Jonas Mia Emil Clara Till Heike Rüdiger",
            "Müller Schäfer Groß Becker Köhler Vogt Weiß Krüger Lange Brandt Haas Seidel Engel Pohl Busch Kuhn Jäger Franke Roth Beck Lorenz Ziegler Kaiser Fuchs Scholz Möller Peters Krause Schröder Winter Sommer Falk Dietrich Hartwig Oppermann Böttcher"),
        new(22, "United States", "en", "+1", "America/Chicago", "example", ["Austin", "Boston", "Denver", "Chicago", "Seattle", "Portland", "Atlanta"], "Main St,Oak Ave,Cedar Ln,Lake Dr",
            "Jane Liam Olivia Noah Emma Mason Ava Ethan Sophia Logan Mia Lucas Harper Aiden Ella Carter Grace Wyatt Chloe Owen Zoe Hazel Dylan Ruby Miles Nora Caleb Ivy Gavin Stella Marcus Tanya Derek Bridget Dwayne",
            "Smith Parker Reed Hayes Brooks Foster Bennett Coleman Jenkins Perry Powell Long Hughes Butler Simmons Russell Griffin Diaz Hamilton Graham Sullivan Wallace Woods Cole West Owens Reynolds Fisher Ellis Harrison O'Brien McKenzie Vance Whitaker Lindqvist Abernathy"),
        new(14, "United Kingdom", "en", "+44", "Europe/London", "example", ["London", "Leeds", "Bristol", "Glasgow", "Manchester", "Cardiff"], "High Street,Church Lane,Mill Road,Station Road",
            "Oliver Amelia Harry Isla Jack Freya Archie Poppy Alfie Daisy Theo Florence Rhys Imogen Callum Beatrice Hamish Elspeth Gareth Siân Nigel Rosalind Tristan Maisie Rory Fiona Alistair Gemma Duncan Harriet",
            "Taylor Evans Wright Hughes Thompson Walker Hall Green Wood Clarke Turner Hill Cooper Ward Morris Bailey Carter Murphy Price Gray Shaw Mason Hunt Fletcher Barker Pemberton Ashworth Cartwright Llewellyn MacLeod"),
        new(10, "France", "fr", "+33", "Europe/Paris", "example", ["Paris", "Lyon", "Marseille", "Nantes", "Strasbourg"], "Rue de la Paix,Avenue Foch,Rue Victor Hugo,Quai Sud",
            "Élodie Hugo Chloé Léo Manon François Hélène Rémi Anaïs Théo Solène Benoît Inès Gaël Maëlle Aurélien Océane Loïc Zoé Cédric Margaux Baptiste Camille Noémie",
            "Lefèvre Moreau Girard Dubois Fontaine Chevalier Rousseau Blanchard Garnier Faure Mercier Dupuis Leroux Colin Vidal Caron Renaud Perrin Marchand Lacroix Bréchet Guérin Hénault Desrosiers"),
        new(8, "Spain", "es", "+34", "Europe/Madrid", "example", ["Madrid", "Sevilla", "Valencia", "Málaga"], "Calle Mayor,Avenida del Sol,Plaza Nueva",
            "Lucía Hugo María Mateo Sofía Álvaro Inés Íñigo Carmen Iván Nuria Andrés Rocío Sergio Pilar Joaquín Begoña Raúl",
            "García Muñoz Ortega Núñez Peña Ibáñez Castaño Romero Delgado Ramírez Marín Iglesias Prieto Vázquez Cabrera Echevarría"),
        new(6, "Poland", "pl", "+48", "Europe/Warsaw", "example", ["Warszawa", "Kraków", "Łódź", "Gdańsk"], "ul. Długa,ul. Polna,ul. Leśna",
            "Zofia Jakub Łukasz Małgorzata Wojciech Agnieszka Paweł Żaneta Michał Ewelina Grzegorz Świętosława",
            "Nowak Kowalczyk Wiśniewska Wójcik Zieliński Dąbrowska Szymański Woźniak Łęcki Brzęczyszczykiewicz Gołąb Żak"),
        new(5, "Sweden", "sv", "+46", "Europe/Stockholm", "example", ["Stockholm", "Göteborg", "Malmö"], "Storgatan,Kungsgatan,Björkvägen",
            "Åsa Nils Märta Björn Linnéa Göran Ebba Östen Ingrid Håkan Saga Love",
            "Lindström Bergqvist Sjöberg Åkesson Nyström Öberg Hägglund Ekström Norén Dahl"),
        new(3, "Turkey", "tr", "+90", "Europe/Istanbul", "example", ["İstanbul", "Ankara", "İzmir"], "Atatürk Caddesi,Çınar Sokak",
            "İbrahim Ayşe Çağla Şule Gökhan Özge Işıl Umut Yiğit Ümit", "Yılmaz Şahin Çelik Öztürk Güneş Işık Doğan Kılıç"),
        new(3, "Ukraine", "uk", "+380", "Europe/Kyiv", "example", ["Київ", "Львів", "Одеса"], "вул. Садова,вул. Миру",
            "Оксана/oksana Тарас/taras Ірина/iryna Богдан/bohdan Леся/lesia Андрій/andrii Наталія/nataliia", "Шевчук/shevchuk Коваленко/kovalenko Бондар/bondar Мельник/melnyk Гриценко/hrytsenko"),
        new(2, "Greece", "el", "+30", "Europe/Athens", "example", ["Αθήνα", "Θεσσαλονίκη"], "Οδός Ερμού,Οδός Σταδίου",
            "Ελένη/eleni Γιώργος/giorgos Μαρία/maria Νίκος/nikos", "Παπαδόπουλος/papadopoulos Οικονόμου/oikonomou Νικολάου/nikolaou"),
        new(2, "United Arab Emirates", "ar", "+971", "Asia/Dubai", "example", ["دبي", "أبو ظبي"], "شارع الشيخ زايد,شارع الخليج",
            "محمد/mohammed فاطمة/fatima عمر/omar ليلى/layla خالد/khalid نور/noor", "الهاشمي/alhashimi المنصوري/almansoori السويدي/alsuwaidi الكعبي/alkaabi"),
        new(1, "Israel", "he", "+972", "Asia/Jerusalem", "example", ["תל אביב", "חיפה"], "רחוב הרצל,שדרות רוטשילד",
            "נועה/noa איתן/eitan תמר/tamar אורי/uri", "כהן/cohen לוי/levi מזרחי/mizrahi פרידמן/friedman"),
        new(2, "Japan", "ja", "+81", "Asia/Tokyo", "example", ["東京", "大阪", "京都"], "中央通り,桜通り",
            "陽菜/hina 蓮/ren 美咲/misaki 大翔/hiroto さくら/sakura 健太/kenta", "佐藤/sato 鈴木/suzuki 高橋/takahashi 渡辺/watanabe 小林/kobayashi"),
        new(1, "China", "zh", "+86", "Asia/Shanghai", "example", ["上海", "北京"], "人民路,中山路", "伟/wei 芳/fang 娜/na 敏/min 静/jing", "王/wang 李/li 张/zhang 刘/liu 欧阳/ouyang"),
        new(1, "India", "hi", "+91", "Asia/Kolkata", "example", ["मुंबई", "दिल्ली"], "गांधी मार्ग,स्टेशन रोड", "प्रिया/priya अर्जुन/arjun दीपिका/deepika राहुल/rahul", "शर्मा/sharma पटेल/patel गुप्ता/gupta अय्यर/iyer"),
    ];

    public static readonly string[] Jobs =
    [
        "Managing Director", "Head of Purchasing", "IT Manager", "Account Executive", "Chief Financial Officer", "Operations Lead", "Software Engineer", "Marketing Manager", "Buyer",
        "Office Manager", "Sales Director", "Facility Manager", "Data Analyst", "Product Owner", "Team Assistant", "Geschäftsführer", "Directrice commerciale", "Jefe de compras",
    ];

    private static readonly Region[] Weighted = [.. Regions.SelectMany(region => Enumerable.Repeat(region, region.Weight))];

    /// <summary>The region of a company's or a lone contact's bits.</summary>
    public static Region RegionFor(ulong bits) => Weighted[(int)((bits >> 20) % (ulong)Weighted.Length)];

    public static Name[] Names(string words) =>
        [.. words.Split(' ').Select(word => word.Split('/')).Select(parts => new Name(parts[0], parts.Length > 1 ? parts[1] : Latin(parts[0])))];

    /// <summary>The word in the letters a to z, as addresses are made of it.</summary>
    public static string Latin(string text)
    {
        var letters = new StringBuilder();
        foreach (var letter in text.ToLowerInvariant().Normalize(NormalizationForm.FormD))
        {
            letters.Append(letter switch
            {
                'ß' => "ss",
                'ł' => "l",
                'ø' => "o",
                'ı' => "i",
                'æ' => "ae",
                '-' => "-",
                _ when char.IsAsciiLetterOrDigit(letter) => letter.ToString(CultureInfo.InvariantCulture),
                _ => "",
            });
        }

        return letters.ToString();
    }
}
