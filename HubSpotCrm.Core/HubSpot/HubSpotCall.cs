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

    public CallBudget Budget { get; init; }

    // A record's printed form would show ids and values.
    public override string ToString() => Operation;
}

/// <summary>HubSpot counts these apart.</summary>
internal enum CallBudget
{
    /// <summary>Per ten seconds.</summary>
    Account,

    /// <summary>Per second.</summary>
    Search,

    /// <summary>Per ten seconds, with a number of its own.</summary>
    Associations,

    /// <summary>The token endpoint and the webhooks journal are part of no account's budget.</summary>
    None,
}

/// <summary>Makes something of a successful answer's body. Throws <see cref="System.Text.Json.JsonException"/> for one it cannot use.</summary>
internal delegate T ReadBody<out T>(ReadOnlySpan<byte> body);
