using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot.Wire;
using HubSpotCrm.Core.Sync;

namespace HubSpotCrm.Tests.Sync;

public sealed class MirrorAssociationTests
{
    [Fact]
    public async Task A_carried_set_replaces_the_one_before()
    {
        await using var mirror = await MirrorPage.OpenAsync();
        await mirror.WriteAsync(ObjectType.Contact, Wire.Record("1").Associated(
            (ObjectType.Company, "7", "contact_to_company"), (ObjectType.Company, "7", "contact_to_company_unlabeled"), (ObjectType.Deal, "9", "contact_to_deal")));
        var result = await mirror.WriteAsync(ObjectType.Contact, Wire.Record("1").Associated((ObjectType.Company, "8", "contact_to_company")));

        (await mirror.AssociationsAsync(ObjectType.Contact, "1")).Should().Equal("companies 8 contact_to_company");
        result.Changes.Should().ContainSingle().Which.Ids.Should().Equal("1");
    }

    [Fact]
    public async Task A_record_read_without_associations_keeps_them()
    {
        await using var mirror = await MirrorPage.OpenAsync();
        await mirror.WriteAsync(ObjectType.Contact, Wire.Record("1").Associated((ObjectType.Company, "7", "contact_to_company")));
        await mirror.WriteAsync(ObjectType.Contact, Wire.Record("1", Wire.Noon + 1, ("firstname", "Anna")));

        (await mirror.AssociationsAsync(ObjectType.Contact, "1")).Should().Equal("companies 7 contact_to_company");
    }

    [Fact]
    public async Task A_set_with_more_to_come_is_only_added_to()
    {
        await using var mirror = await MirrorPage.OpenAsync();
        await mirror.WriteAsync(ObjectType.Company, Wire.Record("7").Associated((ObjectType.Contact, "1", "company_to_contact")));
        await mirror.WriteAsync(ObjectType.Company, Wire.Record("7") with
        {
            Associations = new Dictionary<string, WireAssociations> { ["contacts"] = new([new("2", "company_to_contact")], "3") },
        });

        (await mirror.AssociationsAsync(ObjectType.Company, "7")).Should().Equal("contacts 1 company_to_contact", "contacts 2 company_to_contact");
    }

    [Fact]
    public async Task An_associated_record_not_read_yet_is_on_no_list_and_keeps_its_key()
    {
        await using var mirror = await MirrorPage.OpenAsync();
        await mirror.WriteAsync(ObjectType.Contact, Wire.Record("1").Associated((ObjectType.Company, "7", "contact_to_company")));
        (await mirror.CompanyAsync("7")).Should().BeNull();
        var stub = await mirror.RecordAsync(ObjectType.Company, "7");
        stub!.Raw.Should().BeNull();

        var result = await mirror.WriteAsync(ObjectType.Company, Wire.Record("7", Wire.Noon, ("name", "Acme")));
        result.Created.Should().Be(1);
        (await mirror.CompanyAsync("7"))!.Key.Should().Be(stub.Key);
    }

    [Fact]
    public async Task A_contact_shows_its_primary_company_whichever_comes_first()
    {
        await using var mirror = await MirrorPage.OpenAsync();
        var company = Wire.Record("7", Wire.Noon, ("name", "Acme")).Associated(
            (ObjectType.Contact, "1", "company_to_contact"), (ObjectType.Contact, "2", "company_to_contact"));
        await mirror.WriteAsync(ObjectType.Contact, Contact("1", "contact_to_company"));
        (await mirror.ContactAsync("1"))!.Company.Should().Be("Free text");

        var arrival = await mirror.WriteAsync(ObjectType.Company, company);
        await mirror.WriteAsync(ObjectType.Contact, Contact("2", "contact_to_company"));

        (await mirror.ContactAsync("1"))!.Company.Should().Be("Acme");
        (await mirror.ContactAsync("2"))!.Company.Should().Be("Acme");
        arrival.Changes.Should().Contain(change => change.Type == ObjectType.Contact && change.Ids.Contains("1"));
        (await mirror.FindAsync(ObjectType.Contact, "acme")).Should().BeEquivalentTo("1", "2");
    }

    [Fact]
    public async Task A_contact_with_a_company_that_is_not_primary_shows_its_own_text()
    {
        await using var mirror = await MirrorPage.OpenAsync();
        await mirror.WriteAsync(ObjectType.Contact, Contact("1", "contact_to_company_unlabeled"));
        await mirror.WriteAsync(ObjectType.Company, Wire.Record("7", Wire.Noon, ("name", "Acme")).Associated((ObjectType.Contact, "1", "company_to_contact_unlabeled")));

        (await mirror.ContactAsync("1"))!.Company.Should().Be("Free text");
    }

    [Fact]
    public async Task A_renamed_company_renames_itself_on_its_contacts_and_an_archived_one_gives_the_text_back()
    {
        await using var mirror = await MirrorPage.OpenAsync();
        var company = Wire.Record("7", Wire.Noon, ("name", "Acme")).Associated((ObjectType.Contact, "1", "company_to_contact"));
        await mirror.WriteAsync(ObjectType.Company, company);
        await mirror.WriteAsync(ObjectType.Contact, Contact("1", "contact_to_company"));

        await mirror.WriteAsync(ObjectType.Company, Wire.Record("7", Wire.Noon + 1, ("name", "Zenith")));
        (await mirror.ContactAsync("1"))!.Company.Should().Be("Zenith");
        (await mirror.FindAsync(ObjectType.Contact, "acme")).Should().BeEmpty();
        (await mirror.FindAsync(ObjectType.Contact, "zenith")).Should().Equal("1");

        await mirror.WriteAsync(ObjectType.Company, Wire.Record("7", Wire.Noon + 1, ("name", "Zenith")).Archived(Wire.Noon + 5));
        (await mirror.ContactAsync("1"))!.Company.Should().Be("Free text");
    }

    [Fact]
    public async Task A_changed_association_at_an_unchanged_time_shows_the_other_company()
    {
        await using var mirror = await MirrorPage.OpenAsync();
        await mirror.WriteAsync(ObjectType.Company, Wire.Record("7", Wire.Noon, ("name", "Acme")), Wire.Record("8", Wire.Noon, ("name", "Zenith")));
        await mirror.WriteAsync(ObjectType.Contact, Contact("1", "contact_to_company"));
        await mirror.WriteAsync(ObjectType.Contact, Wire.Record("1", Wire.Noon, ("company", "Free text")).Associated((ObjectType.Company, "8", "contact_to_company")));

        (await mirror.ContactAsync("1"))!.Company.Should().Be("Zenith");
    }

    [Fact]
    public async Task A_deal_is_found_by_its_company_and_its_contact_whichever_comes_first()
    {
        await using var mirror = await MirrorPage.OpenAsync();
        await mirror.WriteAsync(ObjectType.Deal, Wire.Record("9", Wire.Noon, ("dealname", "Renewal"), ("amount", "12500")).Associated(
            (ObjectType.Company, "7", "deal_to_company"), (ObjectType.Contact, "1", "deal_to_contact")));
        await mirror.WriteAsync(ObjectType.Company, Wire.Record("7", Wire.Noon, ("name", "Acme")).Associated((ObjectType.Deal, "9", "company_to_deal")));
        await mirror.WriteAsync(ObjectType.Contact, Wire.Record("1", Wire.Noon, ("firstname", "Anna"), ("lastname", "Schmidt")).Associated((ObjectType.Deal, "9", "contact_to_deal")));

        (await mirror.FindAsync(ObjectType.Deal, "acme schmidt 12500 renew")).Should().Equal("9");
    }

    [Fact]
    public void Numbered_kinds_get_the_names_that_lists_use()
    {
        AssociationKinds.NameOf(ObjectType.Contact, ObjectType.Company, new WireAssociationType("HUBSPOT_DEFINED", 1, "Primary")).Should().Be("contact_to_company");
        AssociationKinds.NameOf(ObjectType.Deal, ObjectType.Company, new WireAssociationType("HUBSPOT_DEFINED", 341, null)).Should().Be("deal_to_company_unlabeled");
        AssociationKinds.NameOf(ObjectType.Contact, ObjectType.Company, new WireAssociationType("USER_DEFINED", 28, "Decision maker")).Should().Be("decision_maker");
        AssociationKinds.NameOf(ObjectType.Contact, ObjectType.Deal, new WireAssociationType("USER_DEFINED", 99, null)).Should().Be("contact_to_deal_99");
    }

    [Fact]
    public async Task A_moved_contact_is_not_left_at_its_former_company()
    {
        await using var mirror = await MirrorPage.OpenAsync();
        await mirror.WriteAsync(
            ObjectType.Company,
            Wire.Record("7", Wire.Noon, ("name", "Acme")).Associated((ObjectType.Contact, "1", "company_to_contact")), Wire.Record("8", Wire.Noon, ("name", "Zenith")));
        await mirror.WriteAsync(ObjectType.Contact, Contact("1", "contact_to_company"));
        var result = await mirror.WriteAsync(
            ObjectType.Contact, Wire.Record("1", Wire.Noon + 1, ("company", "Free text")).Associated((ObjectType.Company, "8", "contact_to_company")));

        (await mirror.AssociationsAsync(ObjectType.Company, "7")).Should().BeEmpty();
        (await mirror.AssociationsAsync(ObjectType.Company, "8")).Should().Equal("contacts 1 company_to_contact");
        result.Changes.Should().Contain(change => change.Type == ObjectType.Company && change.Ids.Contains("7") && change.Ids.Contains("8"));
    }

    [Fact]
    public async Task A_contact_that_a_company_lost_shows_its_own_text_again()
    {
        await using var mirror = await MirrorPage.OpenAsync();
        await mirror.WriteAsync(ObjectType.Contact, Contact("1", "contact_to_company"));
        await mirror.WriteAsync(ObjectType.Company, Wire.Record("7", Wire.Noon, ("name", "Acme")).Associated((ObjectType.Contact, "1", "company_to_contact")));
        var result = await mirror.WriteAsync(ObjectType.Company, Wire.Record("7", Wire.Noon + 1, ("name", "Acme")).Associated());

        (await mirror.AssociationsAsync(ObjectType.Contact, "1")).Should().BeEmpty();
        (await mirror.ContactAsync("1"))!.Company.Should().Be("Free text");
        (await mirror.FindAsync(ObjectType.Contact, "acme")).Should().BeEmpty();
        result.Changes.Should().Contain(change => change.Type == ObjectType.Contact && change.Ids.Contains("1"));
    }

    [Fact]
    public async Task A_pair_that_loses_one_of_its_kinds_loses_it_on_both_sides()
    {
        await using var mirror = await MirrorPage.OpenAsync();
        await mirror.WriteAsync(ObjectType.Contact, Wire.Record("1").Associated(
            (ObjectType.Company, "7", "contact_to_company"), (ObjectType.Company, "7", "contact_to_company_unlabeled")));
        (await mirror.AssociationsAsync(ObjectType.Company, "7")).Should().Equal("contacts 1 company_to_contact", "contacts 1 company_to_contact_unlabeled");
        await mirror.WriteAsync(ObjectType.Contact, Wire.Record("1").Associated((ObjectType.Company, "7", "contact_to_company_unlabeled")));

        (await mirror.AssociationsAsync(ObjectType.Company, "7")).Should().Equal("contacts 1 company_to_contact_unlabeled");
    }

    [Fact]
    public async Task A_label_is_kept_and_both_ways_of_reading_give_the_same_rows()
    {
        await using var mirror = await MirrorPage.OpenAsync();
        WireAssociationType[] types = [new("HUBSPOT_DEFINED", 1, "Primary"), new("HUBSPOT_DEFINED", 279, null), new("USER_DEFINED", 28, "Decision maker")];
        await mirror.WriteAsync(ObjectType.Contact, Carrying([.. types.Select(type => AssociationKinds.Of(ObjectType.Contact, ObjectType.Company, "7", type))]));
        await using var context = mirror.Open();
        var batch = context.Associations.Where(row => row.ToType == (int)ObjectType.Company).ToList().Select(row => $"{row.Kind} {row.Label}").Order(StringComparer.Ordinal);
        batch.Should().Equal("contact_to_company Primary", "contact_to_company_unlabeled ", "decision_maker Decision maker");

        var result = await mirror.WriteAsync(ObjectType.Contact, Carrying([
            new("7", "contact_to_company"), new("7", "contact_to_company_unlabeled"), new("7", "decision_maker") { Label = "Decision maker" }]));
        result.Updated.Should().Be(0, "a list says the same");
        AssociationKinds.IsKnown(ObjectType.Contact, "decision_maker").Should().BeFalse("a list does not tell the label, so the set is read by the other way");

        static WireRecord Carrying(WireAssociation[] associations) =>
            Wire.Record("1") with { Associations = new Dictionary<string, WireAssociations> { ["companies"] = new(associations, null) } };
    }

    [Fact]
    public async Task A_target_that_was_not_read_keeps_its_set()
    {
        await using var mirror = await MirrorPage.OpenAsync();
        await mirror.WriteAsync(ObjectType.Contact, Wire.Record("1").Associated((ObjectType.Company, "7", "contact_to_company"), (ObjectType.Deal, "9", "contact_to_deal")));
        await mirror.WriteAsync(new PageWrite(ObjectType.Contact, [Wire.Record("1").Associated()], WriteKind.Whole, Wire.Noon) { Targets = [ObjectType.Company] });

        (await mirror.AssociationsAsync(ObjectType.Contact, "1")).Should().Equal("deals 9 contact_to_deal");
    }

    private static WireRecord Contact(string id, string kind) =>
        Wire.Record(id, Wire.Noon, ("company", "Free text")).Associated((ObjectType.Company, "7", kind));
}
