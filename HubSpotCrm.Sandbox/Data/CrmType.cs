namespace HubSpotCrm.Sandbox.Data;

/// <summary>Object types of the account. The numbers stand in state files and never change.</summary>
internal enum ObjectKind
{
    Contact = 0,
    Company = 1,
    Deal = 2,
    Task = 3,
    Note = 4,
    Meeting = 5,
    Call = 6,
    Email = 7,
}

/// <summary>Fills in what a computed record says.</summary>
internal delegate void RecordFill(int index, long created, long modified, RecordFiller record);

/// <summary>Works out what HubSpot itself sets when a record is written.</summary>
internal delegate void Derivation(CrmRecord before, RecordFiller values, JournalEntry entry, Currencies currencies);

/// <summary>What sets one object type apart from the others. Another type is another of these, a row of association types, and links of its own.</summary>
internal sealed record CrmType(ObjectKind Kind, string Plural, string Singular, string TypeId)
{
    /// <summary>The properties as every account has them at first, in the order of their slots.</summary>
    public required PropertyDefinition[] Properties { get; init; }

    public string Created { get; init; } = "createdate";

    public string Modified { get; init; } = "hs_lastmodifieddate";

    /// <summary>What an answer shows when nothing is asked for.</summary>
    public required string[] Defaults { get; init; }

    /// <summary>Where the <c>query</c> of a search looks.</summary>
    public required string[] Searched { get; init; }

    /// <summary>How many computed records an account of these options has.</summary>
    public required Func<SandboxOptions, int> Count { get; init; }

    /// <summary>Where ids of all but the oldest computed records begin. They differ in length, so that their order as text is not that as numbers.</summary>
    public required long FirstLongId { get; init; }

    /// <summary>The first computed record is years older than all others.</summary>
    public bool BeginsLongAgo { get; init; }

    /// <summary>Which properties a new record lacks, told by asking which have no value.</summary>
    public required Func<Func<string, bool>, string[]> Lacking { get; init; }

    /// <summary>What computes the records of the type.</summary>
    public required Func<BaseData, BaseLinks, RecordFill> Maker { get; init; }

    public Derivation? Derive { get; init; }

    /// <summary>Its records are people, who can ask to be forgotten.</summary>
    public bool CanBeErased { get; init; }

    public Pipeline[] Pipelines { get; init; } = [];

    /// <summary>Scopes that reading takes, all of them.</summary>
    public required string[] ReadScopes { get; init; }

    public required string[] WriteScopes { get; init; }

    /// <summary>The object whose <c>crm.schemas</c> scopes cover the definitions.</summary>
    public required string SchemaScopeOf { get; init; }
}
