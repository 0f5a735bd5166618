using System.Text.Json;
using HubSpotCrm.Sandbox.Data;

namespace HubSpotCrm.Sandbox.Api;

/// <summary>The answer to a batch: what went well and, if anything did not, 207 and why.</summary>
internal static class MultiStatus
{
    public static Task Answer(Call call, int allWell, IReadOnlyCollection<Action<Utf8JsonWriter>> results, IReadOnlyCollection<Action<Utf8JsonWriter>> errors, int? numErrors = null) =>
        call.Answer(errors.Count == 0 ? allWell : 207, json =>
        {
            var now = Stamp.Iso(call.Crm.NowMs);
            json.WriteStartObject();
            json.WriteString("status", "COMPLETE");
            json.WriteStartArray("results");
            foreach (var write in results)
            {
                write(json);
            }

            json.WriteEndArray();
            if (errors.Count > 0)
            {
                json.WriteNumber("numErrors", numErrors ?? errors.Count);
                json.WriteStartArray("errors");
                foreach (var write in errors)
                {
                    write(json);
                }

                json.WriteEndArray();
            }

            json.WriteString("startedAt", now);
            json.WriteString("completedAt", now);
            json.WriteEndObject();
        });

    public static Action<Utf8JsonWriter> Missing(ObjectSchema schema, IEnumerable<string> ids) => json =>
        ApiFault.NotFound($"Could not get some {schema.Singular.ToUpperInvariant()} objects, they may be deleted or not exist. Check that ids are valid.")
            .WriteInBatch(json, new Dictionary<string, string[]> { ["ids"] = [.. ids] });
}
