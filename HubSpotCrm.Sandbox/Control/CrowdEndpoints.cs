using System.Text.Json;
using HubSpotCrm.Sandbox.Api;
using HubSpotCrm.Sandbox.Data;

namespace HubSpotCrm.Sandbox.Control;

/// <summary>Things that happen to many records at once: an import, a workflow over everybody, a clean-up.</summary>
internal static class CrowdEndpoints
{
    private const int Most = 1_000_000;

    public static void Map(Action<string, string, Func<Call, Task>> add)
    {
        add("POST", "/crowds/{type}", Change);
        add("POST", "/crowds/{type}/archive", Archive);
        add("POST", "/crowds/{type}/merge", Merge);
    }

    /// <summary>Changes <c>count</c> live records after the first <c>skip</c>, evenly over the last <c>spanMs</c> milliseconds; without a span in one of them.</summary>
    private static async Task Change(Call call)
    {
        var (body, fault) = await call.Body();
        var property = Body.Text(body, "property") ?? "";
        var span = (long)(Body.Number(body, "spanMs") ?? 0);
        if (fault is null && call.Schema()?.Find(property) is not { ReadOnly: false, Unique: false, Type: "string" })
        {
            fault = ApiFault.Invalid("property must name a text of the type that can be set");
        }

        fault ??= span < 0 ? ApiFault.Invalid("spanMs must be a whole number from 0") : null;
        var (ids, wrong) = fault is null ? Chosen(call, body) : ([], fault);
        if (wrong is not null)
        {
            await call.Fail(wrong);
            return;
        }

        var to = call.Crm.NowMs;
        var from = to - span;
        call.Crm.UpdateMany(
            call.Schema()!.Kind, ids, property, $"In a crowd of {ids.Count} at {to}", place => from + (ids.Count == 1 ? span : span * place / (ids.Count - 1)),
            Writer.OtherUser(Reference.Owners[1].UserId));
        await Tell(call, ids.Count, from, to);
    }

    /// <summary>Archives <c>count</c> live records after the first <c>skip</c>, all in one millisecond.</summary>
    private static async Task Archive(Call call)
    {
        var (body, fault) = await call.Body();
        var (ids, wrong) = fault is null ? Chosen(call, body) : ([], fault);
        if (wrong is not null)
        {
            await call.Fail(wrong);
            return;
        }

        var from = call.Crm.NowMs;
        call.Crm.ArchiveMany(call.Schema()!.Kind, ids);
        await Tell(call, ids.Count, from, call.Crm.NowMs);
    }

    /// <summary>Merges each of <c>ids</c> into the next of them, so that the last one is left.</summary>
    private static async Task Merge(Call call)
    {
        var (body, fault) = await call.Body();
        var texts = fault is null ? Body.Texts(body, "ids") ?? [] : [];
        if (fault is null && call.Schema() is null)
        {
            fault = ApiFault.UnknownType(call.Route("type"));
        }

        fault ??= texts.Length < 2 || texts.Distinct().Count() != texts.Length ? ApiFault.Invalid("ids must name two or more records, each once") : null;
        fault ??= call.Crm.Exclusively(() => MergeAll(call.Crm, call.Schema()!.Kind, texts));
        await (fault is null ? call.NoContent() : call.Fail(fault));
    }

    private static ApiFault? MergeAll(Crm crm, ObjectKind kind, string[] texts)
    {
        var ids = texts.Select(text => long.TryParse(text, out var id) ? id : -1).ToArray();
        if (ids.Any(id => crm.Find(kind, id) is not { IsLive: true }))
        {
            return ApiFault.NotFound("Not all of these are live records");
        }

        for (var place = 1; place < ids.Length; place++)
        {
            crm.Merge(kind, ids[place], ids[place - 1]);
        }

        return null;
    }

    private static (IReadOnlyList<long> Ids, ApiFault? Fault) Chosen(Call call, JsonElement body)
    {
        if (call.Schema() is not { } schema)
        {
            return ([], ApiFault.UnknownType(call.Route("type")));
        }

        var (count, skip) = (Body.Number(body, "count") ?? 0, Body.Number(body, "skip") ?? 0);
        if (count is < 1 or > Most || skip < 0)
        {
            return ([], ApiFault.Invalid("count must be a whole number from 1, and skip one from 0"));
        }

        List<long> ids = [.. call.Crm.From(schema.Kind, 0, archived: false).Skip(skip).Take(count).Select(record => record.Id)];
        return ids.Count == count ? (ids, null) : ([], ApiFault.Invalid($"Only {ids.Count} live {schema.Plural} follow the first {skip}"));
    }

    private static Task Tell(Call call, int count, long from, long to) => call.Answer(200, json =>
    {
        json.WriteStartObject();
        json.WriteNumber("count", count);
        json.WriteNumber("from", from);
        json.WriteNumber("to", to);
        json.WriteEndObject();
    });
}
