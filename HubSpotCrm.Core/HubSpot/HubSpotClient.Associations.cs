using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.HubSpot.Wire;

namespace HubSpotCrm.Core.HubSpot;

/// <summary>Writes of associations. HubSpot keeps the other direction itself.</summary>
internal sealed partial class HubSpotClient
{
    /// <summary>By HubSpot's default kind. Doing it twice changes nothing.</summary>
    public Task<Result<Done>> AssociateAsync(string fromType, string fromId, string toType, string toId, CancellationToken cancellationToken) => PairAsync(
        HttpMethod.Put, "associate", fromType, fromId, toType, toId, isDefault: true, null, cancellationToken);

    /// <summary>By these kinds, which replace the ones that the pair has.</summary>
    public Task<Result<Done>> LabelAsync(
        string fromType, string fromId, string toType, string toId, IReadOnlyList<AssociationLabel> labels, CancellationToken cancellationToken) => PairAsync(
        HttpMethod.Put, "label", fromType, fromId, toType, toId, isDefault: false, Bodies.Labels(labels), cancellationToken);

    /// <summary>Removes every association between the two.</summary>
    public Task<Result<Done>> DissociateAsync(string fromType, string fromId, string toType, string toId, CancellationToken cancellationToken) => PairAsync(
        HttpMethod.Delete, "dissociate", fromType, fromId, toType, toId, isDefault: false, null, cancellationToken);

    /// <summary>At most <see cref="HubSpotLimits.AssociationWrites"/> pairs; by HubSpot's default kind without <paramref name="labels"/>. Returns what was refused.</summary>
    public Task<Result<IReadOnlyList<WireBatchError>>> BatchAssociateAsync(
        string fromType, string toType, IReadOnlyList<AssociationPair> pairs, IReadOnlyList<AssociationLabel>? labels, CancellationToken cancellationToken) =>
        PairsAsync(fromType, toType, labels is null ? "associate/default" : "create", Bodies.Pairs(pairs, labels), pairs.Count, cancellationToken);

    public Task<Result<IReadOnlyList<WireBatchError>>> BatchDissociateAsync(
        string fromType, string toType, IReadOnlyList<AssociationPair> pairs, CancellationToken cancellationToken) =>
        PairsAsync(fromType, toType, "archive", Bodies.RemovedPairs(pairs), pairs.Count, cancellationToken);

    // All of them leave the same state however often they are sent, so none is ever in doubt.
    private Task<Result<Done>> PairAsync(
        HttpMethod method, string verb, string fromType, string fromId, string toType, string toId, bool isDefault, byte[]? body, CancellationToken cancellationToken) =>
        IsAddressable(fromId) && IsAddressable(toId)
            ? DoAsync(
                new HubSpotCall(
                    method, $"{fromType} to {toType} {verb}",
                    channel.Address($"{_paths.AssociatedObjects}/{Segment(fromType)}/{Segment(fromId)}/associations/{(isDefault ? "default/" : "")}{Segment(toType)}/{Segment(toId)}"), body)
                { Budget = CallBudget.Associations },
                cancellationToken)
            : Task.FromResult<Result<Done>>(new HubSpotRecordNotFound());

    private Task<Result<IReadOnlyList<WireBatchError>>> PairsAsync(
        string fromType, string toType, string verb, byte[] body, int count, CancellationToken cancellationToken) => count == 0
        ? Task.FromResult<Result<IReadOnlyList<WireBatchError>>>(Array.Empty<WireBatchError>())
        : SendAsync(
            new HubSpotCall(
                HttpMethod.Post, $"{fromType} to {toType} batch {verb}",
                channel.Address($"{_paths.Associations}/{Segment(fromType)}/{Segment(toType)}/batch/{verb}"), body)
            { Budget = CallBudget.Associations },
            BatchErrors.OfAnswer,
            cancellationToken);
}
