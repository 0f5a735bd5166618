using System.Net;
using HubSpotCrm.Tests.Support;
using static HubSpotCrm.Tests.Sandbox.CampaignTests;
using static HubSpotCrm.Tests.Sandbox.ReadTests;

namespace HubSpotCrm.Tests.Sandbox;

[Trait("Seed", "S04")]
public sealed class CampaignBatchTests
{
    [Fact]
    public async Task Many_are_read_at_once_each_once_and_in_no_order()
    {
        await using var server = await SandboxServer.StartAsync(options => options.Campaigns = 8);
        var ids = (await server.GetAsync($"{Campaigns}?sort=-createdAt")).Body.GetProperty("results").EnumerateArray().Select(Id).ToArray();

        var (status, body) = await server.PostAsync($"{Campaigns}/batch/read?properties=hs_name", new { inputs = ids.Append(ids[0]).Select(id => new { id }) });

        status.Should().Be(HttpStatusCode.OK);
        var read = body.GetProperty("results").EnumerateArray().ToArray();
        read.Select(Id).Should().BeEquivalentTo(ids).And.NotEqual(ids);
        read.Should().OnlyContain(one => Has(one, "assets") && Has(one.GetProperty("properties"), "hs_name"));
    }

    [Fact]
    public async Task An_id_that_is_none_or_belongs_to_nothing_is_told_and_the_rest_is_answered()
    {
        await using var server = await SandboxServer.StartAsync(options => options.Campaigns = 2);
        var good = Id((await server.GetAsync(Campaigns)).Body.GetProperty("results")[0]);
        var gone = Guid.NewGuid().ToString();

        var (status, body) = await server.PostAsync($"{Campaigns}/batch/read", new { inputs = new[] { new { id = "12" }, new { id = good }, new { id = gone } } });

        status.Should().Be(HttpStatusCode.MultiStatus);
        body.GetProperty("results").EnumerateArray().Select(Id).Should().Equal(good);
        body.GetProperty("numErrors").GetInt32().Should().Be(2);
        var bad = body.GetProperty("errors").EnumerateArray().Single(error => error.GetProperty("context").GetProperty("ids")[0].GetString() == "12");
        bad.GetProperty("subCategory").GetString().Should().Be("CampaignApiError.INVALID_REQUEST");
        bad.GetProperty("category").GetString().Should().Be("VALIDATION_ERROR");
    }

    [Fact]
    public async Task Many_are_created_changed_and_archived()
    {
        await using var server = await SandboxServer.StartAsync(options => options.Campaigns = 0);

        var (created, made) = await server.PostAsync($"{Campaigns}/batch/create", new { inputs = Enumerable.Range(0, 3).Select(number => new { properties = new { hs_name = $"No {number}" } }) });
        var ids = made.GetProperty("results").EnumerateArray().Select(Id).ToArray();
        var (changed, after) = await server.PostAsync($"{Campaigns}/batch/update", new
        {
            inputs = new object[]
            {
                new { id = ids[0], properties = new { hs_goal = "First" } }, new { id = ids[1], properties = new { hs_campaign_status = "wild" } }, new { id = ids[0], properties = new { hs_goal = "Second" } },
            },
        });
        var (archived, _) = await server.PostAsync($"{Campaigns}/batch/archive", new { inputs = ids.Append(Guid.NewGuid().ToString()).Select(id => new { id }) });

        created.Should().Be(HttpStatusCode.Created);
        ids.Should().HaveCount(3);
        changed.Should().Be(HttpStatusCode.MultiStatus);
        Value(after.GetProperty("results").EnumerateArray().Single(), "hs_goal").Should().Be("Second");
        after.GetProperty("errors")[0].GetProperty("context").GetProperty("ids")[0].GetString().Should().Be(ids[1]);
        archived.Should().Be(HttpStatusCode.NoContent);
        (await server.GetAsync(Campaigns)).Body.GetProperty("total").GetInt32().Should().Be(0);
    }

    [Fact]
    [Trait("BadInput", "campaign batch")]
    public async Task One_bad_campaign_keeps_all_from_being_created()
    {
        await using var server = await SandboxServer.StartAsync(options => options.Campaigns = 0);

        var (status, _) = await server.PostAsync($"{Campaigns}/batch/create", new { inputs = new object[] { new { properties = new { hs_name = "Good" } }, new { properties = new { hs_goal = "No name" } } } });

        status.Should().Be(HttpStatusCode.BadRequest);
        (await server.GetAsync(Campaigns)).Body.GetProperty("total").GetInt32().Should().Be(0);
    }

    [Theory]
    [Trait("BadInput", "campaign batch")]
    [InlineData("read")]
    [InlineData("create")]
    [InlineData("update")]
    [InlineData("archive")]
    public async Task Fifty_are_the_most_at_once(string operation)
    {
        await using var server = await SandboxServer.StartAsync();

        var (status, body) = await server.PostAsync($"{Campaigns}/batch/{operation}", new { inputs = Enumerable.Repeat(new { id = Guid.NewGuid(), properties = new { hs_name = "x" } }, 51) });
        var (none, _) = await server.PostAsync($"{Campaigns}/batch/{operation}", new { });

        new[] { status, none }.Should().AllBeEquivalentTo(HttpStatusCode.BadRequest);
        body.GetProperty("message").GetString().Should().Contain("50");
    }
}
