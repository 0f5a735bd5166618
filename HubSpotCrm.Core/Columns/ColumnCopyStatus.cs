namespace HubSpotCrm.Core.Columns;

public enum ColumnCopyStage
{
    /// <summary>There is none: lists answer from SQLite.</summary>
    Away,

    /// <summary>It is being made; lists answer from SQLite meanwhile.</summary>
    Building,

    /// <summary>Filters, totals and facets are asked of it.</summary>
    Ready,
}

/// <summary>How the columnar copy is that makes filters fast.</summary>
/// <param name="Progress">Of one while it is made; null otherwise.</param>
/// <param name="Reason">Why there is none, for an administrator; null otherwise.</param>
public sealed record ColumnCopyStatus(ColumnCopyStage Stage, double? Progress = null, string? Reason = null);

/// <summary>Tells how the connected account's columnar copy is.</summary>
public interface IColumnCopyReport
{
    /// <summary>Null while no account is connected.</summary>
    ColumnCopyStatus? Status { get; }

    /// <summary>Raised on any thread after <see cref="Status"/> changed; hand over and return at once.</summary>
    event Action? Changed;
}
