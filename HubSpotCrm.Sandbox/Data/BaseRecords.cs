namespace HubSpotCrm.Sandbox.Data;

/// <summary>Computes the records of the account at the reference time.</summary>
internal sealed class BaseRecords
{
    private readonly ContactMaker _contacts;
    private readonly CompanyMaker _companies;
    private readonly DealMaker _deals;

    public BaseRecords(BaseData data)
    {
        Data = data;
        Links = new BaseLinks(data);
        _contacts = new ContactMaker(data, Links);
        _companies = new CompanyMaker(data, Links);
        _deals = new DealMaker(data, Links);
    }

    public BaseData Data { get; }

    public BaseLinks Links { get; }

    public CrmRecord Make(ObjectKind kind, int index)
    {
        var schema = Schemas.Of(kind);
        var values = new string?[schema.Properties.Length];
        var (id, created, modified) = (Data.IdOf(kind, index), Data.CreatedMs(kind, index), Data.ModifiedMs(kind, index));
        var filler = new RecordFiller(schema, values);
        switch (kind)
        {
            case ObjectKind.Contact:
                _contacts.Fill(index, created, modified, filler);
                break;
            case ObjectKind.Company:
                _companies.Fill(index, created, modified, filler);
                break;
            default:
                _deals.Fill(index, created, modified, filler);
                break;
        }

        values[schema.ObjectId] = Stamp.Text(id);
        values[schema.Created] = Stamp.Iso(created);
        values[schema.Modified] = Stamp.Iso(modified);
        return new CrmRecord(kind, id, index, values, created, modified, Data.ArchivedMs(kind, index));
    }

    /// <summary>The contact's e-mail address without the rest of the record.</summary>
    public string? EmailOf(int contact) => _contacts.EmailOf(contact);
}
