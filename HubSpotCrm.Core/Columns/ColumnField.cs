using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;

namespace HubSpotCrm.Core.Columns;

/// <summary>How a column keeps a field. The numbers are stored; never renumber.</summary>
internal enum ColumnKind
{
    /// <summary>No column: the account does not define the property.</summary>
    None = -1,

    /// <summary>Text that people read. What is not plain ASCII has its folded form in a column beside it.</summary>
    Text = 0,

    /// <summary>An internal value.</summary>
    Choice = 1,

    /// <summary>Several internal values, with a semicolon before, between and behind them.</summary>
    Choices = 2,

    /// <summary>Thousandths, or whole units where the mirror has them.</summary>
    Number = 3,

    /// <summary>UTC milliseconds.</summary>
    Instant = 4,
}

/// <summary>A column of the copy, beside <c>key</c> and <c>place</c>.</summary>
/// <param name="Source">The expression over the mirror's typed row <c>c</c>; null for a property, which is read from the record.</param>
/// <param name="Property">HubSpot's name; null for a typed field.</param>
internal sealed record ColumnField(string Column, ColumnKind Kind, string? Source, string? Property)
{
    /// <summary>Of a column with text.</summary>
    public const string TextType = "VARCHAR DEFAULT ''";

    /// <summary>A value somewhere is not plain ASCII, so that there is <see cref="FoldedColumn"/>; it is the empty string where the value is plain.</summary>
    public bool HasFolded { get; init; }

    public string FoldedColumn => Column + "_f";

    public bool IsText => Kind is ColumnKind.Text or ColumnKind.Choice or ColumnKind.Choices;

    /// <summary>Text without a value is the empty string: DuckDB reads a column of few different values several times as fast when none is NULL.</summary>
    public string SqlType => IsText ? TextType : "BIGINT";
}

/// <summary>What every copy has of a kind of record, and what it makes of the account's properties.</summary>
internal static class ColumnFields
{
    /// <summary>A contact's name as filters mean it: the one that lists sort by has the last name first.</summary>
    public const string ContactName = "full_name";

    private const string ContactNameSource = "coalesce(nullif(trim(coalesce(c.first_name, '') || ' ' || coalesce(c.last_name, '')), ''), c.email, c.name)";

    /// <summary>The catalog's fields, in its order.</summary>
    public static IReadOnlyList<ColumnField> Typed(ObjectType type)
    {
        var fields = FieldCatalog.Of(type).Select(field => new ColumnField(field.Column, KindOf(field), $"c.{field.Column}", null));
        return type == ObjectType.Contact ? [.. fields, new ColumnField(ContactName, ColumnKind.Text, ContactNameSource, null)] : [.. fields];
    }

    /// <summary>What a copy without rows has already.</summary>
    public static IReadOnlyList<ColumnField> Always(ObjectType type) => ColumnLinks.HasFirstCompany(type) ? [.. Typed(type), ColumnLinks.FirstCompany] : Typed(type);

    /// <summary>The column by which a list is sorted while nobody asked for another order.</summary>
    public static string ActivityOf(ObjectType type) => type == ObjectType.Campaign ? "modified_at" : "last_activity_at";

    /// <summary><see cref="ColumnKind.None"/> for a property that filters do not know.</summary>
    public static ColumnKind KindOf(ObjectType type, string property, AccountDefinitions definitions) =>
        definitions.FindProperty(type, property) is not { IsArchived: false } definition ? ColumnKind.None : definition switch
        {
            { IsMultiple: true } => ColumnKind.Choices,
            { RefersToOwner: true } or { Type: PropertyType.Enumeration or PropertyType.Boolean } => ColumnKind.Choice,
            { Type: PropertyType.Number } => ColumnKind.Number,
            { Type: PropertyType.Date or PropertyType.DateTime } => ColumnKind.Instant,
            _ => ColumnKind.Text,
        };

    /// <summary>The property has a typed column already.</summary>
    public static bool IsTyped(ObjectType type, string property) => FieldCatalog.Of(type).Any(field => field.Property == property);

    private static ColumnKind KindOf(FieldDefinition field) => field.Kind switch
    {
        FieldKind.Text => ColumnKind.Text,
        FieldKind.Choice => field.IsMultiple ? ColumnKind.Choices : ColumnKind.Choice,
        FieldKind.Instant => ColumnKind.Instant,
        _ => ColumnKind.Number,
    };
}
