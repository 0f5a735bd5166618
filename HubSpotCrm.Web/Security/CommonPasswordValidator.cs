using HubSpotCrm.Core.Access;
using Microsoft.AspNetCore.Identity;

namespace HubSpotCrm.Web.Security;

/// <summary>Refuses passwords that are on the list, hold little but the user's own name, or are too long to hash in reasonable time.</summary>
internal sealed class CommonPasswordValidator(CommonPasswords common) : IPasswordValidator<PortalUser>
{
    private const int Longest = 256;

    public Task<IdentityResult> ValidateAsync(UserManager<PortalUser> manager, PortalUser user, string? password)
    {
        var text = password ?? "";
        var names = (string?[])[user.Email, user.Email?.Split('@')[0], user.DisplayName, user.DisplayName?.Replace(" ", "", StringComparison.Ordinal)];
        return Task.FromResult(text switch
        {
            { Length: > Longest } => Refuse("PasswordTooLong", $"Passwords may have at most {Longest} characters."),
            _ when common.Contains(text) => Refuse("PasswordCommon", "This password is one of those that everybody tries first. Choose another, for example four words that have nothing to do with each other."),
            _ when names.Any(name => name is { Length: > 3 } && text.Contains(name, StringComparison.OrdinalIgnoreCase) && text.Length - name.Length < 8) =>
                Refuse("PasswordIsName", "This password is little more than your name or address. Choose another."),
            _ => IdentityResult.Success,
        });
    }

    private static IdentityResult Refuse(string code, string description) =>
        IdentityResult.Failed(new IdentityError { Code = code, Description = description });
}
