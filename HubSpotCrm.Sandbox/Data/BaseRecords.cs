namespace HubSpotCrm.Sandbox.Data;

/// <summary>Computes the records of the account at the reference time.</summary>
internal sealed class BaseRecords
{
    private readonly RecordFill[] _makers;

    public BaseRecords(BaseData data)
    {
        Data = data;
        Links = new BaseLinks(data);
        Lookups = new BaseLookups(data, new ContactMaker(data, Links));
        _makers = [.. Schemas.All.Select(schema => schema.Type.Maker(data, Links))];
    }

    public BaseData Data { get; }

    public BaseLinks Links { get; }

    public BaseLookups Lookups { get; }

    public CrmRecord Make(ObjectKind kind, int index)
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
