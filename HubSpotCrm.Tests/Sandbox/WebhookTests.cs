using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HubSpotCrm.Sandbox.Webhooks;
using HubSpotCrm.Tests.Support;
using static HubSpotCrm.Tests.Sandbox.ReadTests;

namespace HubSpotCrm.Tests.Sandbox;

public sealed class WebhookTests
{
    private const string Contacts = "/crm/objects/2026-09/contacts";

    [Fact]
    public void A_signature_is_the_one_of_the_published_rule()
    {
        var body = Encoding.UTF8.GetBytes("""{"example_field":"example_value"}""");

        WebhookSender.Sign("yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy", new Uri("https://www.example.com/webhook_uri"), body, "1790000001000")
            .Should().Be("Un73rNwJL6+R2UEL5dyAKAUVcU2ZhZL/dDEmp9zCP3A=");
    }

    [Fact]
    public async Task Changes_are_told_signed_over_the_decoded_address()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var server = await SandboxServer.StartAsync();
        await TargetAsync(server, receiver, types: ["contact.creation"]);

        var (_, contact) = await server.PostAsync(Contacts, new { properties = new { email = "told@new.example" } });
        var delivery = await receiver.NextAsync();

        var told = delivery.Events.Should().ContainSingle().Subject;
        told.GetProperty("subscriptionType").GetString().Should().Be("contact.creation");
        told.GetProperty("objectId").GetInt64().Should().Be(Number(contact));
        told.GetProperty("attemptNumber").GetInt32().Should().Be(0);
        var url = receiver.Url.AbsoluteUri.Replace("%40", "@");
        byte[] message = [.. Encoding.UTF8.GetBytes("POST" + url), .. delivery.Body, .. Encoding.UTF8.GetBytes(delivery.Timestamp)];
        delivery.Signature.Should().Be(Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(server.Options.ClientSecret!), message)));
    }

    [Fact]
    public async Task Every_kind_of_change_has_its_event()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var server = await SandboxServer.StartAsync();
        var ids = (await AllAsync(server, $"{Contacts}?limit=100")).Select(Id).Take(4).ToArray();
        var company = Id((await AllAsync(server, "/crm/objects/2026-09/companies?limit=100"))[0]);
        await TargetAsync(server, receiver);

        await server.PatchAsync($"{Contacts}/{ids[0]}", new { properties = new { jobtitle = "Pilot" } });
        await server.SendAsync(HttpMethod.Put, $"{Contacts}/{ids[0]}/associations/companies/{company}", new[] { new { associationTypeId = 1 } });
        await server.SendAsync(HttpMethod.Delete, $"{Contacts}/{ids[1]}");
        await server.PostAsync($"{Contacts}/merge", new { primaryObjectId = ids[0], objectIdToMerge = ids[2] });
        await server.PostAsync($"{Contacts}/gdpr-delete", new { objectId = ids[3] });
        var events = await EventsAsync(receiver, 5);

        events.Select(Type).Should().BeEquivalentTo("contact.propertyChange", "contact.associationChange", "contact.deletion", "contact.merge", "contact.privacyDeletion");
        var change = events.Single(one => Type(one) == "contact.propertyChange");
        (change.GetProperty("propertyName").GetString(), change.GetProperty("propertyValue").GetString()).Should().Be(("jobtitle", "Pilot"));
        var link = events.Single(one => Type(one) == "contact.associationChange");
        link.GetProperty("associationType").GetString().Should().Be("CONTACT_TO_COMPANY");
        link.GetProperty("isPrimaryAssociation").GetBoolean().Should().BeTrue();
        events.Single(one => Type(one) == "contact.merge").GetProperty("mergedObjectIds")[0].GetRawText().Should().Be(ids[2]);
    }

    [Fact]
    public async Task A_delivery_that_is_refused_comes_again_with_its_attempt_counted()
    {
        await using var receiver = await WebhookReceiver.StartAsync(refusals: 2);
        await using var server = await SandboxServer.StartAsync();
        await TargetAsync(server, receiver, types: ["contact.creation"]);

        await server.PostAsync(Contacts, new { properties = new { email = "told@new.example" } });
        Delivery[] attempts = [await receiver.NextAsync(), await receiver.NextAsync(), await receiver.NextAsync()];

        attempts.Select(delivery => delivery.Events[0].GetProperty("attemptNumber").GetInt32()).Should().Equal(0, 1, 2);
        attempts.Select(delivery => delivery.Events[0].GetProperty("eventId").GetInt64()).Distinct().Should().ContainSingle();
    }

    [Fact]
    public async Task Deliveries_may_come_twice_and_their_events_in_the_wrong_order()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var server = await SandboxServer.StartAsync();
        await TargetAsync(server, receiver, ["contact.creation", "contact.propertyChange"], duplicates: true, reorder: true);

        await server.PostAsync(Contacts, new { properties = new { email = "told@new.example", firstname = "Ünal" } });
        var seen = new List<JsonElement>(await EventsAsync(receiver, 6));

        seen.GroupBy(one => one.GetProperty("eventId").GetInt64()).Should().HaveCount(3).And.OnlyContain(group => group.Count() == 2);
        seen.Select(Type).First().Should().Be("contact.propertyChange", "the creation came first");
    }

    [Fact]
    public async Task More_than_a_hundred_events_take_more_than_one_delivery()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var server = await SandboxServer.StartAsync();
        var ids = (await AllAsync(server, $"{Contacts}?limit=100")).Select(Id).Take(90).ToArray();
        await TargetAsync(server, receiver);

        await server.PostAsync($"{Contacts}/batch/update", new { inputs = ids.Select(id => new { id, properties = new { jobtitle = "Pilot", city = "Köln" } }) });
        var first = await receiver.NextAsync();
        var rest = await EventsAsync(receiver, 180 - first.Events.Length);

        first.Events.Length.Should().BeLessThanOrEqualTo(100);
        rest.Concat(first.Events).Select(one => one.GetProperty("objectId").GetInt64()).Distinct().Should().HaveCount(90);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"url\":\"https://example.com/hook\"}")]
    [InlineData("{\"url\":\"file:///etc/passwd\"}")]
    [InlineData("{\"url\":\"http://127.0.0.1:1/hook\",\"types\":[\"contact.birthday\"]}")]
    [InlineData("{\"url\":\"http://127.0.0.1:1/hook\",\"retryMs\":-1}")]
    [Trait("BadInput", "a target for events that cannot be")]
    public async Task A_target_that_cannot_be_is_refused(string body)
    {
        await using var server = await SandboxServer.StartAsync();

        (await server.PostAsync("/_sandbox/webhooks", body)).Status.Should().Be(HttpStatusCode.BadRequest);
    }

    private static Task<string> TargetAsync(SandboxServer server, WebhookReceiver receiver, string[]? types = null, bool duplicates = false, bool reorder = false) =>
        server.ControlAsync(HttpMethod.Post, "webhooks", new { url = receiver.Url, types = types ?? [], duplicates, reorder, retryMs = 0 });

    private static async Task<List<JsonElement>> EventsAsync(WebhookReceiver receiver, int count)
    {
        var events = new List<JsonElement>();
        while (events.Count < count)
        {
            events.AddRange((await receiver.NextAsync()).Events);
        }

        return events;
    }

    private static string? Type(JsonElement told) => told.GetProperty("subscriptionType").GetString();
}
