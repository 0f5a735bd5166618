namespace HubSpotCrm.Web.Features.Account;

/// <summary>The fields of the setup form.</summary>
internal sealed class SetupInput
{
    public string? Code { get; set; }

    public string? Name { get; set; }

    public string? Email { get; set; }

    public string? Password { get; set; }

    public string? Repeat { get; set; }
}
