using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using HubSpotCrm.Core.HubSpot.Wire;

namespace HubSpotCrm.Tests.HubSpot;

public sealed class RecordReaderTests
{
    private const string Full = """
        {"total":7,"results":[{"id":"501","properties":{"email":"a@b.c","phone":null,"score":"12"},
        "propertiesWithHistory":{"dealstage":[{"value":"won","timestamp":"2025-01-27T19:53:15.581Z","sourceType":"CRM_UI","sourceId":"u:1","updatedByUserId":77},{"value":null,"timestamp":1700000000000}]},
        "createdAt":"2025-01-27T19:53:15.581Z","updatedAt":"2025-01-28T00:00:00+01:00","archived":true,"archivedAt":"2025-02-01T00:00:00Z",
        "associations":{"companies":{"results":[{"id":"7","type":"contact_to_company"},{"id":7,"type":"contact_to_company_unlabeled"}],"paging":{"next":{"after":"9","link":"x"}}}},
        "url":"https://app.hubspot.com/contacts/1/record/0-1/501"}],
        "paging":{"next":{"after":"502","link":"https://elsewhere"}},"future":{"deep":[1,{"x":2}]}}
        """;

    [Fact]
    public void A_record_is_read_with_all_its_parts()
    {
        var page = Page(Full);

        page.Total.Should().Be(7);
        page.After.Should().Be("502");
        var record = page.Results.Should().ContainSingle().Subject;
        record.Should().BeEquivalentTo(new
        {
            Id = "501",
            Properties = new Dictionary<string, string?> { ["email"] = "a@b.c", ["phone"] = null, ["score"] = "12" },
            CreatedAt = 1738007595581L,
            UpdatedAt = 1738018800000L,
            Archived = true,
            ArchivedAt = 1738368000000L,
            Url = "https://app.hubspot.com/contacts/1/record/0-1/501",
        });
        record.History!["dealstage"].Should().Equal(
            new WireVersion("won", 1738007595581, "CRM_UI", "u:1", "77"), new WireVersion(null, 1700000000000, null, null, null));
        record.Associations!["companies"].Should().BeEquivalentTo(new WireAssociations(
            [new WireAssociation("7", "contact_to_company"), new WireAssociation("7", "contact_to_company_unlabeled")], "9"));
    }

    [Fact]
    public void What_was_not_asked_for_is_absent()
    {
        var record = Record("""{"id":"1"}""");

        record.Properties.Should().BeEmpty();
        record.History.Should().BeNull();
        record.Associations.Should().BeNull();
        record.Url.Should().BeNull();
        record.ArchivedAt.Should().BeNull();
    }

    [Theory]
    [InlineData("""{"id":9007199254740993}""", "9007199254740993")]
    [InlineData("""{"id":"0012"}""", "0012")]
    [Trait("Fault", "F36")]
    public void An_id_stays_text_as_it_was_written(string json, string id) => Record(json).Id.Should().Be(id);

    [Theory]
    [Trait("BadInput", "wrong types")]
    [InlineData("9007199254740993.01", "9007199254740993.01")]
    [InlineData("1e400", "1e400")]
    [InlineData("-0.10", "-0.10")]
    [InlineData("true", "true")]
    [InlineData("\"N/A\"", "N/A")]
    [InlineData("\"\"", "")]
    [InlineData("\"  a \"", "  a ")]
    [InlineData("[1, 2]", "[1, 2]")]
    [InlineData("{\"a\": [null]}", "{\"a\": [null]}")]
    [InlineData("\"20999-01-01\"", "20999-01-01")]
    [InlineData("\"line\\r\\nline\\u0000\\ud83d\\ude00\"", "line\r\nline\0😀")]
    [InlineData("\"half \\ud83d\"", "half \ufffd")]
    [InlineData("\"half \\ude00 \\n\\\"q\\\"\"", "half \ufffd \n\"q\"")]
    public void A_value_is_taken_verbatim_whatever_it_is(string json, string value) =>
        Record($$$"""{"id":"1","properties":{"x":{{{json}}},"y":"next"}}""").Properties.Should().Contain("x", value).And.Contain("y", "next");

    [Fact]
    [Trait("Fault", "F32")]
    public void A_megabyte_in_one_value_is_taken_whole()
    {
        var text = new string('ä', 1_000_000);

        Record($$$"""{"id":"1","properties":{"x":"{{{text}}}"}}""").Properties["x"].Should().Be(text);
    }

    [Fact]
    [Trait("Fault", "F33")]
    public void Broken_UTF8_becomes_the_replacement_character()
    {
        byte[] body = [.. "{\"id\":\"1\",\"properties\":{\"x\":\"a"u8, 0xff, 0xfe, .. "b\\n\"}}"u8];

        RecordReader.Record(body).Properties["x"].Should().StartWith("a").And.EndWith("b\n").And.Contain("\ufffd");
    }

    [Theory]
    [InlineData("""{"total":0}""")]
    [InlineData("""{"results":null}""")]
    [InlineData("""{"results":{}}""")]
    [InlineData("""{"results":[null]}""")]
    [InlineData("""{"results":[{"properties":{}}]}""")]
    [InlineData("""{"results":[{"id":""}]}""")]
    [InlineData("""{"results":[{"id":null}]}""")]
    [InlineData("""{"results":[{"id":{"a":1}}]}""")]
    [InlineData("""{"results":[{"id":"1","properties":[]}]}""")]
    [InlineData("""{"results":[]}trailing""")]
    [InlineData("""[]""")]
    [InlineData("")]
    [InlineData("<html>")]
    [Trait("BadInput", "wrong types")]
    [Trait("Fault", "F36")]
    public void What_is_no_page_is_not_taken_for_an_empty_one(string json)
    {
        var read = () => Page(json);

        read.Should().Throw<JsonException>();
    }

    [Theory]
    [InlineData("""{"results":[]}""", null)]
    [InlineData("""{"results":[],"paging":null}""", null)]
    [InlineData("""{"results":[],"paging":{}}""", null)]
    [InlineData("""{"results":[],"paging":{"next":null}}""", null)]
    [InlineData("""{"results":[],"paging":{"next":{"after":394}}}""", "394")]
    [InlineData("""{"results":[],"paging":{"prev":{"before":"1"},"next":{"link":"x","after":"Mg=="}}}""", "Mg==")]
    [Trait("Fault", "F19")]
    public void The_end_is_where_no_cursor_follows(string json, string? after) => Page(json).After.Should().Be(after);

    [Fact]
    [Trait("Fault", "F11")]
    public void F11_A_page_cut_off_anywhere_is_not_taken()
    {
        for (var length = 0; length < Full.TrimEnd().Length - 1; length++)
        {
            var cut = Full[..length];
            var read = () => Page(cut);
            read.Should().Throw<JsonException>("it ends after {0} characters", length);
        }
    }

    [Fact]
    public void A_batch_names_its_failed_parts()
    {
        var batch = RecordReader.Batch("""
            {"status":"COMPLETE","results":[{"id":"1"}],"numErrors":1,"errors":[{"status":"error","category":"OBJECT_NOT_FOUND",
            "message":"Could not get some CONTACT objects","context":{"ids":["7","8"],"objectWriteTraceId":"0"}}]}
            """u8);

        batch.Results.Should().ContainSingle();
        batch.Errors.Should().ContainSingle().Which.Should().BeEquivalentTo(new
        {
            Category = "OBJECT_NOT_FOUND",
            Context = new Dictionary<string, IReadOnlyList<string>> { ["ids"] = ["7", "8"], ["objectWriteTraceId"] = ["0"] },
        });
    }

    [Fact]
    public void A_batch_of_failures_alone_is_an_answer()
    {
        RecordReader.Batch("""{"errors":[{"category":"OBJECT_NOT_FOUND"}]}"""u8).Results.Should().BeEmpty();
    }

    [Fact]
    public void Text_comes_back_as_any_writer_of_JSON_put_it() =>
        Prop.ForAll<string?[]>(values =>
        {
            // Halves of surrogate pairs fit no JSON writer; they have a test of their own.
            var whole = values.Select(value => value is null ? null : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(value))).ToArray();
            var properties = whole.Select((value, index) => (Name: $"p{index}", value)).ToDictionary(pair => pair.Name, pair => pair.value);
            var record = RecordReader.Record(JsonSerializer.SerializeToUtf8Bytes(new { id = "1", properties }));
            record.Properties.Should().BeEquivalentTo(properties);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void No_damage_makes_the_reader_fail_in_another_way_than_by_refusing()
    {
        var damages =
            from position in Gen.Choose(0, Full.Length - 1)
            from bytes in Gen.ArrayOf(Gen.Choose(0, 255))
            from removed in Gen.Choose(0, 20)
            select (position, bytes, removed);
        Prop.ForAll(damages.ToArbitrary(), damage =>
        {
            var body = Encoding.UTF8.GetBytes(Full);
            byte[] damaged = [.. body[..damage.position], .. damage.bytes.Select(unit => (byte)unit), .. body[Math.Min(body.Length, damage.position + damage.removed)..]];
            foreach (var read in new Action<byte[]>[] { body => RecordReader.Page(body), body => RecordReader.Batch(body), body => RecordReader.Record(body), body => Definitions.Associations(body), body => Definitions.Pipelines(body) })
            {
                try
                {
                    read(damaged);
                }
                catch (JsonException)
                {
                    // Refused.
                }
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    private static WirePage Page(string json) => RecordReader.Page(Encoding.UTF8.GetBytes(json));

    private static WireRecord Record(string json) => RecordReader.Record(Encoding.UTF8.GetBytes(json));
}
