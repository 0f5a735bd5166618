using System.Net;

namespace HubSpotCrm.Sandbox.Data;

/// <summary>What people write about their work; written for this product. <c>{0}</c> is the other's name.</summary>
internal static class ActivityTexts
{
    public static readonly string[] TaskTitles =
    [
        "Call {0} back", "Send the offer to {0}", "Prepare the demo", "Check the contract with legal", "Angebot an {0} nachfassen", "Relancer {0} pour la signature",
        "Book the meeting room", "Ask {0} for references", "🎂 Birthday of {0}", "Update the price list for {0}",
    ];

    public static readonly string[] Todos =
    [
        "<p>Wants two variants, with and without <b>support</b>.</p>", "<p>See the notes of the last call.</p><ul><li>price</li><li>delivery date</li></ul>",
        "<p>Bitte vor dem <em>Monatsende</em> erledigen.</p>", "Only the annual plan; nothing else.", "<p>{0} is back from leave on Monday.</p>",
    ];

    public static readonly string[] Notes =
    [
        "<p>Met {0} at the trade fair. Interested in the <strong>annual licence</strong>, decides in spring.</p>",
        "<div><p>Budget is approved &amp; waiting for a signature.</p><ul><li>12 seats</li><li>start in Q1</li></ul></div>",
        "<p>{0} zieht um: neue Adresse folgt. Grüße an das Büro in Köln!</p>", "<p>Très satisfait de la démo — à rappeler après les congés d’été.</p>",
        "<p>会議は来週に延期。資料を送付済み。</p>", "<p dir=\"rtl\">تم الاتفاق على موعد جديد</p>", "<p>Prefers e-mail. <a href=\"https://www.moorland.example/terms?a=1&amp;b=2\">Their terms</a>.</p>",
        "<p>Complained about the last invoice 😕 — credit note sent.</p>", "<p>Competitor offers 10 % less &lt;not confirmed&gt;.</p><p><br></p><p>Ask purchasing.</p>",
        "<table><tbody><tr><td>Seats</td><td>40</td></tr><tr><td>Term</td><td>24 months</td></tr></tbody></table>", "<p>No decision before the board meets.</p>",
    ];

    public static readonly string[] MeetingTitles =
        ["Demo for {0}", "Kick-off", "Quarterly review with {0}", "Vertragsgespräch", "Contract negotiation", "Site visit", "Rendez-vous avec {0}", "Onboarding: first steps 🚀"];

    public static readonly string[] Agendas =
    [
        "<p>Agenda</p><ol><li>Where we stand</li><li>Open questions</li><li>Next steps</li></ol>", "<p>{0} brings two colleagues from IT.</p>",
        "<p>Vorstellung der neuen Module, danach Fragen.</p>", "<p>Please join five minutes early.</p>",
    ];

    public static readonly string[] Verdicts = ["<p>Went well; offer by Friday.</p>", "<p>They compare us with two others.</p>", "<p>Kein Budget in diesem Jahr.</p>"];

    public static readonly string[] Calls =
    [
        "<p>{0} asked for a discount of 5 %.</p>", "<p>Short call, will look at the documents.</p>", "<p>Left a message with the assistant.</p>",
        "<p>Rückruf am Dienstag vereinbart.</p>", "<p>Wrong department; ask for purchasing next time.</p>",
    ];

    public static readonly string[] Subjects =
        ["Your offer", "Documents for {0}", "Terminvorschlag", "Invoice question", "Next steps", "Votre demande", "Thank you for the meeting", "Updated price list ✔"];

    public static readonly string[] Mails =
    [
        "<p>Hello {0},</p><p>please find the offer attached. It is valid for 30 days.</p><p>Kind regards</p>",
        "<html><body><div>Guten Tag {0},<br>passt Ihnen der Donnerstag um 10 Uhr?<br><br>Viele Grüße</div></body></html>",
        "<p>Thanks for your time today. As discussed:</p><ul><li>12 licences</li><li>training for two days</li></ul>",
        "<p>Bonjour {0},</p><p>merci pour votre retour&nbsp;!</p>", "<p>Could you send the invoice again? The amount seems to be &gt; the offer.</p>",
    ];

    /// <summary>The text about somebody; names can hold what means something in HTML.</summary>
    public static string Fill(string text, string name) =>
        text.Replace("{0}", text.StartsWith('<') ? WebUtility.HtmlEncode(name) : name, StringComparison.Ordinal);
}
