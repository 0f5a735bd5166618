using HubSpotCrm.Core.Columns;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace HubSpotCrm.Tests.Columns;

/// <summary>A copy that takes another's place.</summary>
public sealed class ColumnSuccessorTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly ColumnSuccessor _successor;

    public ColumnSuccessorTests() => _successor = new(_time, NullLogger.Instance);

    [Fact]
    public async Task One_that_is_whole_is_taken_once_and_another_may_follow_it()
    {
        _successor.Begin(7, () => Task.CompletedTask);
        (_successor.MayBegin, _successor.KeptFrom).Should().Be((false, 7L));

        await _successor.Ended.WaitAsync(TestContext.Current.CancellationToken);

        (await _successor.TryTakeAsync()).Should().BeTrue();
        (_successor.HasEnded, _successor.MayBegin, _successor.KeptFrom).Should().Be((false, true, (long?)null));
    }

    [Fact]
    public async Task One_that_fails_keeps_no_log_and_is_made_again_later_and_later()
    {
        foreach (var minutes in new[] { 1, 2, 4 })
        {
            await FailAsync();
            _successor.KeptFrom.Should().BeNull();
            _time.Advance(TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(1));
            _successor.MayBegin.Should().BeFalse();

            _time.Advance(TimeSpan.FromSeconds(1));
            _successor.MayBegin.Should().BeTrue();
        }

        for (var more = 0; more < 80; more++)
        {
            await FailAsync();
        }

        _time.Advance(TimeSpan.FromHours(1));
        _successor.MayBegin.Should().BeTrue("an hour is the longest pause");
    }

    private async Task FailAsync()
    {
        _successor.Begin(7, () => Task.FromException(new IOException("The disk is full.")));
        await Task.WhenAny(_successor.Ended).WaitAsync(TestContext.Current.CancellationToken);
        (await _successor.TryTakeAsync()).Should().BeFalse();
    }
}
