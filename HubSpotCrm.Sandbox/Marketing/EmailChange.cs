using System.Globalization;

namespace HubSpotCrm.Sandbox.Marketing;

/// <summary>What somebody may change about an e-mail in HubSpot, figures that move by themselves included.</summary>
internal static class EmailChange
{
    /// <summary>What is wrong with the first value that is not taken; null when all are.</summary>
    public static string? Problem(IEnumerable<KeyValuePair<string, string?>> values)
    {
        foreach (var (name, value) in values)
        {
            var problem = name switch
            {
                "name" or "subject" => string.IsNullOrWhiteSpace(value) ? $"{name} must not be empty" : null,
                "state" => MarketingEmail.States.Contains(value) ? null : $"state is one of {string.Join(", ", MarketingEmail.States)}",
                _ when EmailStats.CounterNames.Contains(name) => long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? null : $"{name} must be a whole number, 0 or more",
                _ => $"Property \"{name}\" does not exist",
            };
            if (problem is not null)
            {
                return problem;
            }
        }

        return null;
    }

    /// <summary>The e-mail with the values. Figures move without its being updated, as in HubSpot.</summary>
    public static MarketingEmail Apply(MarketingEmail email, Dictionary<string, string?> values, long at)
    {
        foreach (var (name, value) in values)
        {
            email = name switch
            {
                "name" => email with { Name = value!, UpdatedMs = at },
                "subject" => email with { Subject = value!, UpdatedMs = at },
                "state" => email with
                {
                    State = value!,
                    UpdatedMs = at,
                    PublishMs = value == "DRAFT" ? null : email.PublishMs ?? at,
                },
                _ => email with { Stats = email.Stats.With(name, long.Parse(value!, CultureInfo.InvariantCulture)) },
            };
        }

        return email;
    }
}
