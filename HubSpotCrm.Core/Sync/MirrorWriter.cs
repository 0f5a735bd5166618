using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Storage.Mirror;

namespace HubSpotCrm.Core.Sync;

/// <summary>The only way records get into the mirror: sync, and the answers to edits.</summary>
internal sealed class MirrorWriter(SearchIndexWriter index)
{
    private TypedRows? _typed;

    /// <summary>
    /// Takes a page in: rows, typed columns, associations, history, search index and checkpoints in one transaction, or nothing of it.
    /// A record never goes back to an older version, and the version that is here already changes nothing.
    /// Publish the result's changes afterwards.
    /// </summary>
    public Task<ApplyResult> ApplyAsync(Mirror mirror, PageWrite page, AccountDefinitions definitions, CancellationToken cancellationToken)
    {
        var typed = For(definitions);
        return mirror.WriteAsync(
            (connection, transaction) =>
            {
                using var work = new PageTransaction(connection, transaction, page, definitions, typed, index);
                return work.Run();
            },
            cancellationToken);
    }

    // The lists of properties to check are made once per snapshot of the definitions; lanes that race here make the same.
    private TypedRows For(AccountDefinitions definitions)
    {
        var typed = _typed;
        if (typed is null || !ReferenceEquals(typed.Definitions, definitions))
        {
            _typed = typed = new TypedRows(definitions);
        }

        return typed;
    }
}
