namespace HubSpotCrm.Web.Components.Shared;

/// <summary>The outline set of the portal: path data in a 24 box, drawn by <see cref="Icon"/>.</summary>
internal static class Glyphs
{
    public const string Menu = "M4 7h16M4 12h16M4 17h16";
    public const string Search = "M17 10.5a6.5 6.5 0 1 1-13 0a6.5 6.5 0 0 1 13 0M20 20l-4.8-4.8";
    public const string Check = "m5 12.5 4.5 4.5L19 7";
    public const string Close = "m6 6 12 12M18 6 6 18";
    public const string Warning = "M12 4 2.8 19.5h18.4zM12 10v4.5M12 17v.2";
    public const string Info = "M20.5 12a8.5 8.5 0 1 1-17 0a8.5 8.5 0 0 1 17 0M12 11v5.5M12 7.8v.2";
    public const string Clock = "M20.5 12a8.5 8.5 0 1 1-17 0a8.5 8.5 0 0 1 17 0M12 7v5l3.5 2";
    public const string Sync = "M20 11a8 8 0 0 0-14.3-4L3.5 9M3.5 4.5V9H8M4 13a8 8 0 0 0 14.3 4l2.2-2M20.5 19.5V15H16";
    public const string Pause = "M8.5 5v14M15.5 5v14";
    public const string Play = "M8 5l11 7-11 7z";
    public const string Person = "M16 8a4 4 0 1 1-8 0a4 4 0 0 1 8 0M4.5 20.5c.8-4 3.7-6 7.5-6s6.7 2 7.5 6";
    public const string Settings = "M4 7h9M17 7h3M4 12h3M11 12h9M4 17h8M16 17h4M13 5v4M7 10v4M12 15v4";
    public const string Moon = "M20 14.5A8.5 8.5 0 1 1 9.5 4a7 7 0 0 0 10.5 10.5z";
    public const string Flask = "M9 3.5h6M10 3.5v6L4.5 18.5A1.5 1.5 0 0 0 5.8 21h12.4a1.5 1.5 0 0 0 1.3-2.5L14 9.5v-6M7.5 15h9";
    public const string Link = "M10 14a4 4 0 0 0 5.7 0l3.1-3.1a4 4 0 0 0-5.7-5.7L12 6.3M14 10a4 4 0 0 0-5.7 0l-3.1 3.1a4 4 0 0 0 5.7 5.7l1.1-1.1";
    public const string Lock = "M7 10.5h10a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2v-6a2 2 0 0 1 2-2M8.5 10.5V8a3.5 3.5 0 0 1 7 0v2.5";
    public const string ArrowRight = "M5 12h14M13 6l6 6-6 6";
    public const string ArrowDown = "M12 5v14M6 13l6 6 6-6";
    public const string ArrowUp = "M12 19V5M6 11l6-6 6 6";
    public const string Equal = "M5 9h14M5 15h14";
    public const string Table = "M5.5 4.5h13a2 2 0 0 1 2 2v11a2 2 0 0 1-2 2h-13a2 2 0 0 1-2-2v-11a2 2 0 0 1 2-2M3.5 9.5h17M3.5 14.5h17M9.5 9.5v10";
    public const string Chart = "M4 20.5h16.5M6.5 17v-5M11 17V6.5M15.5 17v-8M20 17V4";
    public const string Down = "m6 9.5 6 6 6-6";
    public const string Right = "m9.5 6 6 6-6 6";
    public const string Left = "m14.5 6-6 6 6 6";
    public const string Undo = "M8.5 3 4 7.5 8.5 12M4 7.5h9.5a6 6 0 0 1 0 12H9";
    public const string External = "M18 13.5v5a1.5 1.5 0 0 1-1.5 1.5h-11A1.5 1.5 0 0 1 4 18.5v-11A1.5 1.5 0 0 1 5.5 6h5M14 4h6v6M20 4l-9 9";
    public const string Filter = "M4 6h16M7 12h10M10 18h4";
    public const string Plus = "M12 5v14M5 12h14";
    public const string Copy = "M10.5 8.5h8a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-8a2 2 0 0 1-2-2v-8a2 2 0 0 1 2-2M15.5 8.5v-3a2 2 0 0 0-2-2h-8a2 2 0 0 0-2 2v8a2 2 0 0 0 2 2h3";
    public const string Columns = "M5.5 4.5h13a2 2 0 0 1 2 2v11a2 2 0 0 1-2 2h-13a2 2 0 0 1-2-2v-11a2 2 0 0 1 2-2M9.5 4.5v15M14.5 4.5v15";
    public const string Calendar = "M6 5.5h12a2 2 0 0 1 2 2v11a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2v-11a2 2 0 0 1 2-2M4 10h16M8.5 3v4M15.5 3v4";
    public const string Export = "M12 4v11M7 10.5l5 5 5-5M4.5 20h15";
    public const string More = "M5.5 12h.01M12 12h.01M18.5 12h.01";
    public const string SignOut = "M14 4h4.5A1.5 1.5 0 0 1 20 5.5v13a1.5 1.5 0 0 1-1.5 1.5H14M4 12h11M11 8l4 4-4 4";
    public const string Company = "M5 20.5v-16h9v16M14 9.5h5v11M3.5 20.5h17M8 8.5h3M8 12h3M8 15.5h3M16.5 13h.01M16.5 16.5h.01";
    public const string Deal = "M5.5 4.5h2.5v15H5.5zM10.75 4.5h2.5v10h-2.5zM16 4.5h2.5v13H16z";
    public const string Campaign = "M4.5 10v4.5a1 1 0 0 0 1 1H8l8.5 4V5L8 9H5.5a1 1 0 0 0-1 1M19.5 10v4.5M8 15.5v4h2.5v-3";
    public const string Archive = "M4.5 5h15v4h-15zM6 9v9.5a1.5 1.5 0 0 0 1.5 1.5h9a1.5 1.5 0 0 0 1.5-1.5V9M10 13h4";
    public const string Overview = "M4.5 4.5h6v6h-6zM13.5 4.5h6v6h-6zM4.5 13.5h6v6h-6zM13.5 13.5h6v6h-6z";
    public const string Analytics = "M4 20h16M6.5 16.5v-5M10.5 16.5v-9M14.5 16.5v-6M18.5 16.5v-11";
    public const string Phone = "M6.5 4h3l1.5 4-2 1.5a11 11 0 0 0 5.5 5.5l1.5-2 4 1.5v3a2 2 0 0 1-2 2A15.5 15.5 0 0 1 4.5 6a2 2 0 0 1 2-2";
    public const string Mail = "M4.5 6h15v12h-15zM4.5 7l7.5 6 7.5-6";
    public const string Note = "M6 4h12v10.5L13.5 20H6zM18 14.5h-4.5V20M9 8.5h6M9 12h4";
}
