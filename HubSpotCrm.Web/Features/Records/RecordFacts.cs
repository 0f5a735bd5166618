using Microsoft.AspNetCore.Components;

namespace HubSpotCrm.Web.Features.Records;

/// <summary>A number of a record that no property of HubSpot holds.</summary>
/// <param name="Note">How it is made; null when it speaks for itself.</param>
public readonly record struct RecordFact(string Label, string Value, string? Note);

/// <summary>Draws facts in one row above a record's properties.</summary>
internal static class RecordFacts
{
    public static RenderFragment Of(IReadOnlyList<RecordFact> facts) => builder =>
    {
        builder.OpenElement(0, "dl");
        builder.AddAttribute(1, "class", "keyfacts");
        foreach (var fact in facts)
        {
            builder.OpenElement(2, "div");
            builder.OpenElement(3, "dt");
            builder.AddContent(4, fact.Label);
            builder.CloseElement();
            builder.OpenElement(5, "dd");
            builder.AddAttribute(6, "class", "m cut");
            builder.AddAttribute(7, "title", fact.Value);
            builder.AddContent(8, fact.Value);
            builder.CloseElement();
            if (fact.Note is not null)
            {
                builder.OpenElement(9, "dd");
                builder.AddAttribute(10, "class", "s t2 cut");
                builder.AddContent(11, fact.Note);
                builder.CloseElement();
            }

            builder.CloseElement();
        }

        builder.CloseElement();
    };
}
