using System.Text.Json;
using HubSpotCrm.Sandbox.Data;

namespace HubSpotCrm.Sandbox.Api;

/// <summary>Associations made and taken away in batches. Rows are done one by one: a wrong one does not stop the others.</summary>
internal static class AssociationBatchEndpoints
{
    private const int MostCreated = 2_000;
    private const int MostArchived = 1_000;

    public static Task Create(Call call) => Run(call, MostCreated, 201, (ends, input, results) =>
    {
        var types = Types(input);
        if (types.Length == 0 || !types.All(type => LinkTypes.Fits(ends.From.Kind, ends.To.Kind, type)))
        {
            return AssociationEndpoints.WrongTypes(ends.From, ends.To, types);
        }

        var complete = AssociationEndpoints.Complete(ends.From.Kind, ends.To.Kind, types);
        call.Crm.SetLink(ends.From.Kind, ends.Id, ends.To.Kind, ends.ToId, complete);
        results.Add(json => AssociationWriter.WriteLabels(json, ends, complete));
        return null;
    });

    public static Task CreateDefault(Call call) => Run(call, MostCreated, 200, (ends, _, results) =>
    {
        AssociationEndpoints.AddPlain(call.Crm, ends);
        results.Add(json => AssociationWriter.WriteSpec(json, ends));
        return null;
    });

    public static Task ArchiveLabels(Call call) => Run(call, MostCreated, call.Version.Rules.AssociationArchiveStatus, (ends, input, _) =>
    {
        var types = Types(input);
        if (types.Length == 0 || !types.All(type => LinkTypes.Fits(ends.From.Kind, ends.To.Kind, type)))
        {
            return AssociationEndpoints.WrongTypes(ends.From, ends.To, types);
        }

        // A link without its plain type is none.
        var now = AssociationEndpoints.TypesNow(call.Crm, ends);
        var left = types.Contains(LinkTypes.Plain(ends.From.Kind, ends.To.Kind)) ? [] : now.Except(types).ToArray();
        call.Crm.SetLink(ends.From.Kind, ends.Id, ends.To.Kind, ends.ToId, left);
        return null;
    });

    /// <summary>Takes whole links away, of one record to any number of others in a row.</summary>
    public static async Task Archive(Call call)
    {
        var (body, fault) = await call.Body();
        var inputs = fault is null ? ReadEndpoints.Inputs(body, MostArchived, out fault) : [];
        if (fault is not null)
        {
            await call.Fail(fault);
            return;
        }

        var pairs = inputs.SelectMany(input => (Body.Items(input, "to") ?? []).Select(to => (From: IdIn(input, "from"), To: Body.Text(to, "id"))));
        await Do(call, call.Version.Rules.AssociationArchiveStatus, pairs.Select(pair => (pair.From, pair.To, default(JsonElement))), (ends, _, _) =>
        {
            call.Crm.SetLink(ends.From.Kind, ends.Id, ends.To.Kind, ends.ToId, []);
            return null;
        });
    }

    private static async Task Run(
        Call call, int most, int allWell, Func<LinkEnds, JsonElement, List<Action<Utf8JsonWriter>>, ApiFault?> apply)
    {
        var (body, fault) = await call.Body();
        var inputs = fault is null ? ReadEndpoints.Inputs(body, most, out fault) : [];
        await (fault is not null
            ? call.Fail(fault)
            : Do(call, allWell, inputs.Select(input => (IdIn(input, "from"), IdIn(input, "to"), input)), apply));
    }

    private static async Task Do(
        Call call, int allWell, IEnumerable<(string? From, string? To, JsonElement Input)> rows,
        Func<LinkEnds, JsonElement, List<Action<Utf8JsonWriter>>, ApiFault?> apply)
    {
        var (from, to) = (call.Schema()!, call.Schema("to")!);
        if (LinkTypes.Plain(from.Kind, to.Kind) == 0)
        {
            await call.Fail(ApiFault.UnknownType(to.Plural));
            return;
        }

        var (results, errors) = (new List<Action<Utf8JsonWriter>>(), new List<Action<Utf8JsonWriter>>());
        foreach (var row in rows)
        {
            // Each row by itself, so that a long batch does not hold up everybody else.
            var fault = call.Crm.Exclusively(() =>
            {
                var (record, _) = ReadEndpoints.Find(call.Crm, from, row.From ?? "", null);
                var (other, _) = ReadEndpoints.Find(call.Crm, to, row.To ?? "", null);
                return record is null || other is null
                    ? ApiFault.Invalid($"One or more of the ids do not exist: {from.Singular} {row.From}, {to.Singular} {row.To}") with { SubCategory = AssociationEndpoints.InvalidIdentifier }
                    : apply(new LinkEnds(from, record.Id, to, other.Id), row.Input, results);
            });
            if (fault is not null)
            {
                errors.Add(json => fault.WriteInBatch(json, new Dictionary<string, string[]> { ["fromObjectId"] = [row.From ?? ""], ["toObjectId"] = [row.To ?? ""] }));
            }
        }

        await (allWell == 204 && errors.Count == 0 ? call.NoContent() : MultiStatus.Answer(call, allWell, results, errors));
    }

    private static string? IdIn(JsonElement input, string end) => input.TryGetProperty(end, out var value) ? Body.Text(value, "id") : null;

    private static int[] Types(JsonElement input) => [.. (Body.Items(input, "types") ?? []).Select(type => Body.Number(type, "associationTypeId") ?? 0)];
}
