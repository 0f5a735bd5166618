using Microsoft.AspNetCore.Components;

namespace HubSpotCrm.Web.Features.Records;

/// <summary>Draws text with what a search matched marked in it.</summary>
public static class MarkedText
{
    /// <summary>A fragment and not a component: a page of rows holds hundreds of them.</summary>
    public static RenderFragment Of(TextMatch match, string? text) => builder =>
    {
        if (string.IsNullOrEmpty(text))
        {
            return;
        }

        var sequence = 0;
        foreach (var part in match.Mark(text))
        {
            if (part.IsMatch)
            {
                builder.OpenElement(sequence++, "mark");
                builder.AddContent(sequence++, part.Text);
                builder.CloseElement();
            }
            else
            {
                builder.AddContent(sequence++, part.Text);
            }
        }
    };
}
