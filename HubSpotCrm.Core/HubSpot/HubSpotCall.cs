namespace HubSpotCrm.Core.HubSpot;

/// <summary>One call before it is sent.</summary>
/// <param name="Operation">For logs and metrics: no id, no value. <c>contacts list</c>.</param>
/// <param name="Address">Absolute, the query included.</param>
/// <param name="Body">Null without one.</param>
/// <param name="Replayable">Whether sending it twice does what sending it once does: reads, batch reads and searches.</param>
internal sealed record HubSpotCall(HttpMethod Method, string Operation, Uri Address, byte[]? Body = null, bool Replayable = true)
{
    public const string Json = "application/json";
    public const string Form = "application/x-www-form-urlencoded";

    public string ContentType { get; init; } = Json;

    /// <summary>Counted by HubSpot per second, apart from the rest.</summary>
    public bool IsSearch { get; init; }

    /// <summary>The token endpoint is not part of an account's budget, and takes no bearer.</summary>
    public bool IsTokenCall { get; init; }

    // A record's printed form would show ids and values.
    public override string ToString() => Operation;
}

/// <summary>Makes something of a successful answer's body. Throws <see cref="System.Text.Json.JsonException"/> for one it cannot use.</summary>
internal delegate T ReadBody<out T>(ReadOnlySpan<byte> body);
