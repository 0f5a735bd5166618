using HubSpotCrm.Core.Crm;

namespace HubSpotCrm.Core.Search.Filters;

/// <summary>
/// What differs between the databases that filters are asked of. Expressions name columns by the alias of their table, and values only ever
/// become parameters. Both databases know <c>instr</c>, <c>coalesce</c>, <c>TRUE</c> and <c>FALSE</c>.
/// </summary>
internal interface IFilterDialect
{
    /// <summary>The name that stands for the value in the statement.</summary>
    string Parameter(object value);

    /// <summary>
    /// The field's value in the row of <paramref name="alias"/>: text for texts and choices; whole units (<see cref="RecordField.Scale"/> make one) for
    /// numbers, money and shares; UTC milliseconds for instants. NULL without one. Texts compare without regard to the case of ASCII letters, choices exactly.
    /// Of several values a text with a semicolon before, between and behind them.
    /// </summary>
    string Value(RecordField field, string alias);

    /// <summary>The field's value is one of these, none of which is empty; as <see cref="Value"/> compares. Never asked of several values at once.</summary>
    string OneOf(RecordField field, string alias, IReadOnlyList<string> values);

    /// <summary>
    /// The text as <see cref="TextFolding"/> folds it contains, begins with, ends with or is the folded text that is sought; of a contact's name the first
    /// name and then the last, else the e-mail address.
    /// </summary>
    string Tested(RecordField field, string alias, TextOperator how, string sought);

    /// <summary>The row of <paramref name="from"/> has a live associated record of the kind, aliased <paramref name="alias"/>, that fulfils the condition.</summary>
    string HasRelated(ObjectType fromType, string from, ObjectType type, string alias, string condition);
}
