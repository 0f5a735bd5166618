namespace HubSpotCrm.Sandbox.Data;

/// <summary>The first line of a state file: which account the changes belong to. A file of format 1 lacks what came later, and means the standard by it.</summary>
internal sealed record JournalHeader(int Seed, int Contacts, int Companies, int Deals, long ReferenceMs, string ClientId, string? ClientSecret)
{
    /// <summary>The format written here; older ones are read, newer ones are not.</summary>
    public const int CurrentFormat = 2;

    public int? Format { get; init; }

    public int? Engagements { get; init; }

    public string? Currencies { get; init; }

    /// <summary>Whether the file's account is the one of the other header, whenever it began and whatever its app is called.</summary>
    public bool IsOf(JournalHeader other) => (Format ?? 1) <= CurrentFormat && Account == other.Account;

    private (int, int, int, int, int, string) Account => (
        Seed, Contacts, Companies, Deals,
        Engagements ?? new SandboxOptions { Contacts = Contacts }.EngagementCount,
        Currencies ?? string.Join(',', Data.Currencies.Standard));
}
