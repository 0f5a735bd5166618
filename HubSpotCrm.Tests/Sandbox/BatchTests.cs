using System.Net;
using HubSpotCrm.Tests.Support;
using static HubSpotCrm.Tests.Sandbox.ReadTests;

namespace HubSpotCrm.Tests.Sandbox;

public sealed class BatchTests
{
    private const string Contacts = "/crm/objects/2026-09/contacts";

    [Fact]
    public async Task An_address_given_twice_in_a_batch_of_creates_stops_all_of_it()
    {
        await using var server = await SandboxServer.StartAsync();
        object Row(string email) => new { properties = new { email } };

        var (status, body) = await server.PostAsync($"{Contacts}/batch/create", new { inputs = new[] { Row("other@new.example"), Row("twin@new.example"), Row("TWIN@new.example") } });

        status.Should().Be(HttpStatusCode.Conflict);
        body.GetProperty("message").GetString().Should().Be("Contact already exists");
        (await server.GetAsync($"{Contacts}/other@new.example?idProperty=email")).Status.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Of_two_rows_with_one_address_that_can_be_told_apart_the_first_is_made()
    {
        await using var server = await SandboxServer.StartAsync();
        object Row(string trace) => new { objectWriteTraceId = trace, properties = new { email = "twin@new.example" } };

        var (status, body) = await server.PostAsync($"{Contacts}/batch/create", new { inputs = new[] { Row("a"), Row("b") } });

        status.Should().Be(HttpStatusCode.MultiStatus);
        body.GetProperty("results")[0].GetProperty("objectWriteTraceId").GetString().Should().Be("a");
        var context = body.GetProperty("errors")[0].GetProperty("context");
        context.GetProperty("objectWriteTraceId")[0].GetString().Should().Be("b");
        context.GetProperty("existingId")[0].GetString().Should().Be(Id(body.GetProperty("results")[0]));
    }

    [Fact]
    public async Task Of_many_at_once_who_want_one_address_one_gets_it()
    {
        await using var server = await SandboxServer.StartAsync();

        for (var round = 0; round < 10; round++)
        {
            var body = new { properties = new { email = $"wanted{round}@new.example" } };
            var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => server.PostAsync(Contacts, body))));

            answers.Count(answer => answer.Status == HttpStatusCode.Created).Should().Be(1);
            answers.Count(answer => answer.Status == HttpStatusCode.Conflict).Should().Be(15);
        }
    }

    [Fact]
    public async Task Two_rows_of_a_batch_of_updates_cannot_take_one_address()
    {
        await using var server = await SandboxServer.StartAsync();
        var ids = (await AllAsync(server, $"{Contacts}?limit=100")).Take(2).Select(Id).ToArray();

        var (status, _) = await server.PostAsync($"{Contacts}/batch/update", new { inputs = ids.Select(id => new { id, properties = new { email = "twin@new.example" } }) });

        status.Should().Be(HttpStatusCode.Conflict);
        (await server.GetAsync($"{Contacts}/twin@new.example?idProperty=email")).Status.Should().Be(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("email", "not an address", HttpStatusCode.BadRequest)]
    [InlineData("phone", "1", HttpStatusCode.BadRequest)]
    [InlineData("hs_object_id", "1", HttpStatusCode.BadRequest)]
    [InlineData(null, "1", HttpStatusCode.BadRequest)]
    [Trait("BadInput", "an upsert by what names nobody")]
    public async Task An_upsert_by_what_names_nobody_is_refused(string? idProperty, string id, HttpStatusCode expected)
    {
        await using var server = await SandboxServer.StartAsync();

        var (status, _) = await server.PostAsync($"{Contacts}/batch/upsert", new { inputs = new[] { new { id, idProperty, properties = new { jobtitle = "Pilot" } } } });

        status.Should().Be(expected);
    }

    [Fact]
    public async Task An_upsert_cannot_take_the_address_of_another()
    {
        await using var server = await SandboxServer.StartAsync();
        var taken = (await AllAsync(server, $"{Contacts}?limit=100")).Select(record => Value(record, "email")).First(email => email is not null);

        var (status, _) = await server.PostAsync($"{Contacts}/batch/upsert", new { inputs = new[] { new { id = "C-new", idProperty = "customer_number", properties = new { email = taken } } } });

        status.Should().Be(HttpStatusCode.Conflict);
        (await server.GetAsync($"{Contacts}/C-new?idProperty=customer_number")).Status.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_upsert_by_an_own_number_does_what_it_can_when_its_rows_can_be_told_apart_and_by_address_all_or_nothing()
    {
        await using var server = await SandboxServer.StartAsync();
        object Row(string idProperty, string id, string trace, string vip) => new { id, idProperty, objectWriteTraceId = trace, properties = new { vip, firstname = "Ünal" } };

        var (some, part) = await server.PostAsync($"{Contacts}/batch/upsert", new { inputs = new[] { Row("customer_number", "N-1", "a", "true"), Row("customer_number", "N-2", "b", "yes") } });
        var (none, _) = await server.PostAsync($"{Contacts}/batch/upsert", new { inputs = new[] { Row("email", "a@new.example", "a", "true"), Row("email", "b@new.example", "b", "yes") } });

        some.Should().Be(HttpStatusCode.MultiStatus);
        part.GetProperty("results")[0].GetProperty("new").GetBoolean().Should().BeTrue();
        part.GetProperty("errors")[0].GetProperty("context").GetProperty("objectWriteTraceId")[0].GetString().Should().Be("b");
        none.Should().Be(HttpStatusCode.BadRequest);
        (await server.GetAsync($"{Contacts}/a@new.example?idProperty=email")).Status.Should().Be(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("create")]
    [InlineData("update")]
    [InlineData("upsert")]
    [InlineData("archive")]
    [Trait("BadInput", "more inputs than a batch takes")]
    public async Task A_hundred_and_one_rows_are_too_many_to_write(string operation)
    {
        await using var server = await SandboxServer.StartAsync();

        var (status, body) = await server.PostAsync($"{Contacts}/batch/{operation}", new { inputs = Enumerable.Range(0, 101).Select(id => new { id = $"{id}", idProperty = "email", properties = new { } }) });

        status.Should().Be(HttpStatusCode.BadRequest);
        body.GetProperty("category").GetString().Should().Be("VALIDATION_ERROR");
        body.GetProperty("correlationId").GetString().Should().NotBeNullOrEmpty();
    }
}
