namespace HubSpotCrm.Sandbox.Data;

/// <summary>Computes the records of the account at the reference time.</summary>
internal sealed class BaseRecords
{
    // A small account is read over and over by those who simulate one; a large one is not kept in memory.
    private const int MostKept = 500;

    private readonly RecordFill[] _makers;
    private readonly CrmRecord?[]?[] _kept;

    public BaseRecords(BaseData data)
    {
        Data = data;
        Links = new BaseLinks(data);
        Lookups = new BaseLookups(data, new ContactMaker(data, Links));
        _makers = [.. Schemas.All.Select(schema => schema.Type.Maker(data, Links))];
        _kept = [.. Schemas.All.Select(schema => data.Count(schema.Kind) is > 0 and <= MostKept and var count ? new CrmRecord?[count] : null)];
    }

    public BaseData Data { get; }

    public BaseLinks Links { get; }

    public BaseLookups Lookups { get; }

    public CrmRecord Make(ObjectKind kind, int index) => _kept[(int)kind] is { } kept ? kept[index] ??= Compute(kind, index) : Compute(kind, index);

    private CrmRecord Compute(ObjectKind kind, int index)
    {
        var schema = Schemas.Of(kind);
        var values = new string?[schema.All.Length];
        var (id, created, modified) = (Data.IdOf(kind, index), Data.CreatedMs(kind, index), Data.ModifiedMs(kind, index));
        _makers[(int)kind](index, created, modified, new RecordFiller(schema, values));
        values[schema.ObjectId] = Stamp.Text(id);
        values[schema.Created] = Stamp.Iso(created);
        values[schema.Modified] = Stamp.Iso(modified);
        return new CrmRecord(kind, id, index, values, created, modified, Data.ArchivedMs(kind, index));
    }
}
