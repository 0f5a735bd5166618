using System.Net;
using HubSpotCrm.Tests.Support;

namespace HubSpotCrm.Tests.Search.Relevance;

/// <summary>Records with what the generator does not make: letters of other languages, and an organisation without profit.</summary>
internal static class Guests
{
    public static readonly (string First, string Last, string Typed)[] People =
    [
        ("Søren", "Østergård", "soren ostergard"),
        ("Đặng", "Thị Hồng", "dang thi hong"),
        ("Jörg", "Straße", "jorg strasse"),
        ("Æsa", "Þórðardóttir", "aesa thordardottir"),
        ("Đorđe", "Živković", "dorde zivkovic"),
        ("Œdipe", "Kœnig", "oedipe koenig"),
    ];

    public const string Charity = "Harbourlight Non-Profit";

    public static async Task EnterAsync(SandboxServer sandbox)
    {
        foreach (var (first, last, _) in People)
        {
            await EnterAsync(sandbox, "contacts", new { firstname = first, lastname = last });
        }

        await EnterAsync(sandbox, "companies", new { name = Charity });
    }

    private static async Task EnterAsync(SandboxServer sandbox, string type, object properties) =>
        (await sandbox.PostAsync($"/crm/objects/2026-09/{type}", new { properties })).Status.Should().Be(HttpStatusCode.Created);
}
