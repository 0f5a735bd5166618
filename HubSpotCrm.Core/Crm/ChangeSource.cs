namespace HubSpotCrm.Core.Crm;

/// <summary>Who or what changed a value at HubSpot: as it is kept, and in words.</summary>
public static class ChangeSource
{
    private const string UserMark = "userId:";

    /// <summary>HubSpot's source type and, where given, user: <c>CRM_UI userId:123</c>.</summary>
    public static string? Write(string? type, string? userId) => userId is null ? type : $"{type} {UserMark}{userId}";

    /// <summary>In words what <see cref="Write"/> has written: <c>Katharina Lindqvist</c>, <c>a user in HubSpot</c>, <c>an import</c>.</summary>
    public static string InWords(string? written, AccountDefinitions definitions) =>
        written?.LastIndexOf(UserMark, StringComparison.Ordinal) is { } at and >= 0
            ? InWords(written[..at].TrimEnd(), written[(at + UserMark.Length)..], definitions)
            : InWords(written, null, definitions);

    /// <summary>In words HubSpot's source type and, where given, user.</summary>
    public static string InWords(string? type, string? userId, AccountDefinitions definitions) => (type, userId) switch
    {
        (_, { } user) => definitions.NameOfUser(user) ?? $"user {user}",
        ("CRM_UI", _) => "a user in HubSpot",
        ("INTEGRATION" or "API", _) => "an integration",
        ("IMPORT", _) => "an import",
        ("AUTOMATION_PLATFORM" or "WORKFLOWS", _) => "a workflow",
        ({ Length: > 0 } source, _) => source,
        _ => "HubSpot",
    };
}
