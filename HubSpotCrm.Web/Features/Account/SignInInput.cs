namespace HubSpotCrm.Web.Features.Account;

/// <summary>The fields of the sign-in form.</summary>
internal sealed class SignInInput
{
    public string? Email { get; set; }

    public string? Password { get; set; }

    public string? ReturnUrl { get; set; }
}
