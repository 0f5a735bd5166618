namespace HubSpotCrm.Sandbox.Control;

/// <summary>What the control page needs beside the style of the consent page.</summary>
internal static class ControlStyle
{
    public const string Css = """

        body { grid-template-columns: minmax(0, 1fr); place-items: start center; }
        main.wide { width: min(64rem, 100% - 2rem); min-width: 0; }
        section { margin-top: 1.5rem; min-width: 0; }
        section h2 { margin-top: 0; font-size: 1.1rem; }
        h3 { margin: 1rem 0 .5rem; font-size: 1rem; overflow-wrap: anywhere; }
        a { color: var(--accent); }
        .soft { color: var(--soft); font-weight: 400; }
        .message { margin: 1rem 0 0; padding: .75rem 1rem; border: 1px solid var(--line); border-left: .35rem solid var(--accent); border-radius: .5rem; color: var(--text); overflow-wrap: anywhere; }
        .message.wrong { --accent: #b3261e; }
        .cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(18rem, 100%), 1fr)); gap: 1rem; margin-top: 1.5rem; }
        .cards section { margin: 0; padding: 1rem; border: 1px solid var(--line); border-radius: .5rem; }
        .actions { margin-top: .75rem; }
        .row { display: flex; flex-wrap: wrap; align-items: end; gap: .75rem; margin-top: .5rem; }
        .row p { margin: 0; min-width: 0; max-width: 100%; }
        .grow { flex: 1 1 12rem; }
        label { display: block; color: var(--text); font-weight: 600; }
        input, select, textarea { width: 100%; min-height: 2.75rem; padding: .5rem .75rem; border: 1px solid var(--soft); border-radius: .5rem; background: var(--ground); color: var(--text); font: inherit; }
        .tick { display: flex; align-items: center; gap: .5rem; }
        .tick input { width: 1.5rem; min-height: 1.5rem; margin: 0; }
        .tick label { font-weight: 400; }
        .found { padding: 0; list-style: none; }
        .found a { display: inline-block; padding: .35rem 0; }
        .scroll { overflow-x: auto; max-height: 32rem; }
        table { width: 100%; border-collapse: collapse; font-size: .875rem; }
        th, td { padding: .35rem .5rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
        .path { overflow-wrap: anywhere; min-width: 16rem; }
        .number { text-align: right; }
        .bad td { font-weight: 600; }
        a:focus-visible, input:focus-visible, select:focus-visible, textarea:focus-visible, .scroll:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
        @media (prefers-color-scheme: dark) { .message.wrong { --accent: #ff8a80; } }
        @media (max-width: 30rem) { main.wide { padding: 1rem; } .actions button, .row button { width: 100%; } .actions form { flex: 1 1 100%; } }
        """;
}
