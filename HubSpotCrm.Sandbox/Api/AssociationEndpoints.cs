using System.Globalization;
using System.Text.Json;
using HubSpotCrm.Sandbox.Data;

namespace HubSpotCrm.Sandbox.Api;

/// <summary>Two records that are, or are to be, associated.</summary>
internal sealed record LinkEnds(ObjectSchema From, long Id, ObjectSchema To, long ToId);

/// <summary>Who belongs to whom, read and changed.</summary>
internal static class AssociationEndpoints
{
    public const string InvalidIdentifier = "crm.associations.INVALID_IDENTIFIER";

    private const int MostInputs = 1_000;
    private const int MostLinks = 500;

    public static async Task One(Call call)
    {
        var (from, to) = (call.Schema()!, call.Schema("to")!);
        var (limit, fault) = call.Limit(MostLinks, MostLinks);
        fault ??= Cursor(call.Query("after"), out _);
        _ = Cursor(call.Query("after"), out var after);
        var (record, missing) = ReadEndpoints.Find(call.Crm, from, call.Route("id"), null);
        if ((fault ?? missing) is { } wrong)
        {
            await call.Fail(wrong);
            return;
        }

        var links = call.Crm.Links(from.Kind, record!.Id, to.Kind).Where(link => link.To >= after).ToArray();
        await call.Answer(200, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("results");
            foreach (var link in links.Take(limit))
            {
                AssociationWriter.Write(json, link);
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
        var (from, to) = (call.Schema()!, call.Schema("to")!);
        var (body, fault) = await call.Body();
        var inputs = fault is null ? ReadEndpoints.Inputs(body, MostInputs, out fault) : [];
        fault ??= inputs.Select(input => Cursor(Body.Text(input, "after"), out _)).FirstOrDefault(wrong => wrong is not null);
        if (fault is not null)
        {
            await call.Fail(fault);
            return;
        }

        call.Inputs = inputs.Length;
        var (results, without) = (new List<Action<Utf8JsonWriter>>(), new List<string>());
        foreach (var input in inputs)
        {
            var id = Body.Text(input, "id") ?? "";
            _ = Cursor(Body.Text(input, "after"), out var after);
            var (record, _) = ReadEndpoints.Find(call.Crm, from, id, null);
            var links = record is null ? [] : call.Crm.Links(from.Kind, record.Id, to.Kind).Where(link => link.To >= after).ToArray();
            if (links.Length == 0)
            {
                without.Add(id);
                continue;
            }

            results.Add(json => AssociationWriter.Write(json, id, links, MostLinks));
        }

        var missing = ApiFault.NotFound($"No {to.Singular} is associated with {from.Singular}") with { SubCategory = "crm.associations.NO_ASSOCIATIONS_FOUND" };
        await MultiStatus.Answer(
            call, 200, results,
            [.. without.Select(id => new Action<Utf8JsonWriter>(json => missing.WriteInBatch(json, new Dictionary<string, string[]> { ["fromObjectId"] = [id] })))]);
    }

    public static Task Labels(Call call)
    {
        var (from, to) = (call.Schema()!, call.Schema("to")!);
        return call.Answer(200, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("results");
            foreach (var type in new[] { LinkTypes.Primary(from.Kind, to.Kind), LinkTypes.Plain(from.Kind, to.Kind) }.Where(type => type != 0))
            {
                AssociationWriter.WriteType(json, type);
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

        AddPlain(call.Crm, ends);
        await MultiStatus.Answer(call, 200, [json => AssociationWriter.WriteSpec(json, ends)], []);
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
            await call.Fail(WrongTypes(ends.From, ends.To, types));
            return;
        }

        // The labels sent take the place of those that were.
        var complete = Complete(ends.From.Kind, ends.To.Kind, types);
        call.Crm.SetLink(ends.From.Kind, ends.Id, ends.To.Kind, ends.ToId, complete);
        await call.Answer(201, json => AssociationWriter.WriteLabels(json, ends, complete));
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

    public static ApiFault WrongTypes(ObjectSchema from, ObjectSchema to, IEnumerable<int> types) =>
        ApiFault.Invalid($"No association type [{string.Join(", ", types)}] from {from.Plural} to {to.Plural}");

    /// <summary>By which types the two are linked now.</summary>
    public static int[] TypesNow(Crm crm, LinkEnds ends) =>
        crm.Links(ends.From.Kind, ends.Id, ends.To.Kind).FirstOrDefault(link => link.To == ends.ToId)?.Types ?? [];

    /// <summary>Links the two without a label; those they have stay.</summary>
    public static void AddPlain(Crm crm, LinkEnds ends) => crm.Exclusively(() =>
    {
        var types = Complete(ends.From.Kind, ends.To.Kind, TypesNow(crm, ends));
        crm.SetLink(ends.From.Kind, ends.Id, ends.To.Kind, ends.ToId, types);
        return types;
    });

    private static ApiFault? Cursor(string? text, out long after)
    {
        after = 0;
        return string.IsNullOrEmpty(text) || long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out after)
            ? null
            : ApiFault.Invalid($"Cannot deserialize value of type `long` from String \"{text}\": after");
    }

    private static async Task<LinkEnds?> Ends(Call call)
    {
        var (from, to) = (call.Schema()!, call.Schema("to")!);
        if (LinkTypes.Plain(from.Kind, to.Kind) == 0)
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

        return new LinkEnds(from, record!.Id, to, other!.Id);
    }
}
