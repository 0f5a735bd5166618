using HubSpotCrm.Core.Crm;
using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Core.Search;

/// <summary>The fields of which one may say just what was typed: such a record comes first.</summary>
internal static class WholeFields
{
    private static readonly Dictionary<ObjectType, string[]> Columns = new()
    {
        [ObjectType.Contact] = ["email", "first_name", "last_name", "company", "phone", "mobile_phone"],
        [ObjectType.Company] = ["name", "domain"],
        [ObjectType.Deal] = ["name"],
        [ObjectType.Campaign] = ["name"],
    };

    /// <summary>Columns of the typed table.</summary>
    public static IReadOnlyList<string> Of(ObjectType type) => Columns[type];

    /// <summary>The texts of a row that was read with these columns from its second one on: each field, and a person's name whole, in both orders.</summary>
    public static IEnumerable<string?> Texts(ObjectType type, SqliteDataReader row)
    {
        var fields = Columns[type].Select((_, at) => row.Text(at + 1)).ToList();
        return type == ObjectType.Contact ? [.. fields, $"{fields[1]} {fields[2]}", $"{fields[2]} {fields[1]}"] : fields;
    }
}
