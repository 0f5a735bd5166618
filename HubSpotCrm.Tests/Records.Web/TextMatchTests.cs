using FsCheck.Xunit;
using HubSpotCrm.Web.Features.Records;

namespace HubSpotCrm.Tests.Records.Web;

public sealed class TextMatchTests
{
    [Theory]
    [Trait("Seed", "S06")]
    [InlineData("aurelia", "Aurélia Schönberg", "[Aurélia] Schönberg")]
    [InlineData("schon", "Aurélia Schönberg", "Aurélia [Schön]berg")]
    [InlineData("berg", "Aurélia Schönberg", "Aurélia Schönberg")]
    [InlineData("aur sch", "Aurélia Schönberg", "[Aur]élia [Sch]önberg")]
    [InlineData("aurelia", "d.k@aurelia-bio.example", "d.k@[aurelia]-bio.example")]
    [InlineData("strasse", "Lange Straße 5", "Lange [Straße] 5")]
    [InlineData("stras", "Straße", "[Straß]e")]
    [InlineData("lukasz", "Łukasz", "[Łukasz]")]
    [InlineData("an anna", "Anna Andersson", "[Anna] [An]dersson")]
    [InlineData("", "Anna", "Anna")]
    [InlineData("* % \"", "Anna", "Anna")]
    public void What_a_word_begins_with_is_marked(string search, string text, string marked)
    {
        string.Concat(new TextMatch(search).Mark(text).Select(part => part.IsMatch ? $"[{part.Text}]" : part.Text)).Should().Be(marked);
    }

    [Theory]
    [InlineData("chmid", "Schmidt Anna", "S[chmid]t Anna")]
    [InlineData("chmid an", "Schmidt Anna", "S[chmid]t [An]na")]
    [InlineData("ann", "Hannover Anna", "Hannover [Ann]a")]
    [InlineData("nn", "Anna", "Anna")]
    public void What_begins_no_word_of_a_record_is_marked_within_one(string search, string text, string marked) =>
        string.Concat(new TextMatch(search).For([text]).Mark(text).Select(part => part.IsMatch ? $"[{part.Text}]" : part.Text)).Should().Be(marked);

    [Property(MaxTest = 500)]
    [Trait("BadInput", "search text with quotes, %, \", *, NUL, emoji, right-to-left marks")]
    public bool The_pieces_are_always_the_whole_text(string? search, string? text) =>
        string.Concat(new TextMatch(search ?? "").Mark(text ?? "").Select(part => part.Text)) == (text ?? "");
}
