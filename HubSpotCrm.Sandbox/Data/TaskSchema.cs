using static HubSpotCrm.Sandbox.Data.Define;

namespace HubSpotCrm.Sandbox.Data;

internal static class TaskSchema
{
    public static readonly PropertyOption[] Statuses = Options(
        "NOT_STARTED|Not started", "IN_PROGRESS|In progress", "WAITING|Waiting", "DEFERRED|Deferred", "COMPLETED|Completed");

    public static readonly PropertyOption[] Priorities = Options("NONE|None", "LOW|Low", "MEDIUM|Medium", "HIGH|High");

    public static CrmType Create()
    {
        var task = ActivitySchema.Create(
            ObjectKind.Task, "tasks", "task", "0-27", (0, 20), 9_990_000_000, "hs_task_body", ["hs_task_subject", "hs_task_body"],
            [
                Text("hs_task_subject", "Task title"),
                Html("hs_task_body", "Task notes"),
                Choice("hs_task_status", "Task status", Statuses),
                Choice("hs_task_priority", "Priority", Priorities),
                Choice("hs_task_type", "Task type", Options("TODO|To-do", "CALL|Call", "EMAIL|E-mail", "LINKED_IN|LinkedIn")),
                Time("hs_task_completion_date", "Completed at").ReadOnly(),
                Bool("hs_task_is_completed", "Is completed").Calculated(),
                Bool("hs_task_is_all_day", "Due date has no time"),
                Text("hs_task_reminders", "Reminders"),
                Text("hs_task_for_object_type", "For object type"),
            ]);
        return task with
        {
            Derive = (before, values, entry, currencies) =>
            {
                task.Derive!(before, values, entry, currencies);
                Finish(before, values, entry);
            },
        };
    }

    /// <summary>A task is finished when its status says so, and since then.</summary>
    private static void Finish(CrmRecord before, RecordFiller task, JournalEntry entry)
    {
        task["hs_task_status"] ??= "NOT_STARTED";
        task["hs_task_priority"] ??= "NONE";
        task["hs_task_type"] ??= "TODO";
        var completed = task["hs_task_status"] == "COMPLETED";
        task["hs_task_is_completed"] = completed ? "true" : "false";
        task["hs_task_completion_date"] = !completed ? null
            : before["hs_task_status"] == "COMPLETED" ? task["hs_task_completion_date"] : Stamp.Iso(entry.At);
    }
}
