using System.IO.Compression;
using System.Text;
using HubSpotCrm.Sandbox.Api;

namespace HubSpotCrm.Sandbox.Control;

/// <summary>Lets a call go wrong.</summary>
internal static class FaultExecution
{
    private const int BombMegabytes = 512;

    public static async Task Around(Call call, Fault? fault, Func<Task> answer)
    {
        if (fault is null)
        {
            await answer();
            return;
        }

        var http = call.Http;
        var real = fault.After || fault.Kind is "drip" or "truncate" ? await Record(http, answer) : null;
        if (fault.DelayMs > 0)
        {
            await Task.Delay(fault.DelayMs, call.Cancelled);
        }

        var body = fault.Body is null ? real ?? [] : Encoding.UTF8.GetBytes(fault.Body);
        switch (fault.Kind)
        {
            case "reset":
                http.Abort();
                break;
            case "drip":
                http.Response.StatusCode = fault.Status ?? http.Response.StatusCode;
                await Drip(http, body, call.Cancelled);
                break;
            case "truncate":
                http.Response.StatusCode = fault.Status ?? http.Response.StatusCode;
                http.Response.ContentLength = Math.Max(2, body.Length);
                await http.Response.Body.WriteAsync(body.AsMemory(0, body.Length / 2), call.Cancelled);
                await http.Response.Body.FlushAsync(call.Cancelled);
                http.Abort();
                break;
            case "redirect":
                Head(http, fault, 302, "text/html");
                http.Response.Headers.Location = fault.Headers?.GetValueOrDefault("Location") ?? "https://elsewhere.example/";
                break;
            case "html":
                Head(http, fault, 200, "text/html;charset=utf-8");
                await http.Response.WriteAsync(fault.Body ?? "<!doctype html><title>Just a moment</title><h1>Checking your browser</h1>", call.Cancelled);
                break;
            case "gzipbomb":
                Head(http, fault, 200, "application/json;charset=utf-8");
                http.Response.Headers.ContentEncoding = "gzip";
                await Bomb(http, call.Cancelled);
                break;
            default:
                await (NamedFault.Find(fault.Kind) is { } named ? Answer(call, fault, named) : Status(call, fault, answer));
                break;
        }
    }

    private static Task Answer(Call call, Fault fault, NamedFault named)
    {
        // The script's headers win over those the answer has of its own.
        call.Http.Response.OnStarting(() =>
        {
            SetHeaders(call.Http, fault);
            return Task.CompletedTask;
        });
        return named.Answer(call);
    }

    private static async Task Status(Call call, Fault fault, Func<Task> answer)
    {
        if (fault.Status is not { } status)
        {
            if (fault.After)
            {
                call.Http.Abort();
                return;
            }

            await answer();
            return;
        }

        if (fault.Body is null && status >= 400)
        {
            SetHeaders(call.Http, fault);
            await (status == 429
                ? call.Answer(429, json =>
                {
                    json.WriteStartObject();
                    json.WriteString("status", "error");
                    json.WriteString("message", "You have reached your ten_secondly_rolling limit.");
                    json.WriteString("errorType", "RATE_LIMIT");
                    json.WriteString("correlationId", call.CorrelationId);
                    json.WriteString("policyName", "TEN_SECONDLY_ROLLING");
                    json.WriteEndObject();
                })
                : call.Fail(new ApiFault(status, "SANDBOX_FAULT", $"Fault {status} set by script")));
            return;
        }

        Head(call.Http, fault, status, "application/json;charset=utf-8");
        await call.Http.Response.WriteAsync(fault.Body ?? "", call.Cancelled);
    }

    private static void Head(HttpContext http, Fault fault, int status, string contentType)
    {
        http.Response.StatusCode = fault.Status ?? status;
        http.Response.ContentType = contentType;
        SetHeaders(http, fault);
    }

    private static void SetHeaders(HttpContext http, Fault fault)
    {
        foreach (var (name, value) in fault.Headers ?? [])
        {
            http.Response.Headers[name] = value;
        }
    }

    /// <summary>Lets the call do its work with its answer caught.</summary>
    private static async Task<byte[]> Record(HttpContext http, Func<Task> answer)
    {
        var wire = http.Response.Body;
        using var caught = new MemoryStream();
        http.Response.Body = caught;
        try
        {
            await answer();
            await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
        }
        finally
        {
            http.Response.Body = wire;
        }

        return caught.ToArray();
    }

    private static async Task Drip(HttpContext http, byte[] body, CancellationToken cancelled)
    {
        var piece = Math.Max(1, body.Length / 20);
        for (var start = 0; start < body.Length; start += piece)
        {
            await http.Response.Body.WriteAsync(body.AsMemory(start, Math.Min(piece, body.Length - start)), cancelled);
            await http.Response.Body.FlushAsync(cancelled);
            await Task.Delay(50, cancelled);
        }
    }

    private static async Task Bomb(HttpContext http, CancellationToken cancelled)
    {
        await using var gzip = new GZipStream(http.Response.Body, CompressionLevel.Fastest, leaveOpen: true);
        var blanks = new byte[1 << 20];
        Array.Fill(blanks, (byte)' ');
        for (var megabyte = 0; megabyte < BombMegabytes; megabyte++)
        {
            await gzip.WriteAsync(blanks, cancelled);
        }
    }
}
