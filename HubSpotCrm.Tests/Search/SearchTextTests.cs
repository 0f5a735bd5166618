using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Storage.Mirror;

namespace HubSpotCrm.Tests.Search;

public sealed class SearchTextTests
{
    [Fact]
    public void A_contact_is_found_by_names_email_company_and_phone() =>
        SearchText.Contact(new ContactRow
        {
            HubSpotId = "1",
            FirstName = "Zoë",
            LastName = "Smith-Jones",
            Email = "zoe@acme.com",
            Company = "Acme & Co",
            Phone = "555 12",
            JobTitle = "Engineer",
        }).Should().Be("zoe smith jones acme com 55512 12");

    [Fact]
    public void A_word_that_begins_another_is_left_out() =>
        SearchText.Contact(new ContactRow { HubSpotId = "1", FirstName = "Ann", LastName = "Anne", Email = "anne7@lionfarms.com", Company = "Lion Farms" })
            .Should().Be("anne7 lionfarms com farms");

    [Fact]
    public void A_phone_number_is_found_from_the_start_of_each_group() =>
        SearchText.Contact(new ContactRow { HubSpotId = "1", Phone = "+1 (555) 123-4567" }).Should().Be("15551234567 5551234567 1234567 4567");

    [Fact]
    public void A_number_written_together_is_found_without_its_country_code() =>
        SearchText.Contact(new ContactRow { HubSpotId = "1", Phone = "+4930123456" }).Should().Be("4930123456 930123456 30123456 0123456");

    [Fact]
    public void A_phone_number_with_words_keeps_them() =>
        SearchText.Contact(new ContactRow { HubSpotId = "1", Phone = "555 ext. 9" }).Should().Be("555 ext 9");

    [Fact]
    public void A_company_is_found_by_name_domain_industry_size_and_country() =>
        SearchText.Company(
            new CompanyRow { HubSpotId = "1", Name = "Acme", Domain = "acme.io", Industry = "COMPUTER_SOFTWARE", Size = 250_000, Country = "Côte d'Ivoire" },
            "Computer Software").Should().Be("acme io computer software 250 cote d ivoire");

    [Fact]
    public void A_deal_is_found_by_name_amount_stage_company_and_contact() =>
        SearchText.Deal(new DealRow { HubSpotId = "1", Name = "Renewal", Amount = 12_500_500, Stage = "1234" }, "Contract sent", "Acme", "Jane Doe")
            .Should().Be("renewal 12500 5 contract sent acme jane doe");

    [Fact]
    [Trait("BadInput", "property value of 64 KB")]
    public void A_value_of_64_KB_gives_a_text_of_bounded_length() =>
        SearchText.Contact(new ContactRow { HubSpotId = "1", FirstName = new string('x', 65_536), LastName = string.Concat(Enumerable.Range(0, 16_384).Select(n => $"{n} ")) })
            .Length.Should().BeLessThan(TextFolding.MaximumLength * 2);
}
