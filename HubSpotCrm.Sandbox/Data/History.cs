using System.Globalization;

namespace HubSpotCrm.Sandbox.Data;

/// <summary>Earlier values of the computed records.</summary>
internal static class History
{
    /// <summary>When step number <paramref name="step"/> of <paramref name="steps"/> was taken.</summary>
    public static long StepMs(long created, long modified, int step, int steps) =>
        steps == 0 ? created : created + ((modified - created) / 10 * 9 * step / steps);

    /// <summary>The property's versions at the reference time, newest first; none for one that never had a value.</summary>
    public static List<PropertyVersion> Of(CrmRecord record, PropertyDefinition property, BaseData data)
    {
        var value = record.Value(property.Slot);
        if (value is null)
        {
            return [];
        }

        var bits = data.Bits(record.Kind, record.BaseIndex, 20 + property.Slot);
        var (created, modified) = (record.CreatedMs, record.ModifiedMs);
        return property.Name switch
        {
            "dealstage" => Stages(record, bits),
            "lifecyclestage" => Chain([.. ContactSchema.Lifecycle.Select(option => option.Value)], value, created, modified),
            "amount" when bits % 10 < 3 && decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var amount) =>
            [
                ByUser(value, created + ((modified - created) / 2), bits),
                ByUser(Math.Round(amount * 0.8m, 2).ToString(CultureInfo.InvariantCulture), created, bits >> 5),
            ],
            "hubspot_owner_id" when bits % 4 == 0 =>
            [
                ByUser(value, created + ((modified - created) / 3), bits),
                new(Stamp.Text(Reference.Owners[(int)(bits >> 8) & 3].Id), created, "AUTOMATION", "flow-88120"),
            ],
            "lastmodifieddate" or "hs_lastmodifieddate" => [new(value, modified, "CALCULATED")],
            _ => [bits % 3 == 0 ? new(value, created, "IMPORT", "import-40051") : ByUser(value, created, bits)],
        };
    }

    private static List<PropertyVersion> Stages(CrmRecord deal, ulong bits)
    {
        var stages = Reference.FindPipeline(deal["pipeline"])!.Stages;
        var last = Reference.FindStage(deal["dealstage"])!;
        var open = stages.Where(stage => !stage.Closed && stage.Id != Reference.EmptyStage).Select(stage => stage.Id).ToList();
        var passed = last.Closed ? open.Take(1 + (int)(bits % (ulong)open.Count)).ToList() : open.Take(open.IndexOf(last.Id)).ToList();
        passed.Add(last.Id);
        return Steps(passed, deal.CreatedMs, deal.ModifiedMs, bits);
    }

    private static List<PropertyVersion> Chain(string[] order, string value, long created, long modified)
    {
        var place = Array.IndexOf(order, value);
        return place == order.Length - 1
            ? [new(value, created, "IMPORT", "import-40051")]
            : Steps([.. order.Take(place + 1)], created, modified, (ulong)created);
    }

    private static List<PropertyVersion> Steps(List<string> values, long created, long modified, ulong bits)
    {
        var versions = values.Select((value, step) => ByUser(value, StepMs(created, modified, step, values.Count - 1), bits >> step)).ToList();
        versions.Reverse();
        return versions;
    }

    private static PropertyVersion ByUser(string? value, long at, ulong bits)
    {
        var owner = Reference.Owners[(int)(bits % 7)];
        return new PropertyVersion(value, at, "CRM_UI", $"userId:{owner.UserId}", owner.UserId);
    }
}
