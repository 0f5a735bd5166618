using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search.Filters;

namespace HubSpotCrm.Core.Search;

/// <summary>A filter asks for the user's own records, and none of the account's owners is the user.</summary>
public sealed record NotAnOwner(string? Email) : Failure(Email is null
    ? "“Me” stands for the owner in HubSpot with your e-mail address, and the portal knows none of yours."
    : $"“Me” stands for the owner in HubSpot with your e-mail address, and the account has no owner {Email}. Choose an owner by name, or ask whoever manages HubSpot's users.");

/// <summary>
/// <see cref="Me"/> among the values of an owner: whoever asks. It stays so in addresses, views and the typed grammar, and becomes an owner's id
/// where a service is asked, so that the same link shows everybody their own.
/// </summary>
public static class OwnFilters
{
    /// <summary>In the place of an owner's id; HubSpot's are numbers.</summary>
    public const string Me = "me";

    /// <summary>As people read it.</summary>
    public const string MeLabel = "Me";

    /// <summary>HubSpot's id of the owner with the user's e-mail address; null without. One in service goes before one who left.</summary>
    public static string? OwnerOf(Actor actor, AccountDefinitions definitions) => actor.Email is not { Length: > 0 } email ? null : definitions.Owners
        .Where(owner => !owner.IsQueue && string.Equals(owner.Email, email, StringComparison.OrdinalIgnoreCase))
        .OrderBy(owner => owner.IsArchived)
        .FirstOrDefault()?.Id;

    /// <summary>The same question with the user's own id in place of <see cref="Me"/>; fails with <see cref="NotAnOwner"/> where it is needed and there is none.</summary>
    public static Result<RecordQuery> Of(Actor actor, ObjectType type, RecordQuery query, AccountDefinitions definitions)
    {
        // What is deeper than can be asked is told so by the search.
        if (FilterLimits.Check(query.Filters) is not null || !query.Filters.Any(node => Says(type, node, definitions)))
        {
            return query;
        }

        return OwnerOf(actor, definitions) is { } id
            ? query with { Filters = [.. query.Filters.Select(node => With(id, type, node, definitions))] }
            : new NotAnOwner(actor.Email);
    }

    private static bool Says(ObjectType type, FilterNode node, AccountDefinitions definitions) => node switch
    {
        AnyOf any => any.Values.Contains(Me) && IsOwner(type, any, definitions),
        Not not => Says(type, not.Node, definitions),
        Related related => Says(related.Type, related.Where, definitions),
        AllOf all => all.Nodes.Any(one => Says(type, one, definitions)),
        EitherOf either => either.Nodes.Any(one => Says(type, one, definitions)),
        _ => false,
    };

    private static FilterNode With(string id, ObjectType type, FilterNode node, AccountDefinitions definitions) => node switch
    {
        AnyOf any when any.Values.Contains(Me) && IsOwner(type, any, definitions) => any with { Values = [.. any.Values.Select(value => value == Me ? id : value).Distinct()] },
        Not not => new Not(With(id, type, not.Node, definitions)),
        Related related => related with { Where = With(id, related.Type, related.Where, definitions) },
        AllOf all => new AllOf([.. all.Nodes.Select(one => With(id, type, one, definitions))]),
        EitherOf either => new EitherOf([.. either.Nodes.Select(one => With(id, type, one, definitions))]),
        _ => node,
    };

    private static bool IsOwner(ObjectType type, AnyOf any, AccountDefinitions definitions) => RecordFields.Find(type, any.Field, definitions) is { IsOwner: true };
}
