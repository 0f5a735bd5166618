using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Web.Features.Connection;
using HubSpotCrm.Web.Features.Search;
using HubSpotCrm.Web.Localization;
using HubSpotCrm.Web.Urls;
using Microsoft.AspNetCore.Components;

namespace HubSpotCrm.Web.Features.Records;

/// <summary>A field that a search looks into.</summary>
public readonly record struct SearchedField(string Label, string? Text);

/// <summary>
/// What a kind of record is in the portal: its words, columns and cells, its key facts, and what a form for a new one asks.
/// The list page, the drawer and the dialogs are the same for all kinds and know a kind only through this.
/// </summary>
public abstract class RecordKind<T>
{
    private HashSet<string>? _ownFields;

    /// <summary>The column that stands in the place of the last ones while there is a search text.</summary>
    public const string Why = "why";

    public abstract ObjectType Type { get; }

    /// <summary><c>contact</c></summary>
    public string Singular => Type.Singular();

    /// <summary><c>Contacts</c></summary>
    public string Heading => Words.Capital(Type.Plural());

    /// <summary>The address of its list.</summary>
    public string Address => PortalUrls.List(Type) ?? throw new InvalidOperationException($"There is no list of {Type.Plural()}.");

    /// <summary>HubSpot's name of the permission to read it.</summary>
    public string ReadScope => Scopes.ToRead(Type);

    /// <summary>Path data, for the places that stand for it.</summary>
    public abstract string Icon { get; }

    /// <summary>What the list is ordered by when nobody chose.</summary>
    public virtual string OwnOrder => "Last activity";

    /// <summary>The fields that a search looks into, in words: <c>name, email or phone</c>.</summary>
    public abstract string SearchedInWords { get; }

    /// <summary>The word for taking a record away.</summary>
    public virtual string ArchiveWord => "Archive";

    /// <summary>The word for a record that was taken away.</summary>
    public virtual string ArchivedWord => "archived";

    /// <summary>HubSpot keeps the values of an archived record, so that it can be made again.</summary>
    public virtual bool CanBeMadeAgain => true;

    /// <summary>HubSpot's properties that come first in an open record.</summary>
    public abstract IReadOnlyList<string> KeyProperties { get; }

    /// <summary>What a form for a new record asks.</summary>
    public abstract IReadOnlyList<NewField> NewFields { get; }

    /// <summary>The kinds of record that a new one can be associated with at once.</summary>
    public virtual IReadOnlyList<ObjectType> NewLinks => [];

    public IReadOnlyList<FieldDefinition> Filters => [.. FieldCatalog.Of(Type).Where(one => one.IsFilter)];

    protected abstract IReadOnlyList<RecordColumn> Columns { get; }

    protected abstract IReadOnlyList<RecordColumn> SearchedColumns { get; }

    public abstract string IdOf(T row);

    public abstract string NameOf(T row);

    /// <summary>A second line under the name; null when there is nothing to say.</summary>
    public abstract string? SubtitleOf(T row, AccountDefinitions definitions);

    /// <summary>An edit of the record is on its way.</summary>
    public abstract bool IsPending(T row);

    /// <summary>What a search looks into and a list can show, the name first.</summary>
    public abstract IReadOnlyList<SearchedField> SearchedFields(T row);

    /// <summary>The cell of a column that is neither the name nor the reason of a match.</summary>
    public abstract CellValue CellOf(T row, string field, CellContext context);

    /// <summary>The value of a field of <see cref="FieldCatalog"/>: a string, a decimal, a time, or null.</summary>
    public abstract object? ValueOf(T row, string field);

    /// <summary>The currency of the record's money; null when it is the account's.</summary>
    public virtual string? CurrencyOf(T row) => null;

    /// <summary>What stands above the properties of an open record; null for nothing.</summary>
    public virtual RenderFragment? SummaryOf(RecordDetails<T> details, CellContext context) => null;

    /// <summary>The columns for a list in this state; one can be sorted by when the catalog has its field.</summary>
    public IReadOnlyList<RecordColumn> ColumnsFor(ListState state) =>
        [.. (state.Text.Length > 0 ? SearchedColumns : Columns).Select(column => column with { IsSortable = FieldCatalog.Find(Type, column.Field) is not null })];

    /// <summary>The cell of any column: one of the kind's own, a field of the catalog, or a property of the account that the query asked for.</summary>
    public CellValue Cell(T row, string field, CellContext context)
    {
        _ownFields ??= [.. Columns.Concat(SearchedColumns).Select(column => column.Field)];
        if (_ownFields.Contains(field))
        {
            return CellOf(row, field, context);
        }

        var currency = CurrencyOf(row) ?? context.Definitions.Currency;
        return RecordFields.Find(Type, field, context.Definitions) switch
        {
            { Typed: { } typed } => FieldCells.Of(Type, typed, ValueOf(row, typed.Name), context, currency),
            { Property: { } property } when context.Definitions.FindProperty(Type, property) is { } definition =>
                FieldCells.Of(definition, (row as ICrmRecord)?.Properties?.GetValueOrDefault(property), context, currency),
            _ => new CellValue.Plain(null),
        };
    }

    /// <summary>What to look for in this row: what begins none of its words is looked for within them.</summary>
    public TextMatch MatchOf(T row, TextMatch match) => match.IsEmpty ? match : match.For([.. SearchedFields(row).Select(field => field.Text)]);

    /// <summary><c>Name</c>, <c>Company and email</c>, <c>Industry: what “hospital” may mean</c>; empty when nothing that is known of the row holds the words.</summary>
    public string ReasonOf(T row, TextMatch match, string text)
    {
        if (FurtherOf(row) is { } further)
        {
            return further.Label + (further.Meaning is { } typed ? $": what “{typed}” may mean" : "");
        }

        var found = SearchedFields(row)
            .Where(field => match.IsIn(field.Text) || (field.Label == "Phone" && HoldsDigits(field.Text, text)))
            .Select(field => field.Label.ToLowerInvariant())
            .ToList();
        return found.Count == 0 ? "" : Words.Capital(Words.List(found, "and")) + (match.IsSimilar ? ", spelt nearly so" : "");
    }

    /// <summary>The first field beside the name that holds the words, for where its own column is not shown; null when the name holds them.</summary>
    public SearchedField? ElsewhereIn(T row, TextMatch match)
    {
        if (FurtherOf(row) is { } further)
        {
            return further.Text.Length == 0 ? null : new SearchedField(further.Label, further.Text);
        }

        var fields = SearchedFields(row);
        return match.IsIn(fields[0].Text)
            ? null
            : fields.Skip(1).Where(field => match.IsIn(field.Text)).Select(field => (SearchedField?)field).FirstOrDefault();
    }

    /// <summary>The record as a search over all kinds shows it.</summary>
    /// <param name="match">Of the whole text.</param>
    public SearchHit HitOf(T row, TextMatch match, string text, CellContext context)
    {
        var isId = text.Trim() == $"#{IdOf(row)}";
        var own = isId ? new TextMatch("") : MatchOf(row, match);
        var elsewhere = ElsewhereIn(row, own);
        var reason = isId ? "Record ID"
            : FurtherOf(row) is { Meaning: { } typed } meant ? $"{meant.Label}, what “{typed}” may mean"
            : FurtherOf(row) is { IsClose: true, Label: var close } ? close
            : elsewhere is { Label: var label } ? label + (own.IsSimilar ? ", spelt nearly so" : "")
            : ReasonOf(row, own, text);
        return new SearchHit(Type, IdOf(row), own.Mark(NameOf(row)))
        {
            Reason = reason.Length > 0 ? reason : "Another property",
            Where = elsewhere is { Text: { } found } ? own.Mark(found) : [],
            Hint = HintOf(row, context) is { } hint && hint != elsewhere?.Text ? hint : null,
            Aside = AsideOf(row, context),
        };
    }

    private static MatchReason? FurtherOf(T row) => (row as ICrmRecord)?.Reason;

    /// <summary>An open record as the drawer shows it.</summary>
    public RecordView ViewOf(RecordDetails<T> details, CellContext context) => new(
        Type,
        IdOf(details.Record),
        NameOf(details.Record),
        SubtitleOf(details.Record, context.Definitions),
        details.UpdatedAt,
        details.IsArchived,
        details.HubSpotUrl,
        details.Properties,
        details.Associations,
        details.History)
    {
        KeyProperties = KeyProperties,
        Currency = CurrencyOf(details.Record) ?? context.Definitions.Currency,
        IsBeingArchived = details.IsBeingArchived,
        Summary = SummaryOf(details, context),
    };

    /// <summary>A few words that tell a record from others of its name; null for nothing.</summary>
    protected abstract string? HintOf(T row, CellContext context);

    /// <summary>The number or amount that people ask of such a record first; null for nothing.</summary>
    protected virtual string? AsideOf(T row, CellContext context) => null;

    protected static string? Line(params string?[] parts) =>
        string.Join(", ", parts.Where(part => !string.IsNullOrWhiteSpace(part))) is { Length: > 0 } line ? line : null;

    protected static CellValue.Quantity Share(decimal? share) =>
        new(share is { } known ? Formats.Number(known * 100, digits: 1) + " %" : Formats.None);

    // A number is written with and without spaces, brackets and a leading zero; its digits are what people mean.
    private static bool HoldsDigits(string? phone, string text)
    {
        var digits = string.Concat(text.Where(char.IsAsciiDigit)).TrimStart('0');
        return digits.Length >= 3 && string.Concat((phone ?? "").Where(char.IsAsciiDigit)).Contains(digits, StringComparison.Ordinal);
    }
}

/// <summary>A property that a form for a new record asks.</summary>
/// <param name="Group">Of fields of which one is enough; null when the field stands alone.</param>
public sealed record NewField(string Property, bool IsRequired = false, string? Group = null);
