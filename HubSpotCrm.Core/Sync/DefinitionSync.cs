using System.Text.Json;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.HubSpot.Wire;
using HubSpotCrm.Core.Storage.Mirror;
using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Core.Sync;

/// <summary>Reads owners, deal pipelines and property definitions into the mirror.</summary>
internal sealed class DefinitionSync(DefinitionService definitions)
{
    /// <summary>How old the definitions may become.</summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromHours(1);

    /// <summary>
    /// Replaces what the mirror knows. What HubSpot no longer lists is marked archived, for records keep pointing at it.
    /// A part that the granted scopes do not cover keeps what it was; any other failure keeps everything.
    /// </summary>
    public async Task<Result<Done>> RunAsync(SyncTarget target, CancellationToken cancellationToken)
    {
        var (client, mirror) = target;
        var missing = new List<string>();

        // Asked for all at once: a newcomer waits for them before the first record comes.
        var readingOwners = client.OwnersAsync(cancellationToken);
        var readingPipelines = client.PipelinesAsync(ObjectType.Deal.Plural(), cancellationToken);
        var readingProperties = SyncKinds.CrmObjects.Select(kind => kind.Type).ToDictionary(type => type, type => client.PropertiesAsync(type.Plural(), archived: true, cancellationToken));
        await Task.WhenAll([readingOwners, readingPipelines, .. readingProperties.Values]);
        var owners = Allowed(await readingOwners, missing);
        if (owners.Failure is not null)
        {
            return owners.Failure;
        }

        var pipelines = Allowed(await readingPipelines, missing);
        if (pipelines.Failure is not null)
        {
            return pipelines.Failure;
        }

        var properties = new List<(ObjectType Type, IReadOnlyList<WireProperty> Properties)>();
        foreach (var (type, reading) in readingProperties)
        {
            var read = Allowed(await reading, missing);
            if (read.Failure is not null)
            {
                return read.Failure;
            }

            if (read.List is { } list)
            {
                properties.Add((type, list));
            }
        }

        var checkpoint = new CheckpointRow
        {
            Lane = Lanes.Definitions,
            State = LaneStates.Done,
            UpdatedAt = client.Now,
            Message = missing.Count == 0 ? null : string.Join(" ", missing.Distinct()),
        };
        await mirror.WriteAsync(
            (connection, transaction) =>
            {
                var change = new DefinitionChange(connection, transaction);
                Write(connection, transaction, owners.List);
                Write(connection, transaction, pipelines.List);
                properties.ForEach(entry => Write(connection, transaction, entry.Type, entry.Properties));
                Checkpoints.Write(connection, transaction, [checkpoint, .. change.Wanted(properties.Select(entry => entry.Type))]);
                return true;
            },
            cancellationToken);
        definitions.Invalidate();
        return new Done();
    }

    // A missing scope costs its part only: then there is neither a list nor a failure.
    private static (IReadOnlyList<T>? List, Failure? Failure) Allowed<T>(Result<IReadOnlyList<T>> read, List<string> missing)
    {
        if (read.Failure is MissingScopes refused)
        {
            missing.Add(refused.Message);
            return (null, null);
        }

        return read.Succeeded ? (read.Value, null) : (null, read.Failure);
    }

    private static void Write(SqliteConnection connection, SqliteTransaction transaction, IReadOnlyList<WireOwner>? owners)
    {
        if (owners is null)
        {
            return;
        }

        Execute(connection, transaction, "UPDATE owner SET is_archived = 1");
        using var upsert = new Statement(connection, transaction, """
            INSERT INTO owner (id, email, first_name, last_name, user_id, is_queue, is_archived) VALUES ($p0, $p1, $p2, $p3, $p4, $p5, $p6)
            ON CONFLICT (id) DO UPDATE SET email = excluded.email, first_name = excluded.first_name, last_name = excluded.last_name,
                user_id = excluded.user_id, is_queue = excluded.is_queue, is_archived = excluded.is_archived
            """, 7);
        foreach (var owner in owners)
        {
            upsert.Run(owner.Id, owner.Email, owner.FirstName, owner.LastName, owner.UserId, owner.IsQueue, owner.Archived);
        }
    }

    private static void Write(SqliteConnection connection, SqliteTransaction transaction, IReadOnlyList<WirePipeline>? pipelines)
    {
        if (pipelines is null)
        {
            return;
        }

        Execute(connection, transaction, "UPDATE pipeline SET is_archived = 1; UPDATE stage SET is_archived = 1");
        using var pipelineRow = new Statement(connection, transaction, """
            INSERT INTO pipeline (id, object_type, label, display_order, is_archived) VALUES ($p0, $p1, $p2, $p3, $p4)
            ON CONFLICT (id) DO UPDATE SET label = excluded.label, display_order = excluded.display_order, is_archived = excluded.is_archived
            """, 5);
        using var stageRow = new Statement(connection, transaction, """
            INSERT INTO stage (pipeline_id, id, label, display_order, probability, is_closed, is_archived) VALUES ($p0, $p1, $p2, $p3, $p4, $p5, $p6)
            ON CONFLICT (pipeline_id, id) DO UPDATE SET label = excluded.label, display_order = excluded.display_order,
                probability = excluded.probability, is_closed = excluded.is_closed, is_archived = excluded.is_archived
            """, 7);
        foreach (var pipeline in pipelines)
        {
            pipelineRow.Run(pipeline.Id, (int)ObjectType.Deal, pipeline.Label, pipeline.DisplayOrder, pipeline.Archived);
            foreach (var stage in pipeline.Stages)
            {
                stageRow.Run(pipeline.Id, stage.Id, stage.Label, stage.DisplayOrder, PropertyValues.Thousandths(stage.Probability, out _), stage.IsClosed, stage.Archived);
            }
        }
    }

    private static void Write(SqliteConnection connection, SqliteTransaction transaction, ObjectType type, IReadOnlyList<WireProperty> properties)
    {
        Execute(connection, transaction, $"UPDATE property SET is_archived = 1 WHERE object_type = {(int)type}");
        using var upsert = new Statement(connection, transaction, """
            INSERT INTO property (object_type, name, label, type, field_type, group_name, description, options, is_calculated, is_read_only,
                is_hidden, is_archived, has_unique_value, has_external_options, display_order)
            VALUES ($p0, $p1, $p2, $p3, $p4, $p5, $p6, $p7, $p8, $p9, $p10, $p11, $p12, $p13, $p14)
            ON CONFLICT (object_type, name) DO UPDATE SET label = excluded.label, type = excluded.type, field_type = excluded.field_type,
                group_name = excluded.group_name, description = excluded.description, options = excluded.options,
                is_calculated = excluded.is_calculated, is_read_only = excluded.is_read_only, is_hidden = excluded.is_hidden,
                is_archived = excluded.is_archived, has_unique_value = excluded.has_unique_value,
                has_external_options = excluded.has_external_options, display_order = excluded.display_order
            """, 15);

        // Live ones last: HubSpot may list a name twice, once archived and once made anew.
        foreach (var property in properties.OrderByDescending(property => property.Archived))
        {
            var options = JsonSerializer.Serialize(property.Options.Select(option => new PropertyOption(option.Value, option.Label, option.DisplayOrder, option.Hidden)));
            upsert.Run(
                (int)type, property.Name, property.Label, property.Type, property.FieldType, property.GroupName, property.Description, options,
                property.Calculated, property.ReadOnlyValue, property.Hidden, property.Archived, property.HasUniqueValue, property.ExternalOptions,
                property.DisplayOrder);
        }
    }

    private static void Execute(SqliteConnection connection, SqliteTransaction transaction, string sql)
    {
        using var statement = new Statement(connection, transaction, sql, 0);
        statement.Run();
    }
}
