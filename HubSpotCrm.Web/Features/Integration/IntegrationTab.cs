namespace HubSpotCrm.Web.Features.Integration;

/// <summary>The tabs of <see cref="HubSpotIntegration"/>, in their order.</summary>
public enum IntegrationTab
{
    Overview,
    Contacts,
    Companies,
    Deals,
    Campaigns,
    Analytics,
}
