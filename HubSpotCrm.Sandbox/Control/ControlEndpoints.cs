using System.Globalization;
using System.Text.Json;
using HubSpotCrm.Sandbox.Api;
using HubSpotCrm.Sandbox.Data;
using HubSpotCrm.Sandbox.Marketing;

namespace HubSpotCrm.Sandbox.Control;

/// <summary>Ways for a test to look behind the account and to make it misbehave.</summary>
internal static class ControlEndpoints
{
    private const string KeyHeader = "X-Sandbox-Control";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static void Map(IEndpointRouteBuilder api)
    {
        void Add(string method, string path, Func<Call, Task> handle) =>
            api.MapMethods("/_sandbox" + path, [method], http => Guarded(http, handle));

        Add("GET", "/faults", call => Send(call, call.Account.Faults.All.Select(one => new { one.Fault, one.Seen, one.Hit })));
        Add("POST", "/faults", AddFaults);
        Add("DELETE", "/faults", call => Do(call, () => call.Account.Faults.Clear()));
        Add("GET", "/calls", Calls);
        Add("DELETE", "/calls", call => Do(call, () => call.Account.Log.Clear()));
        Add("GET", "/unknown", call => Send(call, new { count = call.Account.Log.Unknown.Values.Sum(), calls = call.Account.Log.Unknown }));
        Add("GET", "/state", State);
        Add("GET", "/dump", Dump.Write);
        MarketingControl.Map(Add);
        Add("POST", "/records/{type}", Create);
        Add("POST", "/records/{type}/{id}", Change);
        Add("DELETE", "/records/{type}/{id}", Archive);
        CrowdEndpoints.Map(Add);
        Add("POST", "/tokens/expire", call => Do(call, () => call.Account.Tokens.ExpireAll()));
        Add("POST", "/tokens/revoke", call => Do(call, () => call.Account.Tokens.RevokeAll()));
        Add("POST", "/tokens/rotate", call => Set(call, body => call.Account.Tokens.Rotating = IsOn(body)));
        Add("POST", "/down", Down);
        Add("POST", "/required/{type}", RecordFormEndpoints.Set);
        Add("POST", "/webhooks", WebhookEndpoints.Set);
        Add("DELETE", "/webhooks", call => Do(call, () => call.Account.Webhooks.Target = null));
        Add("GET", "/webhooks", call => Send(call, new { target = call.Account.Webhooks.Target, call.Account.Webhooks.Delivered, call.Account.Webhooks.Failed }));
        Add("POST", "/limits", call => Set(call, body => SetLimits(call.Account.Limits, body)));
        Add("POST", "/latency", call => Set(call, body => call.Account.LatencyMs = Math.Max(0, Body.Number(body, "ms") ?? 0)));
        Add("POST", "/marketing", call => Set(call, body => call.Account.Marketing.IsIncluded = IsOn(body)));
        Add("POST", "/search-lag", call => Set(call, body => call.Crm.SearchLagMs = Math.Max(0, Body.Number(body, "ms") ?? 0)));
        Add("POST", "/clock", Clock);
        Add("POST", "/reset", call => Do(call, call.Account.Reset));
    }

    private static Task Guarded(HttpContext http, Func<Call, Task> handle)
    {
        var account = http.RequestServices.GetRequiredService<SandboxAccount>();
        var call = new Call(http, account, ApiVersion.Current);
        var key = account.Options.ControlKey;
        return key is null && !account.Options.ControlIsOpen
            ? call.Fail(new ApiFault(404, "CONTROL_IS_OFF", "The control API is switched off"))
            : key is not null && http.Request.Headers[KeyHeader] != key
                ? call.Fail(new ApiFault(401, "CONTROL_KEY", $"The control API wants its key in the header {KeyHeader}"))
                : handle(call);
    }

    private static Task Do(Call call, Action action)
    {
        action();
        return call.NoContent();
    }

    private static async Task Set(Call call, Action<JsonElement> action)
    {
        var (body, fault) = await call.Body();
        if (fault is not null)
        {
            await call.Fail(fault);
            return;
        }

        action(body);
        await call.NoContent();
    }

    private static Task Send<T>(Call call, T value) => call.Http.Response.WriteAsJsonAsync(value, Json, call.Cancelled);

    private static bool IsOn(JsonElement body) => !(body.TryGetProperty("on", out var on) && on.ValueKind == JsonValueKind.False);

    private static void SetLimits(RateLimits limits, JsonElement body)
    {
        limits.On = IsOn(body);
        limits.Set(Body.Number(body, "oauth"), Body.Number(body, "token"), Body.Number(body, "search"), Body.Number(body, "associations"), Body.Number(body, "daily"));
        limits.Clear();
    }

    private static Task Clock(Call call) => call.Account.Time is ShiftedClock clock
        ? Set(call, body => clock.Advance(TimeSpan.FromSeconds(Math.Max(0, Body.Number(body, "advanceSeconds") ?? 0))))
        : call.Fail(ApiFault.Invalid("The host's clock cannot be moved from here"));

    private static async Task AddFaults(Call call)
    {
        var (body, fault) = await call.Body();
        if (fault is not null)
        {
            await call.Fail(fault);
            return;
        }

        try
        {
            var faults = body.ValueKind == JsonValueKind.Array ? body.Deserialize<Fault[]>(Json)! : [body.Deserialize<Fault>(Json)!];
            if (faults.FirstOrDefault(one => !FaultPlan.Kinds.Contains(one.Kind)) is { } strange)
            {
                await call.Fail(ApiFault.Invalid($"Unknown kind of fault: {strange.Kind}"));
                return;
            }

            call.Account.Faults.Add(faults);
            await call.NoContent();
        }
        catch (JsonException problem)
        {
            await call.Fail(ApiFault.BadJson(problem.Message));
        }
    }

    private static async Task Down(Call call)
    {
        var (body, fault) = await call.Body();
        var kind = Body.Text(body, "kind") ?? "status";
        fault ??= FaultPlan.Kinds.Contains(kind) ? null : ApiFault.Invalid($"Unknown kind of fault: {kind}");
        if (fault is not null)
        {
            await call.Fail(fault);
            return;
        }

        call.Account.Faults.Down = IsOn(body) ? new Fault { Kind = kind, Status = Body.Number(body, "status") ?? 503 } : null;
        await call.NoContent();
    }

    private static Task Calls(Call call)
    {
        var since = DateTimeOffset.TryParse(call.Query("since"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : DateTimeOffset.MinValue;
        return Send(call, call.Account.Log.Calls.Where(one => one.Time >= since));
    }

    private static Task State(Call call) => Send(call, new
    {
        referenceTime = DateTimeOffset.FromUnixTimeMilliseconds(call.Crm.Base.Data.ReferenceMs),
        now = call.Account.Time.GetUtcNow(),
        counts = Schemas.All.ToDictionary(schema => schema.Plural, schema => call.Crm.Base.Data.Count(schema.Kind)),
        written = Schemas.All.ToDictionary(schema => schema.Plural, schema => call.Crm.WrittenCount(schema.Kind)),
        campaigns = call.Account.Marketing.Campaigns().Count(),
        marketingEmails = call.Account.Marketing.Emails().Count(),
        limits = call.Account.Limits.On,
        latencyMs = call.Account.LatencyMs,
    });

    private static async Task Create(Call call)
    {
        var (body, fault) = await call.Body();
        if (fault is not null || call.Schema() is not { } schema)
        {
            await call.Fail(fault ?? ApiFault.UnknownType(call.Route("type")));
            return;
        }

        var (record, given, wrong) = RecordChecks.TryCreate(call, schema, body);
        await (record is null
            ? call.Fail(wrong!)
            : call.Answer(201, json => RecordWriter.Write(json, call.Crm, record, Projection.AfterWrite(schema, record, given!.Values.Keys))));
    }

    /// <summary>Changes a record as a person in HubSpot would. Values are taken as they are, sensible or not; read-only ones too.</summary>
    private static async Task Change(Call call)
    {
        var (body, fault) = await call.Body();
        if (fault is not null || Find(call) is not { } record || !body.TryGetProperty("properties", out var properties) || properties.ValueKind != JsonValueKind.Object)
        {
            await call.Fail(fault ?? ApiFault.NotFound("No such record, or no properties"));
            return;
        }

        if (properties.EnumerateObject().FirstOrDefault(property => call.Crm.Schemas[record.Kind].Find(property.Name) is null) is { Value.ValueKind: not JsonValueKind.Undefined } strange)
        {
            await call.Fail(ApiFault.Invalid($"Property \"{strange.Name}\" does not exist"));
            return;
        }

        var values = properties.EnumerateObject().ToDictionary(property => property.Name, property => property.Value.ValueKind == JsonValueKind.Null ? null : property.Value.ToString());
        var user = body.TryGetProperty("userId", out var given) && given.TryGetInt64(out var id) ? id : Reference.Owners[1].UserId;
        var after = call.Crm.Update(record.Kind, record.Id, values, Writer.OtherUser(user));
        await call.Answer(200, json => RecordWriter.Write(json, call.Crm, after, Projection.AfterWrite(call.Crm.Schemas[after.Kind], after, values.Keys)));
    }

    private static Task Archive(Call call)
    {
        if (Find(call) is not { ArchivedMs: null } record)
        {
            return call.Fail(ApiFault.NotFound("No such live record"));
        }

        call.Crm.Archive(record.Kind, record.Id);
        return call.NoContent();
    }

    private static CrmRecord? Find(Call call) =>
        call.Schema() is { } schema && long.TryParse(call.Route("id"), out var id) ? call.Crm.Find(schema.Kind, id) : null;
}
