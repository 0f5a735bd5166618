namespace HubSpotCrm.Core.Search.Embeddings;

/// <summary>The model that tells what is close in meaning: section <c>Search:Embeddings</c>. Without an endpoint there is none, and searches go by words alone.</summary>
public sealed class EmbeddingOptions
{
    public const string Section = "Search:Embeddings";

    /// <summary>An address that answers as OpenAI's <c>/v1/embeddings</c> does: <c>http://127.0.0.1:11434/v1/embeddings</c>. Another one makes all vectors anew.</summary>
    public string Endpoint { get; set; } = "";

    /// <summary>As the endpoint names it. Another one makes all vectors anew.</summary>
    public string Model { get; set; } = "";

    /// <summary>Sent as bearer where the endpoint asks for one. A secret: never logged, shown or kept.</summary>
    public string ApiKey { get; set; } = "";

    /// <summary>Numbers of a vector, for models that can make shorter ones; 0 takes what the model makes. Another number makes all vectors anew.</summary>
    public int Dimensions { get; set; }

    /// <summary>How long a search waits for the vector of its text; later, it answers without. 50 milliseconds to 5 seconds.</summary>
    public TimeSpan QueryTimeout { get; set; } = TimeSpan.FromMilliseconds(300);

    /// <summary>How like a text a record must be, as the cosine between their vectors: 0 to 1. Models differ in what they call near.</summary>
    public double Nearness { get; set; } = 0.5;

    /// <summary>Of so many records, the most recently active, vectors are kept, all of them in memory: a byte for each number. At most 1,000,000.</summary>
    public int Records { get; set; } = 200_000;

    /// <summary>Texts of one call in the background. 1 to 256.</summary>
    public int BatchSize { get; set; } = 32;

    /// <summary>Rest between two calls in the background. At most a minute.</summary>
    public TimeSpan Pause { get; set; } = TimeSpan.FromMilliseconds(100);

    public bool IsOn => Endpoint.Length > 0;
}
