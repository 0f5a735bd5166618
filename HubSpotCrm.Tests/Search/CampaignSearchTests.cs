using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Tests.Sync;

namespace HubSpotCrm.Tests.Search;

[Trait("Seed", "S09")]
public sealed class CampaignSearchTests
{
    private static readonly RecordSearch Search = new(TimeProvider.System);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<FieldFilter, string> Misfits => new()
    {
        { new AnyOf("roi", ["0.5"]), "ROI" },
        { new DateRange("roi", new DateOnly(2026, 1, 1), null), "ROI" },
        { new NumberRange("start", 1, 2), "Start" },
        { new NumberRange("type", 1, 2), "Type" },
        { new NumberRange("no_such_field", 1, 2), "no_such_field" },
    };

    [Theory]
    [MemberData(nameof(Misfits))]
    [Trait("BadInput", "A filter of a campaign that does not fit its field")]
    public async Task A_filter_that_does_not_fit_is_refused_by_the_name_of_its_field(FieldFilter filter, string name)
    {
        await using var mirror = await MirrorPage.OpenAsync();

        var found = await FindAsync(mirror, filter);

        found.Failure.Should().BeOfType<InvalidInput>().Which.Message.Should().Contain(name);
    }

    [Theory]
    [InlineData("79228162514264337593543950335")]
    [InlineData("-79228162514264337593543950335")]
    [Trait("BadInput", "A rate beyond all numbers")]
    public async Task A_rate_beyond_all_numbers_is_a_bound_like_others(string bound)
    {
        await using var mirror = await MirrorPage.OpenAsync();
        await mirror.WriteAsync(ObjectType.Campaign, Wire.Record("g-1", Wire.Noon, ("hs_name", "Spring")));
        await RateAsync(mirror, "g-1", 2_500_000);
        var value = decimal.Parse(bound, System.Globalization.CultureInfo.InvariantCulture);

        (await FindAsync(mirror, new NumberRange("roi", value, null))).Value.Items.Should().HaveCount(value < 0 ? 1 : 0);
    }

    [Fact]
    [Trait("Seed", "S11")]
    public async Task Campaigns_without_a_rate_come_last_in_both_directions()
    {
        await using var mirror = await MirrorPage.OpenAsync();
        await mirror.WriteAsync(ObjectType.Campaign, Wire.Record("none"), Wire.Record("low"), Wire.Record("high"));
        await RateAsync(mirror, "low", -500_000);
        await RateAsync(mirror, "high", 1_500_000);

        (await SortAsync(false)).Should().Equal("low", "high", "none");
        (await SortAsync(true)).Should().Equal("high", "low", "none");

        async Task<IEnumerable<string>> SortAsync(bool descending) => (await Search.CampaignsAsync(
            mirror.Mirror, RecordQuery.All with { Sort = [new SortKey("roi", descending)] }, AccountDefinitions.Empty, TimeZoneInfo.Utc, Cancellation)).Value.Items.Select(campaign => campaign.Id);
    }

    [Fact]
    [Trait("Seed", "S07")]
    public async Task A_kind_of_asset_is_not_found_in_the_name_of_another()
    {
        await using var mirror = await MirrorPage.OpenAsync();
        await mirror.WriteAsync(ObjectType.Campaign, Wire.Record("sales"), Wire.Record("mass"));
        await SetAsync(mirror, "sales", "asset_kinds = ';EMAIL;'");
        await SetAsync(mirror, "mass", "asset_kinds = ';FORM;MARKETING_EMAIL;'");

        (await FindAsync(mirror, new AnyOf("type", ["EMAIL"]))).Value.Items.Select(campaign => campaign.Id).Should().Equal("sales");
    }

    private static Task<Result<Page<Campaign>>> FindAsync(MirrorPage mirror, FieldFilter filter) =>
        Search.CampaignsAsync(mirror.Mirror, RecordQuery.All with { Filters = [filter] }, AccountDefinitions.Empty, TimeZoneInfo.Utc, Cancellation);

    private static Task<int> RateAsync(MirrorPage mirror, string id, long roi) => SetAsync(mirror, id, $"roi = {roi}");

    private static Task<int> SetAsync(MirrorPage mirror, string id, string assignment) => mirror.Mirror.WriteAsync(
        (connection, transaction) =>
        {
            using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = $"UPDATE campaign SET {assignment} WHERE hub_spot_id = $id";
            command.Parameters.AddWithValue("$id", id);
            return command.ExecuteNonQuery();
        },
        Cancellation);
}
