namespace HubSpotCrm.Web.Features.Records;

/// <summary>Icons that only records need, beside the portal's set.</summary>
internal static class RecordGlyphs
{
    public const string Sort = "M8 5v14M4.5 15.5 8 19l3.5-3.5M16 19V5M12.5 8.5 16 5l3.5 3.5";
    public const string Edit = "m4 20 .9-4.2L16.5 4.2a1.5 1.5 0 0 1 2.1 0l1.2 1.2a1.5 1.5 0 0 1 0 2.1L8.2 19.1z";
    public const string Conflict = "M7 4v16M7 8h6a4 4 0 0 1 4 4v8M3.8 16.5 7 20l3.2-3.5M13.8 16.5 17 20l3.2-3.5";
    public const string Previous = "m6 14.5 6-6 6 6";
}
