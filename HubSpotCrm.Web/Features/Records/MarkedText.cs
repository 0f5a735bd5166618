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

        foreach (var part in match.Mark(text))
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
