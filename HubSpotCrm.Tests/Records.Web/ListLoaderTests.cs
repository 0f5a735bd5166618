using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Web.Features.Records;
using Microsoft.Extensions.Logging.Abstractions;

namespace HubSpotCrm.Tests.Records.Web;

/// <summary>What a text finds first is shown first, and the rest when that is little.</summary>
public sealed class ListLoaderTests
{
    private readonly List<SearchDepth> _asked = [];
    private readonly List<(int Rows, bool IsLoading)> _shown = [];

    [Fact]
    public async Task A_first_answer_that_found_enough_is_the_only_one()
    {
        using var loader = Loader(new Page<string>(["one", "two"], new Total(2, true)));

        await loader.LoadAsync(RecordQuery.All with { Text = "ann" });

        _asked.Should().Equal(SearchDepth.First);
        (loader.Rows.Count, loader.IsLoading).Should().Be((2, false));
    }

    [Fact]
    public async Task A_first_answer_that_found_little_is_shown_while_the_rest_is_looked_for()
    {
        using var loader = Loader(
            new Page<string>(["one"], new Total(1, true)) { IsPartial = true },
            new Page<string>(["one", "two", "three"], new Total(3, true)));

        await loader.LoadAsync(RecordQuery.All with { Text = "ann" });

        _asked.Should().Equal(SearchDepth.First, SearchDepth.Whole);
        _shown.Should().ContainInOrder((1, true), (3, false));
        loader.Total.Should().Be(new Total(3, true));
    }

    [Fact]
    public async Task Rows_that_come_with_news_after_a_search_that_failed_answer_that_search()
    {
        var answers = new Queue<Result<Page<string>>>([new Page<string>(["one"], new Total(1, true)), new ListNotRead(), new Page<string>(["two"], new Total(1, true))]);
        using var loader = new ListLoader<string>(
            (_, _) => Task.FromResult(answers.Dequeue()), (_, _) => Task.FromResult<Result<int>>(0), row => row, TimeProvider.System, NullLogger.Instance, () => { });
        await loader.LoadAsync(RecordQuery.All with { Text = "ann" });
        var failed = RecordQuery.All with { Text = "bea" };
        await loader.LoadAsync(failed);
        (loader.Text, loader.Failure is null).Should().Be(("ann", false));

        await loader.RefreshAsync(failed, ["two"]);

        loader.Rows.Should().Contain("two");
        loader.Text.Should().Be("bea");
    }

    private ListLoader<string> Loader(params Page<string>[] answers)
    {
        ListLoader<string> loader = null!;
        loader = new ListLoader<string>(
            (query, _) =>
            {
                _asked.Add(query.Depth);
                return Task.FromResult<Result<Page<string>>>(answers[_asked.Count - 1]);
            },
            (_, _) => Task.FromResult<Result<int>>(0),
            row => row,
            TimeProvider.System,
            NullLogger.Instance,
            () => _shown.Add((loader.Rows.Count, loader.IsLoading)));
        return loader;
    }
}
