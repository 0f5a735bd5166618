using System.Globalization;

namespace HubSpotCrm.Sandbox.Data;

/// <summary>Values of a record in the making, by property name.</summary>
internal readonly ref struct RecordFiller(ObjectSchema schema, string?[] values)
{
    public string? this[string property]
    {
        get => values[schema.Slot(property)];
        set => values[schema.Slot(property)] = value;
    }

    public void Number(string property, decimal value) => this[property] = value.ToString(CultureInfo.InvariantCulture);

    public void Time(string property, long ms) => this[property] = Stamp.Iso(ms);
}
