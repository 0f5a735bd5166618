namespace HubSpotCrm.Sandbox.Data;

/// <summary>The schemas of one account: as at first, with its currencies, and with the properties added, changed or taken away since.</summary>
internal sealed class SchemaBook
{
    private readonly ObjectSchema[] _first;
    private readonly ObjectSchema[] _now;

    public SchemaBook(Currencies currencies)
    {
        _first =
        [
            .. Schemas.All.Select(schema => schema.Find("deal_currency_code") is { } currency
                ? schema.With(currency with { Options = currencies.Options })
                : schema),
        ];
        _now = [.. _first];
    }

    public IEnumerable<ObjectSchema> All => Schemas.All.Select(schema => this[schema.Kind]);

    public ObjectSchema this[ObjectKind kind] => Volatile.Read(ref _now[(int)kind]);

    public ObjectSchema? Find(string? name) => Schemas.Find(name) is { } first ? this[first.Kind] : null;

    public void Put(ObjectKind kind, PropertyDefinition property) => Volatile.Write(ref _now[(int)kind], this[kind].With(property));

    public void Clear()
    {
        for (var kind = 0; kind < _now.Length; kind++)
        {
            Volatile.Write(ref _now[kind], _first[kind]);
        }
    }
}
