using Microsoft.AspNetCore.Components;

namespace HubSpotCrm.Web.Features.Records;

/// <summary>Draws text with what a search matched marked in it.</summary>
public static class MarkedText
{
    /// <summary>A fragment and not a component: a page of rows holds hundreds of them.</summary>
    public static RenderFragment Of(TextMatch match, string? text) => string.IsNullOrEmpty(text) ? _ => { } : Of(match.Mark(text));

    /// <summary>The same of a text that is in pieces already.</summary>
    public static RenderFragment Of(IReadOnlyList<TextPart> parts) => builder =>
    {
        foreach (var part in parts)
        {
            if (part.IsMatch)
            {
                builder.OpenElement(0, "mark");
                builder.AddContent(1, part.Text);
                builder.CloseElement();
            }
            else
            {
                builder.AddContent(2, part.Text);
            }
        }
    };
}
