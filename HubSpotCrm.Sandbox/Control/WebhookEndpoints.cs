using System.Text.Json;
using HubSpotCrm.Sandbox.Api;
using HubSpotCrm.Sandbox.Webhooks;

namespace HubSpotCrm.Sandbox.Control;

/// <summary>Says where events are to go: <c>{url, types: [..], duplicates, reorder, retryMs}</c>.</summary>
internal static class WebhookEndpoints
{
    public static async Task Set(Call call)
    {
        var (body, fault) = await call.Body();
        var (target, wrong) = fault is null ? Target(body) : (null, fault);
        if (target is null)
        {
            await call.Fail(wrong!);
            return;
        }

        call.Account.Webhooks.Target = target;
        await call.NoContent();
    }

    private static (WebhookTarget? Target, ApiFault? Fault) Target(JsonElement body)
    {
        if (!Uri.TryCreate(Body.Text(body, "url"), UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || !url.IsLoopback)
        {
            return (null, ApiFault.Invalid("url must be an address of this machine, such as http://127.0.0.1:5080/hook"));
        }

        var types = Body.Texts(body, "types") ?? [];
        if (types.FirstOrDefault(type => !WebhookEvents.Types.Contains(type)) is { } unknown)
        {
            return (null, ApiFault.Invalid($"types: there is no \"{unknown}\" among [{string.Join(", ", WebhookEvents.Types)}]"));
        }

        if (Body.Has(body, "retryMs") && Body.Number(body, "retryMs") is not >= 0)
        {
            return (null, ApiFault.Invalid("retryMs must be a whole number from 0"));
        }

        return (new WebhookTarget(url, types, Body.Flag(body, "duplicates") ?? false, Body.Flag(body, "reorder") ?? false, Body.Number(body, "retryMs")), null);
    }
}
