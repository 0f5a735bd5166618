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
}
