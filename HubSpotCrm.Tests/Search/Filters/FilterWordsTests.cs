using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search.Filters;

namespace HubSpotCrm.Tests.Search.Filters;

public sealed class FilterWordsTests
{
    private static readonly AccountDefinitions Definitions = new FilterWorld().Definitions;

    [Theory]
    [Trait("Seed", "S07")]
    [InlineData(ObjectType.Contact, "", "contacts")]
    [InlineData(ObjectType.Contact, "company.country:Germany deal(dealstage:Open amount>50k)", "contacts that have a company in Germany and that have a deal whose stage is Open and whose amount is over 50,000")]
    [InlineData(ObjectType.Contact, "country:Germany,Austria -city:Vienna", "contacts in Germany or Austria and not in Vienna")]
    [InlineData(ObjectType.Contact, "country:A,B,C,D,E", "contacts in A, B, C or one of 2 more")]
    [InlineData(ObjectType.Contact, "country:none has:email -has:phone", "contacts whose country is not known, whose email is known and whose phone is not known")]
    [InlineData(ObjectType.Contact, "stage:lead OR (score>=80 owner:22)", "contacts whose stage is Lead or (whose score is at least 80 and whose owner is Anna Berg)")]
    [InlineData(ObjectType.Contact, "-(stage:lead OR score<10)", "contacts not (whose stage is Lead or whose score is under 10)")]
    [InlineData(ObjectType.Contact, "-deal() company()", "contacts that have no deal and that have a company")]
    [InlineData(ObjectType.Contact, "company.deal.close:this-quarter", "contacts that have a company that has a deal whose close date is this quarter")]
    [InlineData(ObjectType.Contact, "active:last-30-days created:2026-01-01..2026-02-01", "contacts whose last activity is in the last 30 days and created from 1 Jan 2026 to 1 Feb 2026")]
    [InlineData(ObjectType.Contact, "name~ann* -email~*@x.com", "contacts whose name begins with “ann” and whose email does not end with “@x.com”")]
    [InlineData(ObjectType.Campaign, "roi>25% budget:10k..20k type:FORM", "campaigns whose ROI is over 25 %, whose budget is from 10,000 to 20,000 and whose type includes FORM")]
    public void A_filter_is_said_in_plain_words(ObjectType type, string typed, string words) =>
        new FilterWords(Definitions).Of(type, FilterGrammar.Read(type, typed, Definitions).Filters).Should().Be(words);
}
