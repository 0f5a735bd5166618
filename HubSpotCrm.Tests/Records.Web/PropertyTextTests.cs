using HubSpotCrm.Core.Crm;
using HubSpotCrm.Tests.Support;
using HubSpotCrm.Web.Circuits;
using HubSpotCrm.Web.Features.Records;
using HubSpotCrm.Web.Localization;
using Microsoft.AspNetCore.Components.Authorization;

namespace HubSpotCrm.Tests.Records.Web;

public sealed class PropertyTextTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Theory]
    [InlineData("birthday", "1980-03-07", "7 Mar 1980")]
    [InlineData("next_call", "2026-11-24T15:20:00.000Z", "24 Nov 2026, 16:20")]
    [InlineData("next_call", "1795533600000", "24 Nov 2026, 16:20")]
    [InlineData("budget", "1234567.5", "1,234,567.5")]
    [InlineData("budget", "-3", "−3")]
    [InlineData("newsletter", "true", "Yes")]
    [InlineData("interests", "gas;solid", "Gas, Solid")]
    [InlineData("lifecyclestage", "customer", "Customer")]
    [InlineData("hubspot_owner_id", "12", "Jonas Weidmann")]
    [InlineData("jobtitle", "", "—")]
    public void A_value_is_shown_as_its_definition_says(string property, string value, string shown)
    {
        Show(property, value).Should().Be(shown);
    }

    [Theory]
    [InlineData("hs_object_id", "146220473", "146220473")]
    [InlineData("hs_created_by_user_id", "61002001", "61002001")]
    [InlineData("hs_created_by", "61002001", "61002001")]
    [InlineData("associatedcompanyid", "19900100200", "19900100200")]
    [InlineData("days_to_close", "1234", "1,234")]
    public void An_id_is_a_number_that_nobody_counts_with(string name, string value, string shown)
    {
        Show(FakeDefinitionService.Find("budget") with { Name = name }, value).Should().Be(shown);
    }

    [Theory]
    [Trait("BadInput", "property values of 64 KB, wrong types")]
    [InlineData("budget", "N/A")]
    [InlineData("birthday", "20999-01-01")]
    [InlineData("next_call", "tomorrow")]
    [InlineData("next_call", "99999999999999999")]
    [InlineData("newsletter", "maybe")]
    [InlineData("lifecyclestage", "98765")]
    public void What_is_not_of_its_type_is_shown_as_it_came(string property, string value)
    {
        Show(property, value).Should().Be(value);
    }

    [Fact]
    [Trait("BadInput", "property values of 64 KB, wrong types")]
    public void A_number_beyond_a_double_keeps_its_digits()
    {
        Show("budget", "9007199254740993.01").Should().Be("9,007,199,254,740,993.01");
    }

    [Fact]
    public void A_time_is_edited_in_the_users_zone_and_saved_in_UTC()
    {
        var definition = FakeDefinitionService.Find("next_call");

        PropertyText.ToDraft(definition, "2026-07-01T10:00:00.000Z", Berlin).Should().Be("2026-07-01T12:00");
        PropertyText.FromDraft(definition, "2026-07-01T12:00", Berlin).Should().Be("2026-07-01T10:00:00.000Z");
        PropertyText.FromDraft(definition, "2026-03-29T02:30", Berlin).Should().Be("2026-03-29T01:30:00.000Z");
        PropertyText.FromDraft(definition, "", Berlin).Should().BeEmpty();
        PropertyText.FromDraft(definition, "soon", Berlin).Should().Be("soon");
    }

    private static string Show(string property, string value) => Show(FakeDefinitionService.Find(property), value);

    private static string Show(PropertyDefinition definition, string value)
    {
        var actor = new CurrentActor(new Nobody(), new FakeConnectionService());
        actor.UseZone("Europe/Berlin");
        return PropertyText.Of(definition, value, FakeDefinitionService.Account, new Formats(actor, TimeProvider.System));
    }

    private sealed class Nobody : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(new()));
    }
}
