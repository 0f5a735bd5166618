namespace HubSpotCrm.Tests.Support;

/// <summary>Waits for something that another process, browser or thread brings about.</summary>
internal static class Eventually
{
    /// <summary>Asks every 50 ms until the condition holds; throws with the description when it does not within the limit.</summary>
    public static async Task HoldsAsync(Func<Task<bool>> condition, TimeSpan limit, Func<string> describe, CancellationToken cancellationToken)
    {
        var deadline = TimeProvider.System.GetUtcNow() + limit;
        while (!await condition())
        {
            if (TimeProvider.System.GetUtcNow() > deadline)
            {
                throw new TimeoutException($"Not within {limit}: {describe()}");
            }

            await Task.Delay(50, cancellationToken);
        }
    }
}
