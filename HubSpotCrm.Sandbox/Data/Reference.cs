namespace HubSpotCrm.Sandbox.Data;

internal sealed record Owner(long Id, long UserId, string Email, string FirstName, string LastName, bool Archived, string Team);

internal sealed record Stage(string Id, string Label, string Probability, bool Closed)
{
    public bool Won => Closed && Probability == "1.0";
}

internal sealed record Pipeline(string Id, string Label, Stage[] Stages);

/// <summary>The people and processes of the account, the same in every one.</summary>
internal static class Reference
{
    public const long PortalId = 146_220_473;
    public const string PortalName = "Nordlicht Trading (sandbox)";
    public const string TimeZone = "Europe/Berlin";
    public const long AppId = 3_181_920;
    public const long AdminUserId = 61_002_001;
    public const string AdminEmail = "admin@nordlicht-trading.example";

    // A machine without time zone data counts its days in UTC.
    public static readonly TimeZoneInfo Zone = TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out var zone) ? zone : TimeZoneInfo.Utc;

    public static readonly Owner[] Owners =
    [
        new(41_629_779, 61_002_001, AdminEmail, "Astrid", "Lund", false, "EMEA"),
        new(41_629_803, 61_002_014, "mehmet.kaya@nordlicht-trading.example", "Mehmet", "Kaya", false, "EMEA"),
        new(41_630_112, 61_002_027, "grace.okafor@nordlicht-trading.example", "Grace", "Okafor", false, "EMEA"),
        new(78_114_205, 61_002_033, "diego.ramos@nordlicht-trading.example", "Diego", "Ramos", false, "Americas"),
        new(78_114_388, 61_002_048, "hannah.cho@nordlicht-trading.example", "Hannah", "Cho", false, "APAC"),
        new(1_204_771_560, 61_002_052, "søren.østergård@nordlicht-trading.example", "Søren", "Østergård", false, "EMEA"),
        new(1_204_771_561, 61_002_066, "lea.m@nordlicht-trading.example", "Lea", "Maximiliane von und zu Hohenfels-Wartenberg", false, "EMEA"),
        new(41_629_780, 61_001_900, "tom.former@nordlicht-trading.example", "Tom", "Former", true, "Americas"),
        new(41_629_781, 61_001_911, "ines.former@nordlicht-trading.example", "Inês", "Former", true, "EMEA"),
    ];

    public static readonly Pipeline[] Pipelines =
    [
        new("default", "Sales Pipeline",
        [
            new("appointmentscheduled", "Appointment Scheduled", "0.2", false),
            new("qualifiedtobuy", "Qualified To Buy", "0.4", false),
            new("presentationscheduled", "Presentation Scheduled", "0.6", false),
            new("decisionmakerboughtin", "Decision Maker Bought-In", "0.8", false),
            new("contractsent", "Contract Sent", "0.9", false),
            new("closedwon", "Closed Won", "1.0", true),
            new("closedlost", "Closed Lost", "0.0", true),
        ]),
        new("148203761", "Partner Renewals",
        [
            new("262919001", "Renewal due", "0.5", false),
            new("262919002", "In negotiation", "0.7", false),
            new("262919003", "On hold", "0.3", false),
            new("262919004", "Renewed", "1.0", true),
            new("262919005", "Not renewed", "0.0", true),
        ]),
    ];

    /// <summary>A stage in which nothing stands.</summary>
    public const string EmptyStage = "262919003";

    private static readonly Dictionary<string, Stage> StagesById = Pipelines.SelectMany(pipeline => pipeline.Stages).ToDictionary(stage => stage.Id);

    public static Stage? FindStage(string? id) => id is null ? null : StagesById.GetValueOrDefault(id);

    public static Pipeline? FindPipeline(string? id) => Pipelines.FirstOrDefault(pipeline => pipeline.Id == id);

    public static Pipeline? PipelineOf(string? stage) => Pipelines.FirstOrDefault(pipeline => pipeline.Stages.Any(one => one.Id == stage));
}
