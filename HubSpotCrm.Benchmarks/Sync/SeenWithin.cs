using System.Diagnostics;
using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Sync;
using Microsoft.Extensions.DependencyInjection;

namespace HubSpotCrm.Benchmarks.Sync;

/// <summary>
/// How long a change takes: from the request that makes it in HubSpot until the portal has committed it and tells the open screens, and from
/// saving an edit in the portal until HubSpot has it.
/// </summary>
internal static class SeenWithin
{
    private const int Contacts = 2_000;
    private const double AtOnce = 1_000;
    private const double AfterInterval = 2_000;
    private static readonly TimeSpan Polling = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Never = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    // Three calls a second leave HubSpot's limit of eleven alone.
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);
    private static readonly Actor Editor = new("1", "Ada", Role.Editor);

    public static async Task<IReadOnlyList<BenchmarkResult>> RunAsync(int samples, TextWriter output, CancellationToken cancellationToken)
    {
        await using var sandbox = await SandboxProcess.StartAsync(Contacts, latency: 0, limits: true, cancellationToken);
        List<double> webhooks, edits, polled;
        await using (var portal = await LivePortal.StartAsync(sandbox, Never, cancellationToken))
        {
            var ids = await portal.ContactsAsync(samples * 2, cancellationToken);
            await sandbox.ControlAsync("webhooks", new { url = portal.WebhookAddress }, cancellationToken);
            await output.WriteLineAsync($"Changing {samples} contacts in HubSpot, with webhooks…");
            webhooks = await ChangesAsync(sandbox, portal, ids[..samples], cancellationToken);
            await output.WriteLineAsync($"Changing {samples} contacts in the portal…");
            edits = await EditsAsync(sandbox, portal, ids[samples..], cancellationToken);
        }

        await sandbox.ControlAsync("reset", new { }, cancellationToken);
        await using (var portal = await LivePortal.StartAsync(sandbox, Polling, cancellationToken))
        {
            await output.WriteLineAsync($"Changing {samples} contacts in HubSpot, without webhooks, asked every {Polling.TotalSeconds:0} s…");
            polled = await ChangesAsync(sandbox, portal, await portal.ContactsAsync(samples, cancellationToken), cancellationToken);
        }

        return
        [
            BenchmarkResult.OfDurations($"change seen by webhook, n = {samples}", webhooks, AtOnce),
            BenchmarkResult.OfDurations($"change seen by polling every {Polling.TotalSeconds:0} s, n = {samples}", polled, Polling.TotalMilliseconds + AfterInterval),
            BenchmarkResult.OfDurations($"edit at HubSpot, n = {samples}", edits, AtOnce),
        ];
    }

    // One after another at an even pace; none waits for the one before to be seen.
    private static async Task<List<double>> ChangesAsync(SandboxProcess sandbox, LivePortal portal, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var seen = ids.ToDictionary(id => id, _ => new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously));
        using var subscription = portal.Services.GetRequiredService<ChangeFeed>().Subscribe(change =>
        {
            foreach (var id in change.Type == ObjectType.Contact ? change.Ids : [])
            {
                seen.GetValueOrDefault(id)?.TrySetResult(Stopwatch.GetTimestamp());
            }
        });

        var began = new List<(string Id, long At)>();
        foreach (var id in ids)
        {
            began.Add((id, Stopwatch.GetTimestamp()));
            await sandbox.ControlAsync($"records/contacts/{id}", new { properties = new { jobtitle = $"Changed {began.Count}" } }, cancellationToken);
            await Task.Delay(Between, cancellationToken);
        }

        var durations = new List<double>();
        foreach (var (id, at) in began)
        {
            durations.Add(Stopwatch.GetElapsedTime(at, await seen[id].Task.WaitAsync(Patience, cancellationToken)).TotalMilliseconds);
        }

        return durations;
    }

    private static async Task<List<double>> EditsAsync(SandboxProcess sandbox, LivePortal portal, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var contacts = portal.Services.GetRequiredService<IContactService>();
        await sandbox.ForgetCallsAsync(cancellationToken);
        var saved = new Dictionary<string, DateTimeOffset>();
        foreach (var id in ids)
        {
            saved[id] = TimeProvider.System.GetUtcNow();
            var edit = await contacts.EditAsync(Editor, id, new RecordEdit(new Dictionary<string, string> { ["jobtitle"] = $"Edited {saved.Count}" }), cancellationToken);
            if (edit.Failure is { } failure)
            {
                throw new InvalidOperationException(failure.Message);
            }

            await Task.Delay(Between, cancellationToken);
        }

        await Task.Delay(Between, cancellationToken);
        var sent = (await sandbox.CallsAsync(cancellationToken)).Where(call => call is { Method: "PATCH", Status: 200 }).ToDictionary(call => call.Path.Split('/')[^1], call => call.Time);
        return [.. saved.Select(edit => sent.TryGetValue(edit.Key, out var time) ? (time - edit.Value).TotalMilliseconds : double.MaxValue)];
    }
}
