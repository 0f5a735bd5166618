namespace HubSpotCrm.Sandbox.Data;

/// <summary>What becomes of two records that are merged.</summary>
internal static class Merging
{
    /// <summary>How many records one may be made of.</summary>
    public const int MostIdentities = 250;

    /// <summary>The values the surviving record takes over: what it lacks, and who it was.</summary>
    public static Dictionary<string, string?> Values(ObjectSchema schema, CrmRecord survivor, CrmRecord other, long now)
    {
        var values = new Dictionary<string, string?>();
        foreach (var property in schema.Properties.Where(property => !property.ReadOnly))
        {
            if (survivor.Value(property.Slot) is null && other.Value(property.Slot) is { } value)
            {
                values[property.Name] = value;
            }
        }

        values["hs_merged_object_ids"] = string.Join(';', OldIds(survivor).Append(Stamp.Text(other.Id)).Concat(OldIds(other)));
        if (schema.Find("hs_calculated_merged_vids") is not null)
        {
            var merged = Split(survivor["hs_calculated_merged_vids"]).Append($"{other.Id}:{now}").Concat(Split(other["hs_calculated_merged_vids"]));
            values["hs_calculated_merged_vids"] = string.Join(';', merged);
            var emails = OtherEmails(survivor).Concat(OtherEmails(other));
            emails = survivor["email"] is not null && other["email"] is { } email ? emails.Append(email) : emails;
            values["hs_additional_emails"] = string.Join(';', emails.Distinct(StringComparer.OrdinalIgnoreCase)) is { Length: > 0 } all ? all : null;
        }

        return values;
    }

    /// <summary>Of how many records the one would be made.</summary>
    public static int Identities(CrmRecord survivor, CrmRecord other) => 2 + OldIds(survivor).Length + OldIds(other).Length;

    /// <summary>Addresses that lead to the contact beside its own.</summary>
    public static string[] OtherEmails(CrmRecord record) => Split(record["hs_additional_emails"]);

    private static string[] OldIds(CrmRecord record) => Split(record["hs_merged_object_ids"]);

    private static string[] Split(string? value) => value?.Split(';', StringSplitOptions.RemoveEmptyEntries) ?? [];
}
