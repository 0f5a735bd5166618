namespace HubSpotCrm.Sandbox.Data;

/// <summary>What was planned, said and written with contacts over two years.</summary>
internal sealed class ActivityMaker
{
    private const long Minute = 60_000;

    private readonly BaseData _data;
    private readonly ObjectKind _kind;
    private readonly ContactMaker _contacts;
    private readonly ActivityLinks _links;
    private readonly Tell _tell;

    public ActivityMaker(BaseData data, BaseLinks links, ObjectKind kind)
    {
        (_data, _kind) = (data, kind);
        _contacts = new ContactMaker(data, links);
        _links = new ActivityLinks(data, links, kind);
        _tell = kind switch
        {
            ObjectKind.Task => Task,
            ObjectKind.Note => Note,
            ObjectKind.Meeting => Meeting,
            ObjectKind.Call => Call,
            _ => Email,
        };
    }

    private delegate void Tell(Scene scene, RecordFiller record, ref Mix random);

    public void Fill(int index, long created, long modified, RecordFiller record)
    {
        var random = new Mix(_data.Bits(_kind, index, 10));
        var contact = _links.ContactOf(index);
        var owner = Reference.Owners[random.Chance(5) ? 7 + random.Next(2) : random.Next(7)];
        record["hubspot_owner_id"] = random.Chance(94) ? Stamp.Text(owner.Id) : null;
        record["hs_all_owner_ids"] = record["hubspot_owner_id"];
        record["hs_created_by_user_id"] = Stamp.Text(owner.UserId);
        record["hs_updated_by_user_id"] = Stamp.Text(owner.UserId);
        record["hs_engagement_source"] = random.Chance(8) ? "IMPORT" : random.Chance(20) ? "INTEGRATION" : "CRM_UI";
        record["hs_was_imported"] = record["hs_engagement_source"] == "IMPORT" ? "true" : null;
        record["hs_object_source"] = record["hs_engagement_source"];
        record.Time("hs_timestamp", created - (random.Next(30) * Minute));
        _tell(new Scene(index, contact, contact < 0 ? "team" : _contacts.NameOf(contact), owner, created), record, ref random);
    }

    private void Task(Scene scene, RecordFiller task, ref Mix random)
    {
        var due = scene.Created + (random.Next(21) * BaseData.Day) + (random.Next(9) * 60 * Minute);
        var past = due < _data.ReferenceMs;
        var status = random.Next(100) switch { < 82 when past => "COMPLETED", < 90 => "NOT_STARTED", < 95 => "IN_PROGRESS", < 98 => "WAITING", _ => "DEFERRED" };
        var body = random.Chance(55) ? ActivityTexts.Fill(random.Pick(ActivityTexts.Todos), scene.Name) : null;
        task.Time("hs_timestamp", due);
        task["hs_task_subject"] = ActivityTexts.Fill(random.Pick(ActivityTexts.TaskTitles), scene.Name);
        task["hs_task_body"] = body;
        task["hs_task_status"] = status;
        task["hs_task_is_completed"] = status == "COMPLETED" ? "true" : "false";
        task["hs_task_completion_date"] = status == "COMPLETED" ? Stamp.Iso(Math.Min(due, _data.ReferenceMs - Minute)) : null;
        task["hs_task_priority"] = random.Next(100) switch { < 55 => "NONE", < 70 => "LOW", < 88 => "MEDIUM", _ => "HIGH" };
        task["hs_task_type"] = random.Pick(["TODO", "TODO", "CALL", "EMAIL"]);
        ActivitySchema.SetPreview(task, body);
    }

    private static void Note(Scene scene, RecordFiller note, ref Mix random)
    {
        // One in so many is a pasted transcript, longer than anybody reads.
        var body = ActivityTexts.Fill(random.Pick(ActivityTexts.Notes), scene.Name);
        note["hs_note_body"] = scene.Index % 250 == 77 ? string.Concat(Enumerable.Repeat(body, 60)) : body;
        ActivitySchema.SetPreview(note, note["hs_note_body"]);
    }

    private void Meeting(Scene scene, RecordFiller meeting, ref Mix random)
    {
        var start = scene.Created + (random.Next(25) * BaseData.Day) + (random.Next(8) * 60 * Minute);
        var past = start < _data.ReferenceMs;
        var body = ActivityTexts.Fill(random.Pick(ActivityTexts.Agendas), scene.Name);
        meeting.Time("hs_timestamp", start);
        meeting.Time("hs_meeting_start_time", start);
        meeting.Time("hs_meeting_end_time", start + (random.Pick([15, 30, 30, 45, 60, 90]) * Minute));
        meeting["hs_meeting_title"] = ActivityTexts.Fill(random.Pick(ActivityTexts.MeetingTitles), scene.Name);
        meeting["hs_meeting_body"] = body;
        meeting["hs_internal_meeting_notes"] = past && random.Chance(35) ? random.Pick(ActivityTexts.Verdicts) : null;
        meeting["hs_meeting_outcome"] = past ? random.Next(100) switch { < 78 => "COMPLETED", < 86 => "NO_SHOW", < 93 => "RESCHEDULED", _ => "CANCELED" } : "SCHEDULED";
        meeting["hs_meeting_location"] = random.Chance(60) ? "Video call" : random.Chance(50) ? "Hauptstraße 12, München" : null;
        meeting["hs_meeting_location_type"] = meeting["hs_meeting_location"] is null ? null : meeting["hs_meeting_location"] == "Video call" ? "CUSTOM" : "ADDRESS";
        meeting["hs_activity_type"] = random.Chance(60) ? random.Pick(["Discovery call", "Demo", "Negotiation", "Review"]) : null;
        ActivitySchema.SetPreview(meeting, body);
    }

    private static void Call(Scene scene, RecordFiller call, ref Mix random)
    {
        var connected = random.Chance(58);
        var body = connected || random.Chance(20) ? ActivityTexts.Fill(random.Pick(ActivityTexts.Calls), scene.Name) : null;
        call["hs_call_title"] = ActivityTexts.Fill(connected ? "Call with {0}" : "Tried to reach {0}", scene.Name);
        call["hs_call_body"] = body;
        call["hs_call_direction"] = random.Chance(75) ? "OUTBOUND" : "INBOUND";
        call["hs_call_disposition"] = connected ? CallSchema.Outcomes[0].Value : CallSchema.Outcomes[1 + random.Next(5)].Value;
        call["hs_call_status"] = connected ? "COMPLETED" : random.Pick(["NO_ANSWER", "BUSY", "COMPLETED"]);
        call["hs_call_duration"] = Stamp.Text(connected ? (30 + random.Next(1_800)) * 1000L : random.Next(30) * 1000L);
        call["hs_call_to_number"] = random.Chance(70) ? $"+49 30 {1_000_000 + random.Next(8_999_999)}" : null;
        call["hs_call_source"] = random.Chance(70) ? "HUBSPOT_CALLING" : "MANUAL";
        ActivitySchema.SetPreview(call, body);
    }

    private void Email(Scene scene, RecordFiller email, ref Mix random)
    {
        var incoming = random.Chance(38);
        var theirs = scene.Contact < 0 ? null : _contacts.EmailOf(scene.Contact);
        var body = ActivityTexts.Fill(random.Pick(ActivityTexts.Mails), scene.Name);
        email["hs_email_subject"] = (incoming ? "Re: " : "") + ActivityTexts.Fill(random.Pick(ActivityTexts.Subjects), scene.Name);
        email["hs_email_html"] = body;
        email["hs_email_text"] = ActivitySchema.Preview(body);
        email["hs_email_direction"] = incoming ? "INCOMING_EMAIL" : random.Chance(4) ? "FORWARDED_EMAIL" : "EMAIL";
        email["hs_email_status"] = incoming || !random.Chance(3) ? "SENT" : random.Pick(["BOUNCED", "FAILED"]);
        email["hs_email_from_email"] = incoming ? theirs : scene.Owner.Email;
        email["hs_email_from_firstname"] = incoming ? scene.Name : scene.Owner.FirstName;
        email["hs_email_from_lastname"] = incoming ? null : scene.Owner.LastName;
        email["hs_email_to_email"] = incoming ? scene.Owner.Email : theirs;
        email["hs_email_to_firstname"] = incoming ? scene.Owner.FirstName : scene.Name;
        email["hs_email_thread_id"] = Stamp.Text(4_000_000_000 + (scene.Index / 3));
        email["hs_email_message_id"] = $"<{scene.Index}.{scene.Created}@nordlicht-trading.example>";
        email["hs_email_open_count"] = incoming ? null : Stamp.Text(random.Next(6));
        email["hs_email_click_count"] = incoming ? null : Stamp.Text(random.Next(3));
        ActivitySchema.SetPreview(email, body);
    }

    /// <summary>Who meets whom, when.</summary>
    private sealed record Scene(int Index, int Contact, string Name, Owner Owner, long Created);
}
