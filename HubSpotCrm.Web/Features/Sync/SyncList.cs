using System.Globalization;
using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using Microsoft.AspNetCore.Components;

namespace HubSpotCrm.Web.Features.Sync;

/// <summary>A list of the report, a page at a time; the page is part of the address.</summary>
public abstract class SyncList<T> : SyncPart<Page<T>>
{
    /// <summary>Rows of a page.</summary>
    public const int Size = 10;

    private const int MostPages = 100_000;

    /// <summary>As the address has it: anything.</summary>
    [Parameter]
    public string? Page { get; set; }

    /// <summary>The page that is shown: the last one, where the address names one behind it.</summary>
    protected int Shown { get; private set; } = 1;

    protected override object? Question => PageOf(Page);

    /// <summary>The page that an address names; the first where it names none.</summary>
    internal static int PageOf(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? Math.Clamp(page, 1, MostPages) : 1;

    protected abstract Task<Result<Page<T>>> ReadAsync(Actor actor, int skip, int take, CancellationToken cancellationToken);

    protected sealed override async Task<Result<Page<T>>> ReadAsync(Actor actor, CancellationToken cancellationToken)
    {
        var page = PageOf(Page);
        var read = await ReadAsync(actor, (page - 1) * Size, Size, cancellationToken);
        if (read.Succeeded && read.Value is { Items.Count: 0, Total.Count: > 0 } && page > 1)
        {
            page = ((read.Value.Total.Count - 1) / Size) + 1;
            read = await ReadAsync(actor, (page - 1) * Size, Size, cancellationToken);
        }

        Shown = page;
        return read;
    }
}
