using System.Globalization;
using System.Text.Json;
using HubSpotCrm.Sandbox.Data;

namespace HubSpotCrm.Sandbox.Api;

/// <summary>Who belongs to whom, read and changed.</summary>
internal static class AssociationEndpoints
{
    private const int MostInputs = 1_000;
    private const int MostLinks = 500;

    public static async Task One(Call call)
    {
        var (from, to) = (Schemas.Find(call.Route("type"))!, Schemas.Find(call.Route("to")));
        var (limit, fault) = call.Limit(MostLinks, MostLinks);
        fault ??= to is null ? ApiFault.UnknownType(call.Route("to")) : null;
        var (record, missing) = ReadEndpoints.Find(call.Crm, from, call.Route("id"), null);
        if ((fault ?? missing) is { } wrong)
        {
            await call.Fail(wrong);
            return;
        }

        _ = long.TryParse(call.Query("after"), out var after);
        var links = call.Crm.Links(from.Kind, record!.Id, to!.Kind).Where(link => link.To >= after).ToArray();
        await call.Answer(200, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("results");
            foreach (var link in links.Take(limit))
            {
                Write(json, link);
            }

            json.WriteEndArray();
            if (links.Length > limit)
            {
                ReadEndpoints.WritePaging(json, Stamp.Text(links[limit].To), call);
            }

            json.WriteEndObject();
        });
    }

    public static async Task Batch(Call call)
    {
        var (from, to) = (Schemas.Find(call.Route("type"))!, Schemas.Find(call.Route("to")));
        var (body, fault) = await call.Body();
        var inputs = fault is null ? ReadEndpoints.Inputs(body, MostInputs, out fault) : [];
        fault ??= to is null ? ApiFault.UnknownType(call.Route("to")) : null;
        if (fault is not null)
        {
            await call.Fail(fault);
            return;
        }

        var (results, without) = (new List<Action<Utf8JsonWriter>>(), new List<string>());
        foreach (var input in inputs)
        {
            var id = Body.Text(input, "id") ?? "";
            _ = long.TryParse(Body.Text(input, "after"), out var after);
            var (record, _) = ReadEndpoints.Find(call.Crm, from, id, null);
            var links = record is null ? [] : call.Crm.Links(from.Kind, record.Id, to!.Kind).Where(link => link.To >= after).ToArray();
            if (links.Length == 0)
            {
                without.Add(id);
                continue;
            }

            results.Add(json => Write(json, id, links));
        }

        var missing = ApiFault.NotFound($"No {to!.Singular} is associated with {from.Singular}") with { SubCategory = "crm.associations.NO_ASSOCIATIONS_FOUND" };
        await MultiStatus.Answer(
            call, 200, results,
            [.. without.Select(id => new Action<Utf8JsonWriter>(json => missing.WriteInBatch(json, new Dictionary<string, string[]> { ["fromObjectId"] = [id] })))]);
    }

    public static Task Labels(Call call)
    {
        var (from, to) = (Schemas.Find(call.Route("type"))!, Schemas.Find(call.Route("to")));
        return to is null ? call.Fail(ApiFault.UnknownType(call.Route("to"))) : call.Answer(200, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("results");
            foreach (var type in new[] { LinkTypes.Primary(from.Kind, to.Kind), LinkTypes.Plain(from.Kind, to.Kind) }.Where(type => type != 0))
            {
                WriteType(json, type);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    public static async Task SetDefault(Call call)
    {
        if (await Ends(call) is not { } ends)
        {
            return;
        }

        var plain = LinkTypes.Plain(ends.From.Kind, ends.To.Kind);
        var now = call.Crm.Links(ends.From.Kind, ends.Id, ends.To.Kind).FirstOrDefault(link => link.To == ends.ToId)?.Types ?? [];
        call.Crm.SetLink(ends.From.Kind, ends.Id, ends.To.Kind, ends.ToId, [.. now.Union([plain])]);
        await MultiStatus.Answer(call, 200, [json =>
        {
            json.WriteStartObject();
            json.WriteStartObject("from");
            json.WriteString("id", Stamp.Text(ends.Id));
            json.WriteEndObject();
            json.WriteStartObject("to");
            json.WriteString("id", Stamp.Text(ends.ToId));
            json.WriteEndObject();
            json.WriteStartObject("associationSpec");
            json.WriteString("associationCategory", "HUBSPOT_DEFINED");
            json.WriteNumber("associationTypeId", plain);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        ], []);
    }

    public static async Task SetLabelled(Call call)
    {
        var (body, fault) = await call.Body();
        if (fault is not null)
        {
            await call.Fail(fault);
            return;
        }

        if (await Ends(call) is not { } ends)
        {
            return;
        }

        var types = body.ValueKind == JsonValueKind.Array ? body.EnumerateArray().Select(type => Body.Number(type, "associationTypeId") ?? 0).ToArray() : [];
        if (types.Length == 0 || !types.All(type => LinkTypes.Fits(ends.From.Kind, ends.To.Kind, type)))
        {
            await call.Fail(ApiFault.Invalid($"No association type [{string.Join(", ", types)}] from {ends.From.Plural} to {ends.To.Plural}"));
            return;
        }

        // The labels sent take the place of those that were.
        var complete = Complete(ends.From.Kind, ends.To.Kind, types);
        call.Crm.SetLink(ends.From.Kind, ends.Id, ends.To.Kind, ends.ToId, complete);
        await call.Answer(201, json =>
        {
            json.WriteStartObject();
            json.WriteString("fromObjectTypeId", ends.From.TypeId);
            json.WriteNumber("fromObjectId", ends.Id);
            json.WriteString("toObjectTypeId", ends.To.TypeId);
            json.WriteNumber("toObjectId", ends.ToId);
            json.WriteStartArray("labels");
            foreach (var label in complete.Select(LinkTypes.Label).OfType<string>())
            {
                json.WriteStringValue(label);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    public static async Task Remove(Call call)
    {
        if (await Ends(call) is { } ends)
        {
            call.Crm.SetLink(ends.From.Kind, ends.Id, ends.To.Kind, ends.ToId, []);
            await call.NoContent();
        }
    }

    /// <summary>A labelled link is also a plain one.</summary>
    public static int[] Complete(ObjectKind from, ObjectKind to, IEnumerable<int> types) => [.. types.Union([LinkTypes.Plain(from, to)]).Distinct()];

    private static async Task<(ObjectSchema From, long Id, ObjectSchema To, long ToId)?> Ends(Call call)
    {
        var (from, to) = (Schemas.Find(call.Route("type"))!, Schemas.Find(call.Route("to")));
        if (to is null || LinkTypes.Plain(from.Kind, to.Kind) == 0)
        {
            await call.Fail(ApiFault.UnknownType(call.Route("to")));
            return null;
        }

        var (record, missing) = ReadEndpoints.Find(call.Crm, from, call.Route("id"), null);
        var (other, otherMissing) = ReadEndpoints.Find(call.Crm, to, call.Route("toId"), null);
        if ((missing ?? otherMissing) is { } fault)
        {
            await call.Fail(fault);
            return null;
        }

        return (from, record!.Id, to, other!.Id);
    }

    private static void Write(Utf8JsonWriter json, string id, Link[] links)
    {
        json.WriteStartObject();
        json.WriteStartObject("from");
        json.WriteString("id", id);
        json.WriteEndObject();
        json.WriteStartArray("to");
        foreach (var link in links.Take(MostLinks))
        {
            Write(json, link);
        }

        json.WriteEndArray();
        if (links.Length > MostLinks)
        {
            ReadEndpoints.WritePaging(json, links[MostLinks].To.ToString(CultureInfo.InvariantCulture), null);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Link link)
    {
        json.WriteStartObject();

        // A number, whatever the published descriptions say.
        json.WriteNumber("toObjectId", link.To);
        json.WriteStartArray("associationTypes");
        foreach (var type in link.Types)
        {
            WriteType(json, type);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteType(Utf8JsonWriter json, int type)
    {
        json.WriteStartObject();
        json.WriteString("category", "HUBSPOT_DEFINED");
        json.WriteNumber("typeId", type);
        json.WriteString("label", LinkTypes.Label(type));
        json.WriteEndObject();
    }
}
