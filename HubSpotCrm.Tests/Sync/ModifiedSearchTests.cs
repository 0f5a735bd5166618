using System.Globalization;
using System.Text.Json;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot.Wire;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Tests.HubSpot;
using HubSpotCrm.Tests.Support;

namespace HubSpotCrm.Tests.Sync;

/// <summary>A search of more records than HubSpot gives at once.</summary>
public sealed class ModifiedSearchTests : IAsyncLifetime
{
    private const long Begin = 1_700_000_000_000;
    private const int Page = 200;

    private readonly ClientBench _bench = new(time: TimeProvider.System);
    private readonly List<Entry> _entries = [];
    private readonly HashSet<string> _taken = [];
    private bool _comparesIdsAsNumbers;

    /// <param name="Place">The time the index sorts by.</param>
    /// <param name="Value">The time the record tells.</param>
    /// <param name="UpdatedAt">The time beside the properties.</param>
    private sealed record Entry(string Id, long Place, long Value, long UpdatedAt);

    public async ValueTask InitializeAsync()
    {
        // A sandbox that states no limits has none: the pace of searches is not what is tested.
        _bench.Server.Then(Reply.Json(ClientBench.Page));
        (await _bench.Client.ListAsync("contacts", ClientBench.List, ClientBench.Cancellation)).Failure.Should().BeNull();
        _bench.Server.Otherwise = Answer;
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    [Trait("Fault", "F21")]
    public async Task Records_over_the_limit_of_one_search_are_all_found()
    {
        Add(10_450, at => Begin + at);

        (await FindAsync()).Gap.Should().BeNull();

        _taken.Should().HaveCount(_entries.Count);
    }

    [Fact]
    public async Task A_time_beside_the_properties_is_no_place_to_go_on_from()
    {
        Add(10_450, at => Begin + at);
        _entries[9_900] = _entries[9_900] with { UpdatedAt = Begin + 1_000_000 };

        await FindAsync();

        _taken.Should().HaveCount(_entries.Count);
    }

    [Fact]
    [Trait("Fault", "F24")]
    public async Task A_record_that_is_newer_than_its_place_is_no_place_to_go_on_from()
    {
        Add(10_450, at => Begin + at);
        _entries[9_999] = _entries[9_999] with { Value = Begin + 1_000_000, UpdatedAt = Begin + 1_000_000 };
        _entries[9_700] = _entries[9_700] with { Value = Begin + 9_990 };

        var found = await FindAsync();

        _taken.Should().HaveCount(_entries.Count);
        found.Gap.Should().Contain("order");
    }

    [Fact]
    [Trait("Fault", "F22")]
    public async Task More_records_of_one_moment_than_a_search_gives_are_walked_by_their_ids()
    {
        Add(10_450, _ => Begin);

        await FindAsync();

        _taken.Should().HaveCount(_entries.Count);
    }

    [Fact]
    [Trait("Fault", "F23")]
    public async Task Ids_that_are_sorted_as_text_are_all_found()
    {
        Add(12_000, _ => Begin, first: 99_000);

        (await FindAsync()).Gap.Should().BeNull();

        _taken.Should().HaveCount(12_000);
    }

    [Fact]
    [Trait("Fault", "F23")]
    public async Task Ids_that_are_sorted_as_text_and_compared_as_numbers_leave_a_gap_that_is_seen()
    {
        _comparesIdsAsNumbers = true;
        Add(12_000, _ => Begin, first: 99_000);

        (await FindAsync()).Gap.Should().NotBeNull();

        _taken.Should().HaveCountLessThan(12_000);
    }

    [Fact]
    public async Task A_crowd_of_one_moment_is_not_walked_to_the_limit_before_its_ids_are()
    {
        Add(150, at => Begin + at);
        Add(25_000, _ => Begin + 500, first: 200_000);
        Add(150, at => Begin + 1_000 + at, first: 300_000);

        (await FindAsync()).Gap.Should().BeNull();

        _taken.Should().HaveCount(25_300);
        _bench.Server.Requests.Count.Should().BeLessThanOrEqualTo((int)(25_300 / Page * 1.1), "each page more is a call more, of every round that sees the crowd");
    }

    [Fact]
    [Trait("Fault", "F24")]
    public async Task A_crowd_that_is_shown_at_places_before_its_own_hides_nothing()
    {
        Add(3_000, at => Begin + at);
        for (var at = 400; at < 1_800; at++)
        {
            _entries[at] = _entries[at] with { Value = Begin + 5_000, UpdatedAt = Begin + 5_000 };
        }

        Add(12_000, _ => Begin + 5_000, first: 200_000);

        await FindAsync();

        _taken.Should().HaveCount(15_000);
    }

    [Fact]
    [Trait("Fault", "F24")]
    public async Task A_search_that_shows_only_what_changed_again_says_that_it_may_have_missed_some()
    {
        Add(10_450, at => Begin + at);
        for (var at = 9_000; at < 10_450; at++)
        {
            _entries[at] = _entries[at] with { Value = Begin + 50_000 + at, UpdatedAt = Begin + 50_000 + at };
        }

        (await FindAsync(Begin + 20_000)).Gap.Should().NotBeNull();
    }

    private bool IsAfter(string id, string after) => _comparesIdsAsNumbers
        ? long.Parse(id, CultureInfo.InvariantCulture) > long.Parse(after, CultureInfo.InvariantCulture)
        : string.CompareOrdinal(id, after) > 0;

    private void Add(int count, Func<int, long> time, int first = 100_000)
    {
        for (var at = 0; at < count; at++)
        {
            _entries.Add(new Entry((first + at).ToString(CultureInfo.InvariantCulture), time(at), time(at), time(at)));
        }
    }

    private async Task<ModifiedFound> FindAsync(long? to = null)
    {
        var search = new ModifiedSearch(_bench.Client, ObjectType.Contact);
        var found = await search.FindAsync(Begin, to, Take, ClientBench.Cancellation);
        found.Failure.Should().BeNull();
        return found.Value;

        Task<Core.Common.Result<Core.Common.Done>> Take(IReadOnlyList<WireRecord> changed, CancellationToken cancellationToken)
        {
            _taken.UnionWith(changed.Select(record => record.Id));
            return Task.FromResult<Core.Common.Result<Core.Common.Done>>(new Core.Common.Done());
        }
    }

    private Reply Answer(ScriptedRequest request)
    {
        using var body = JsonDocument.Parse(request.Body);
        var filters = body.RootElement.GetProperty("filterGroups")[0].GetProperty("filters").EnumerateArray().ToList();
        var time = long.Parse(filters[0].GetProperty("value").GetString()!, CultureInfo.InvariantCulture);
        var end = filters[0].TryGetProperty("highValue", out var high) ? long.Parse(high.GetString()!, CultureInfo.InvariantCulture) : long.MaxValue;
        var isDrain = filters[0].GetProperty("operator").GetString() == "EQ";
        var afterId = filters.Count > 1 ? filters[1].GetProperty("value").GetString() : "";
        var offset = body.RootElement.TryGetProperty("after", out var after) ? int.Parse(after.GetString()!, CultureInfo.InvariantCulture) : 0;
        var hits = _entries
            .Where(entry => (isDrain ? entry.Place == time : entry.Place >= time && entry.Place <= end) && (afterId!.Length == 0 || IsAfter(entry.Id, afterId)))
            .OrderBy(entry => isDrain ? 0 : entry.Place).ThenBy(entry => entry.Id, StringComparer.Ordinal).ToList();
        if (offset + Page > 10_000)
        {
            return Reply.Json("""{"status":"error","message":"too far","category":"VALIDATION_ERROR"}""", 400);
        }

        var next = offset + Page < hits.Count ? $$$""","paging":{"next":{"after":"{{{offset + Page}}}"}}""" : "";
        var results = string.Join(',', hits.Skip(offset).Take(Page).Select(entry =>
            $$$"""{"id":"{{{entry.Id}}}","properties":{"lastmodifieddate":"{{{entry.Value}}}"},"updatedAt":"{{{entry.UpdatedAt}}}"}"""));
        return Reply.Json($$$"""{"total":{{{hits.Count}}},"results":[{{{results}}}]{{{next}}}}""");
    }
}
