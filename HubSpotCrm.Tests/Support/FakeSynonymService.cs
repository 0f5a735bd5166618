using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Search.Meaning;

namespace HubSpotCrm.Tests.Support;

/// <summary>Synonyms in memory.</summary>
internal sealed class FakeSynonymService : ISynonymService
{
    public List<SynonymPair> Own { get; } = [];

    /// <summary>What the next change fails with; null: it does not.</summary>
    public Failure? Refusal { get; set; }

    public IReadOnlyList<SynonymPair> BuiltIn { get; } = [new("clinic", "health care"), new("hospital", "health care"), new("hotel", "hospitality")];

    public Task<Result<IReadOnlyList<SynonymPair>>> ListAsync(Actor actor, CancellationToken cancellationToken) => Task.FromResult<Result<IReadOnlyList<SynonymPair>>>(Own.ToArray());

    public Task<Result<Done>> AddAsync(Actor actor, SynonymPair pair, CancellationToken cancellationToken) => ChangeAsync(() => Own.Add(pair));

    public Task<Result<Done>> RemoveAsync(Actor actor, SynonymPair pair, CancellationToken cancellationToken) => ChangeAsync(() => Own.Remove(pair));

    private Task<Result<Done>> ChangeAsync(Action change)
    {
        if (Refusal is { } refusal)
        {
            return Task.FromResult<Result<Done>>(refusal);
        }

        change();
        return Task.FromResult<Result<Done>>(new Done());
    }
}
