using HubSpotCrm.Web.Features.Records;

namespace HubSpotCrm.Tests.Records.Web;

public sealed class WebAddressTests
{
    [Theory]
    [Trait("Seed", "S02")]
    [InlineData("aurelia-bio.example", "https://aurelia-bio.example/")]
    [InlineData("  WWW.Aurelia-Bio.example ", "https://www.aurelia-bio.example/")]
    [InlineData("münchen-labor.example", "https://xn--mnchen-labor-dlb.example/")]
    [InlineData("xn--mnchen-labor-dlb.example", "https://xn--mnchen-labor-dlb.example/")]
    public void The_name_of_a_host_leads_to_its_site(string domain, string address) => WebAddress.OfDomain(domain)!.AbsoluteUri.Should().Be(address);

    [Theory]
    [Trait("BadInput", "a domain that is none")]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    [InlineData("javascript:alert(1)")]
    [InlineData("//evil.example")]
    [InlineData("bank.example@evil.example")]
    [InlineData("evil.example/bank.example")]
    [InlineData("evil.example\\bank.example")]
    [InlineData("evil.example?bank.example")]
    [InlineData("evil.example#bank.example")]
    [InlineData("evil.example:8443")]
    [InlineData("evil.example:443")]
    [InlineData("https://evil.example")]
    [InlineData("two hosts.example")]
    [InlineData("\"><script>.example")]
    [InlineData("n/a")]
    [InlineData("evil.example\nbank.example")]
    public void What_is_more_or_less_than_a_host_is_no_address(string? domain) => WebAddress.OfDomain(domain).Should().BeNull();
}
