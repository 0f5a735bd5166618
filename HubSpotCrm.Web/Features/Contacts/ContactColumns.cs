using HubSpotCrm.Core.Crm;
using HubSpotCrm.Web.Features.Records;

namespace HubSpotCrm.Web.Features.Contacts;

/// <summary>The columns of the contacts list, and in words why a contact matched.</summary>
internal static class ContactColumns
{
    /// <summary>The reason of a match; shown in the place of owner and last activity while there is a search text.</summary>
    public const string Why = "why";

    private static readonly RecordColumn[] Plain =
    [
        new("name", "Name", 168, Slot: CardSlot.Title),
        new("email", "Email", 188, Room: ColumnRoom.Medium),
        new("company", "Company", 168, Slot: CardSlot.Second),
        new("stage", "Lifecycle stage", 180, Slot: CardSlot.Tag, Room: ColumnRoom.Small),
        new("score", "Score", 100, IsNumber: true, Slot: CardSlot.Corner),
        new("owner", "Owner", null, Room: ColumnRoom.Wide),
        new("active", "Last activity", 112, Slot: CardSlot.Note, Room: ColumnRoom.Wide),
    ];

    private static readonly RecordColumn[] Searched =
    [
        new("name", "Name", 176, Slot: CardSlot.Title),
        new("email", "Email", 196, Room: ColumnRoom.Medium),
        new("company", "Company", 168, Slot: CardSlot.Second, Room: ColumnRoom.Small),
        new("stage", "Lifecycle stage", 180, Slot: CardSlot.Tag, Room: ColumnRoom.Wide),
        new("score", "Score", 100, IsNumber: true, Slot: CardSlot.Corner),
        new(Why, "Why it matched", null, IsSortable: false, Slot: CardSlot.Note),
    ];

    public static IReadOnlyList<RecordColumn> For(ListState state) => state.Text.Length > 0 ? Searched : Plain;

    /// <summary><c>Name</c>, <c>Company and email</c>; empty when no shown field holds the words.</summary>
    public static string Reason(Contact contact, TextMatch match, string text)
    {
        var fields = new List<string>();
        AddWhere(match.IsIn(contact.DisplayName), "name");
        AddWhere(match.IsIn(contact.Company), "company");
        AddWhere(match.IsIn(contact.Email), "email");
        AddWhere(match.IsIn(contact.Phone) || HoldsDigits(contact.Phone, text), "phone");
        if (fields.Count == 0)
        {
            return "";
        }

        var words = fields.Count == 1 ? fields[0] : $"{string.Join(", ", fields.SkipLast(1))} and {fields[^1]}";
        return char.ToUpperInvariant(words[0]) + words[1..];

        void AddWhere(bool holds, string field)
        {
            if (holds)
            {
                fields.Add(field);
            }
        }
    }

    /// <summary>The first field beside the name that holds the words, where its own column is not shown; null when the name holds them.</summary>
    public static (string Label, string Text)? Elsewhere(Contact contact, TextMatch match)
    {
        if (match.IsIn(contact.DisplayName))
        {
            return null;
        }

        (string Label, string? Text)[] fields = [("Company", contact.Company), ("Email", contact.Email), ("Phone", contact.Phone)];
        return fields.Where(field => match.IsIn(field.Text)).Select(field => ((string, string)?)(field.Label, field.Text!)).FirstOrDefault();
    }

    // A number is written with and without spaces, brackets and a leading zero; its digits are what people mean.
    private static bool HoldsDigits(string? phone, string text)
    {
        var digits = string.Concat(text.Where(char.IsAsciiDigit)).TrimStart('0');
        return digits.Length >= 3 && string.Concat((phone ?? "").Where(char.IsAsciiDigit)).Contains(digits, StringComparison.Ordinal);
    }
}
