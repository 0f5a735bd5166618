using FluentAssertions;
using HubSpotCrm.Web.Features.Records;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace HubSpotCrm.Tests.Records.Web;

/// <summary>A component can go while its script is on its way from the browser.</summary>
public sealed class ScriptModuleTests
{
    [Fact]
    public async Task What_waits_for_the_script_is_dropped_when_its_component_goes_meanwhile()
    {
        await using var browser = new LateBrowser();
        var script = new ScriptModule(browser, "./a.js");
        using var self = DotNetObjectReference.Create(this);
        var call = script.CallAsync("attach", self).AsTask();
        var question = script.AskAsync<string>("copy").AsTask();

        var end = script.DisposeAsync().AsTask();
        self.Dispose();
        browser.Answer();
        await Task.WhenAll(call, question, end);

        (await question).Should().BeNull();
        browser.Calls.Should().Equal("import");
        browser.IsModuleGone.Should().BeTrue("the browser would keep it for as long as the page stands");
        await script.CallAsync("attach");
        browser.Calls.Should().Equal("import");
    }

    [Fact]
    public async Task Calls_in_a_row_load_the_script_once_and_keep_their_order()
    {
        await using var browser = new LateBrowser();
        await using var script = new ScriptModule(browser, "./a.js");

        // As a component calls, whose circuit does one thing after the other.
        await Dispatcher.CreateDefault().InvokeAsync(async () =>
        {
            var calls = new[] { script.CallAsync("attach").AsTask(), script.CallAsync("focus").AsTask() };
            browser.Answer();
            await Task.WhenAll(calls);
        });

        browser.Calls.Should().Equal("import", "attach", "focus");
    }

    [Fact]
    public async Task A_script_that_was_not_loaded_is_asked_for_again()
    {
        await using var browser = new LateBrowser();
        await using var script = new ScriptModule(browser, "./a.js");
        var first = script.CallAsync("attach").AsTask();
        browser.Refuse();
        await ((Func<Task>)(() => first)).Should().ThrowAsync<JSException>();

        var second = script.CallAsync("attach").AsTask();
        browser.Answer();
        await second;
        browser.Calls.Should().Equal("import", "import", "attach");
    }

    /// <summary>Loads a module when it is told to.</summary>
    private sealed class LateBrowser : IJSRuntime, IJSObjectReference
    {
        private TaskCompletionSource _loading = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public List<string> Calls { get; } = [];

        public bool IsModuleGone { get; private set; }

        public void Answer() => _loading.SetResult();

        public void Refuse()
        {
            var refused = _loading;
            _loading = new(TaskCreationOptions.RunContinuationsAsynchronously);
            refused.SetException(new JSException("Failed to fetch"));
        }

        public async ValueTask<TValue> InvokeAsync<TValue>(string identifier, object?[]? args)
        {
            Calls.Add(identifier);
            if (identifier == "import")
            {
                await _loading.Task;
                return (TValue)(object)this;
            }

            return default!;
        }

        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, CancellationToken cancellationToken, object?[]? args) => InvokeAsync<TValue>(identifier, args);

        public ValueTask DisposeAsync()
        {
            IsModuleGone = true;
            return ValueTask.CompletedTask;
        }
    }
}
