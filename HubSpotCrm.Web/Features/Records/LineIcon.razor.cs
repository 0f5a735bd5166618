using Microsoft.AspNetCore.Components;

namespace HubSpotCrm.Web.Features.Records;

/// <summary>An icon of the outline set, drawn in the colour of the text around it. It says nothing to a screen reader: words stand beside it.</summary>
public sealed partial class LineIcon : ComponentBase
{
    [Parameter, EditorRequired]
    public required string Name { get; set; }

    /// <summary>14 instead of 16 pixels.</summary>
    [Parameter]
    public bool Small { get; set; }

    private string Path => Name switch
    {
        "search" => "M4 10.5a6.5 6.5 0 1 0 13 0a6.5 6.5 0 1 0-13 0m16 9.5-4.8-4.8",
        "close" => "m6 6 12 12M18 6 6 18",
        "filter" => "M4 6h16M7 12h10M10 18h4",
        "sort" => "M8 5v14M4.5 15.5 8 19l3.5-3.5M16 19V5M12.5 8.5 16 5l3.5 3.5",
        "down" => "M12 5v14M6 13l6 6 6-6",
        "up" => "M12 19V5M6 11l6-6 6 6",
        "right" => "m9.5 6 6 6-6 6",
        "left" => "m14.5 6-6 6 6 6",
        "previous" => "m6 14.5 6-6 6 6",
        "next" => "m6 9.5 6 6 6-6",
        "clock" => "M3.5 12a8.5 8.5 0 1 0 17 0a8.5 8.5 0 1 0-17 0M12 7v5l3.5 2",
        "warning" => "M12 4 2.8 20h18.4zM12 10v4.5M12 17.2v.1",
        "conflict" => "M7 4v16M7 8h6a4 4 0 0 1 4 4v8M3.8 16.5 7 20l3.2-3.500M13.8 16.500 17 20l3.200-3.500",
        "edit" => "m4 20 .9-4.2L16.500 4.200a1.500 1.500 0 0 1 2.100 0l1.200 1.200a1.500 1.500 0 0 1 0 2.100L8.200 19.100z",
        "lock" => "M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3",
        "open" => "M18 13.500v5a1.500 1.500 0 0 1-1.500 1.500h-11A1.500 1.500 0 0 1 4 18.500v-11A1.500 1.500 0 0 1 5.500 6h5M14 4h6v6M20 4l-9 9",
        "info" => "M3.5 12a8.500 8.500 0 1 0 17 0a8.500 8.500 0 1 0-17 0M12 11v5.500M12 7.600v.1",
        "people" => "M8 8a4 4 0 1 0 8 0a4 4 0 1 0-8 0M4.500 20.500c.8-4 3.700-6 7.500-6s6.700 2 7.500 6",
        "check" => "m5 12.500 4.500 4.500L19 7",
        _ => "",
    };
}
