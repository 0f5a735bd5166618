namespace HubSpotCrm.Web.Features.Records;

/// <summary>What stands in a cell of a list, and how.</summary>
public abstract record CellValue
{
    /// <summary>Whole, for where an ellipsis cuts it; null for none.</summary>
    public virtual string? Title => null;

    /// <summary>Text in which a search marks what it found.</summary>
    public sealed record Plain(string? Text) : CellValue
    {
        public override string? Title => Text;
    }

    /// <summary>The name of a host, as a way to its site; anything else is shown as it is.</summary>
    public sealed record Site(string? Text) : CellValue
    {
        public override string? Title => Text;
    }

    /// <summary>A category.</summary>
    public sealed record Tag(string? Text) : CellValue
    {
        public override string? Title => Text;
    }

    /// <summary>A number, an amount or a share, as it is written.</summary>
    /// <param name="Exact">What was rounded for the column; null when nothing was.</param>
    public sealed record Quantity(string Text, string? Exact = null) : CellValue
    {
        public override string? Title => Exact ?? Text;
    }

    /// <summary>0 to 100, with a bar.</summary>
    public sealed record Score(decimal? Value) : CellValue;

    /// <summary>A time, as how long ago it was.</summary>
    public sealed record Moment(DateTimeOffset? At) : CellValue;

    /// <summary>Icon and word in a colour that says the same.</summary>
    /// <param name="Kind"><c>ok</c>, <c>inf</c>, <c>warn</c>, <c>bad</c> or <c>t2</c>.</param>
    public sealed record Status(string Kind, string Icon, string Text) : CellValue
    {
        public override string? Title => Text;
    }
}

/// <summary>What cells need to know beside their record. Days are the account's, times are read in the user's zone.</summary>
/// <param name="Zone">The user's.</param>
public sealed record CellContext(Core.Crm.AccountDefinitions Definitions, TimeZoneInfo Zone, DateTimeOffset Now)
{
    public static CellContext None { get; } = new(Core.Crm.AccountDefinitions.Empty, TimeZoneInfo.Utc, DateTimeOffset.UnixEpoch);

    /// <summary>Today at the account.</summary>
    public DateOnly Today => DayOf(Now);

    /// <summary>The day at the account.</summary>
    public DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, Definitions.Zone).DateTime);
}
