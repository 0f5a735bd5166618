using HubSpotCrm.Core.Crm;

namespace HubSpotCrm.Benchmarks.Sync;

/// <summary>What happens to contacts in HubSpot, and what the lanes that follow make of it.</summary>
/// <param name="contacts">How many the account has; the numbers of 70,000 are made smaller with it.</param>
internal sealed class LaneScenarios(LaneBench bench, int contacts, TextWriter output, CancellationToken cancellationToken)
{
    private const ObjectType Type = ObjectType.Contact;
    private const string Plural = "contacts";
    private const int OfContacts = 70_000;
    private const int Crowd = 25_000;
    private const int InAnHour = 60_000;
    private const int Seen = 4_000;
    private const int Late = 40;
    private const int Archived = 12_000;
    private const int FewestInARound = 100;
    private const int RoundsOfAnHour = 120;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan PastSettling = TimeSpan.FromMinutes(70);

    private readonly List<SyncScenario> _done = [];

    public async Task<IReadOnlyList<SyncScenario>> RunAsync()
    {
        await output.WriteLineAsync(SyncScenario.Header);
        await NothingAsync();
        await OneMillisecondAsync();
        await OneMillisecondSettledAsync();
        await HourAsync();
        await LateAsync();
        await ArchivedAsync();
        await MergedAsync();
        await SweepsAsync();
        return _done;
    }

    /// <summary>How many contacts are here otherwise than in the account, those it does not have included.</summary>
    public async Task<long> DifferingAsync()
    {
        var there = await bench.Sandbox.VersionsAsync(Plural, cancellationToken);
        var here = await bench.VersionsAsync(Type, cancellationToken);
        return there.Count(pair => pair.Value.IsArchived ? here.TryGetValue(pair.Key, out var held) && !held.IsArchived : !here.TryGetValue(pair.Key, out held) || held != pair.Value)
            + here.Count(pair => !pair.Value.IsArchived && !there.ContainsKey(pair.Key));
    }

    private async Task NothingAsync()
    {
        await bench.PassAsync(Quiet, cancellationToken);
        await bench.FastAsync(Type, cancellationToken);
        await bench.PassAsync(Quiet, cancellationToken);
        await AddAsync("nothing changed, fast lane", 0, 0, (await bench.FastAsync(Type, cancellationToken)).Cost, LeastCalls.Search(Type, 0, 0));
    }

    private async Task OneMillisecondAsync()
    {
        var before = await ThereAsync();
        var count = Size(Crowd);
        await bench.Sandbox.ControlAsync("crowds/contacts", new { property = "jobtitle", count }, cancellationToken);
        var (fast, from) = await bench.FastAsync(Type, cancellationToken);
        var changed = await ChangedAsync(before);
        var times = await TimesAsync();
        var found = await FoundAsync(changed);
        await AddAsync($"{count} of one millisecond, fast lane", count, found, fast, LeastCalls.Search(Type, times.Count(from, long.MaxValue), count));

        await bench.PassAsync(PastSettling, cancellationToken);
        var (settled, slices) = await bench.SettledAsync(Type, cancellationToken);
        await AddAsync($"{count} of one millisecond, settled lane after it", count, await FoundAsync(changed), settled, Least(slices, times, 0));
    }

    private async Task OneMillisecondSettledAsync()
    {
        var before = await ThereAsync();
        var count = Size(Crowd);
        await bench.Sandbox.ControlAsync("crowds/contacts", new { property = "jobtitle", count, skip = count }, cancellationToken);
        await bench.PassAsync(PastSettling, cancellationToken);
        var (settled, slices) = await bench.SettledAsync(Type, cancellationToken);
        var found = await FoundAsync(await ChangedAsync(before));
        await AddAsync($"{count} of one millisecond, settled lane alone", count, found, settled, Least(slices, await TimesAsync(), count));
        await bench.FastAsync(Type, cancellationToken);
    }

    // An hour of rounds, with the settled lane in between and after it until it has passed the hour.
    private async Task HourAsync()
    {
        await bench.PassAsync(Quiet, cancellationToken);
        await bench.FastAsync(Type, cancellationToken);
        var before = await ThereAsync();
        var rounds = Math.Clamp(Size(InAnHour) / FewestInARound, 1, RoundsOfAnHour);
        var count = Size(InAnHour) / rounds;
        var everySettled = (int)(Settled / Round);
        var (fast, settled) = (default(LaneCost), default(LaneCost));
        var windows = new List<(long From, long To)>();
        var slices = new List<(long From, long To)>();
        for (var round = 0; round < rounds; round++)
        {
            await bench.PassAsync(Round, cancellationToken);
            var told = await bench.Sandbox.ControlAsync(
                "crowds/contacts", new { property = "jobtitle", count, skip = round * count, spanMs = (int)Round.TotalMilliseconds - 1 }, cancellationToken);
            var (cost, from) = await bench.FastAsync(Type, cancellationToken);
            (fast, windows) = (fast + cost, [.. windows, (from, told.GetProperty("to").GetInt64() + 1)]);
            settled += round % everySettled == everySettled - 1 ? await SettleAsync(slices) : default;
        }

        var changed = await ChangedAsync(before);
        var found = await FoundAsync(changed);
        for (var passed = TimeSpan.Zero; passed < PastSettling; passed += Settled)
        {
            await bench.PassAsync(Settled, cancellationToken);
            settled += await SettleAsync(slices);
        }

        var times = await TimesAsync();
        var name = $"{count * rounds} in {rounds} rounds of 30 s";
        await AddAsync($"{name}, fast lane", count * rounds, found, fast, windows.Sum(window => LeastCalls.Search(Type, times.Count(window.From, window.To), count)));
        await AddAsync($"{name}, settled lane every 5 min", count * rounds, await FoundAsync(changed), settled, Least(slices, times, 0));
        await AddAsync(
            $"{name}, both", count * rounds, await FoundAsync(changed), fast + settled, _done[^1].Least + _done[^2].Least);
    }

    // The index shows a few of many changes only when the fast lane has passed them.
    private async Task LateAsync()
    {
        await bench.PassAsync(Quiet, cancellationToken);
        await bench.FastAsync(Type, cancellationToken);
        await bench.PassAsync(Quiet, cancellationToken);
        var (seen, late, spanMs) = (Size(Seen), Size(Late), (int)Quiet.TotalMilliseconds);
        await bench.Sandbox.ControlAsync("crowds/contacts", new { property = "jobtitle", count = seen, spanMs }, cancellationToken);
        await bench.FastAsync(Type, cancellationToken);
        await bench.Sandbox.ControlAsync("search-lag", new { ms = 30 * 60_000 }, cancellationToken);
        var before = await ThereAsync();
        await bench.Sandbox.ControlAsync("crowds/contacts", new { property = "jobtitle", count = late, skip = seen, spanMs }, cancellationToken);
        await bench.FastAsync(Type, cancellationToken);
        var changed = await ChangedAsync(before);
        await bench.PassAsync(Quiet, cancellationToken);
        await bench.FastAsync(Type, cancellationToken);
        var missed = late - await FoundAsync(changed);
        await bench.PassAsync(PastSettling, cancellationToken);
        var (settled, slices) = await bench.SettledAsync(Type, cancellationToken);
        await AddAsync($"{missed} of {seen + late} shown late, settled lane", late, await FoundAsync(changed), settled, Least(slices, await TimesAsync(), missed));
        await bench.Sandbox.ControlAsync("search-lag", new { ms = 0 }, cancellationToken);
        await bench.FastAsync(Type, cancellationToken);
    }

    private async Task ArchivedAsync()
    {
        var before = await ThereAsync();
        var count = Size(Archived);
        await bench.Sandbox.ControlAsync("crowds/contacts/archive", new { count }, cancellationToken);
        var cost = await bench.ArchivedAsync(Type, cancellationToken);
        var there = await ThereAsync();
        var here = await bench.VersionsAsync(Type, cancellationToken);
        var found = there.Count(pair => pair.Value.IsArchived && !before[pair.Key].IsArchived && here.TryGetValue(pair.Key, out var held) && held.IsArchived);
        await AddAsync($"{count} archived at once, archived lane", count, found, cost with { Read = 0 }, LeastCalls.Archived(there.Count(pair => pair.Value.IsArchived), 0), isReadPromised: false);
    }

    private async Task MergedAsync()
    {
        await bench.PassAsync(Quiet, cancellationToken);
        await bench.FastAsync(Type, cancellationToken);
        await bench.PassAsync(Quiet, cancellationToken);
        List<string> ids = [.. (await ThereAsync()).Where(pair => !pair.Value.IsArchived).Select(pair => pair.Key).Take(4)];
        await bench.Sandbox.ControlAsync("crowds/contacts/merge", new { ids }, cancellationToken);
        var (cost, _) = await bench.FastAsync(Type, cancellationToken);
        var found = await bench.MergedAsync(Type, ids[..3], ids[3], cancellationToken)
            + await FoundAsync(new Dictionary<string, RecordVersion> { [ids[3]] = (await ThereAsync())[ids[3]] });
        await AddAsync("a chain of three merges, fast lane", ids.Count, found, cost, LeastCalls.Search(Type, 1, 1));
    }

    private async Task SweepsAsync()
    {
        var live = (await ThereAsync()).Count(pair => !pair.Value.IsArchived);
        var associations = await bench.AssociationsAsync(Type, cancellationToken);
        await AddAsync("associations of all", 0, 0, associations, LeastCalls.Associations(Type, live), isReadPromised: false);
        var reconciliation = await bench.ReconciliationAsync(Type, cancellationToken);
        await AddAsync("reconciliation", 0, 0, reconciliation, LeastCalls.Reconciliation(Type, live, 0), isReadPromised: false);
    }

    private async Task<LaneCost> SettleAsync(List<(long From, long To)> slices)
    {
        var (cost, more) = await bench.SettledAsync(Type, cancellationToken);
        slices.AddRange(more);
        return cost;
    }

    private static long Least(IReadOnlyList<(long From, long To)> slices, SortedTimes times, long missed) =>
        slices.Sum(slice => LeastCalls.Search(Type, times.Count(slice.From, slice.To), 0)) + LeastCalls.Search(Type, 1, missed) - LeastCalls.Search(Type, 1, 0);

    private async Task AddAsync(string name, long changed, long found, LaneCost cost, long least, bool isReadPromised = true)
    {
        var scenario = new SyncScenario(name, changed, found, cost.Calls, least, isReadPromised ? cost.Read : null);
        _done.Add(scenario);
        await output.WriteLineAsync(scenario.ToString());
    }

    private int Size(int count) => Math.Max(1, (int)((long)count * contacts / OfContacts));

    private Task<Dictionary<string, RecordVersion>> ThereAsync() => bench.Sandbox.VersionsAsync(Plural, cancellationToken);

    private async Task<Dictionary<string, RecordVersion>> ChangedAsync(Dictionary<string, RecordVersion> before) =>
        (await ThereAsync()).Where(pair => !before.TryGetValue(pair.Key, out var version) || version != pair.Value).ToDictionary();

    private async Task<long> FoundAsync(Dictionary<string, RecordVersion> changed)
    {
        var here = await bench.VersionsAsync(Type, cancellationToken);
        return changed.Count(pair => here.TryGetValue(pair.Key, out var held) && held == pair.Value);
    }

    private async Task<SortedTimes> TimesAsync() => new((await ThereAsync()).Values.Where(version => !version.IsArchived).Select(version => version.UpdatedAt));

    // When records were last changed.
    private sealed class SortedTimes(IEnumerable<long> times)
    {
        private readonly long[] _times = [.. times.Order()];

        public long Count(long from, long to) => Place(to) - Place(from);

        // How many are earlier.
        private int Place(long time)
        {
            var (low, high) = (0, _times.Length);
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = _times[middle] < time ? (middle + 1, high) : (low, middle);
            }

            return low;
        }
    }
}
