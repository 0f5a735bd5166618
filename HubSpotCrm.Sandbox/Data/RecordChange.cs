using System.Collections.Immutable;

namespace HubSpotCrm.Sandbox.Data;

/// <summary>What a write makes of a record: the values given, and those HubSpot works out from them.</summary>
internal static class RecordChange
{
    public static CrmRecord Apply(ObjectSchema schema, CrmRecord record, JournalEntry entry, Currencies currencies)
    {
        var values = new string?[schema.All.Length];
        record.Values.CopyTo(values, 0);
        foreach (var (name, value) in entry.Values!)
        {
            if (schema.Find(name) is { } property)
            {
                values[property.Slot] = value;
            }
        }

        var filler = new RecordFiller(schema, values);
        schema.Type.Derive?.Invoke(record, filler, entry, currencies);
        var modified = record.Values[schema.Modified] is null ? entry.At : Math.Max(entry.At, record.ModifiedMs + 1);
        values[schema.Modified] = Stamp.Iso(modified);
        return record with
        {
            Values = values,
            ModifiedMs = modified,
            WrittenMs = entry.At,
            Written = Versions(schema, record, values, modified, entry),
        };
    }

    private static ImmutableDictionary<int, ImmutableList<PropertyVersion>> Versions(
        ObjectSchema schema, CrmRecord before, string?[] values, long at, JournalEntry entry)
    {
        var written = before.Written.ToBuilder();
        for (var slot = 0; slot < values.Length; slot++)
        {
            if (values[slot] == before.Value(slot) && !(entry.Op == "create" && values[slot] is not null))
            {
                continue;
            }

            var given = entry.Values!.ContainsKey(schema.All[slot].Name);
            var version = given
                ? new PropertyVersion(values[slot], at, entry.Source ?? "INTEGRATION", entry.SourceId, entry.User)
                : new PropertyVersion(values[slot], at, "CALCULATED");
            written[slot] = (written.GetValueOrDefault(slot) ?? []).Insert(0, version);
        }

        return written.ToImmutable();
    }
}
