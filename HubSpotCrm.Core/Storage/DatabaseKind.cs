namespace HubSpotCrm.Core.Storage;

/// <summary>Which of the portal's files a database is.</summary>
/// <param name="ApplicationId">In the file's header, so that the portal knows its own files from others. Stored; never change.</param>
/// <param name="Remedy">What to do with one that cannot be used.</param>
internal sealed record DatabaseKind(int ApplicationId, string Remedy)
{
    /// <summary>"HSCA".</summary>
    public static DatabaseKind App { get; } = new(0x48534341, "It was left as it is: move it aside and restore a backup.");

    /// <summary>"HSCM".</summary>
    public static DatabaseKind Mirror { get; } = new(
        0x4853434D, "It was left as it is. An administrator can have the copy of the account rebuilt, under Settings, Connection.");
}
