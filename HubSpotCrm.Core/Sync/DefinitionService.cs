using System.Globalization;
using System.Text.Json;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Storage.Mirror;
using Microsoft.EntityFrameworkCore;

namespace HubSpotCrm.Core.Sync;

/// <summary>The account's currency (ISO 4217) and zone (IANA), as the connection knows them at the moment of the call.</summary>
internal delegate (string Currency, string TimeZone) AccountSettings();

/// <summary>Holds the definitions as one snapshot, read again from the mirror after they changed.</summary>
internal sealed class DefinitionService : IDefinitionService, IDisposable
{
    private readonly MirrorHost _host;
    private readonly AccountSettings _settings;
    private readonly SemaphoreSlim _loading = new(1, 1);
    private volatile Snapshot? _snapshot;
    private int _version;

    public DefinitionService(MirrorHost host, AccountSettings settings)
    {
        _host = host;
        _settings = settings;
        _host.Changed += Invalidate;
    }

    private sealed record Snapshot(Mirror Mirror, int Version, (string, string) Settings, AccountDefinitions Definitions);

    public async ValueTask<AccountDefinitions> GetAsync(CancellationToken cancellationToken)
    {
        if (_host.Current is not { } mirror)
        {
            return AccountDefinitions.Empty;
        }

        if (Fresh(mirror) is { } fresh)
        {
            return fresh;
        }

        await _loading.WaitAsync(cancellationToken);
        try
        {
            if (Fresh(mirror) is { } loaded)
            {
                return loaded;
            }

            var version = Volatile.Read(ref _version);
            var settings = _settings();
            var definitions = await LoadAsync(mirror, settings.Currency, settings.TimeZone, cancellationToken);
            _snapshot = new Snapshot(mirror, version, settings, definitions);
            return definitions;
        }
        finally
        {
            _loading.Release();
        }
    }

    /// <summary>The next call reads the mirror again.</summary>
    public void Invalidate() => Interlocked.Increment(ref _version);

    public void Dispose()
    {
        _host.Changed -= Invalidate;
        _loading.Dispose();
    }

    private AccountDefinitions? Fresh(Mirror mirror) =>
        _snapshot is { } snapshot && snapshot.Mirror == mirror && snapshot.Version == Volatile.Read(ref _version) && snapshot.Settings == _settings()
            ? snapshot.Definitions
            : null;

    private static async Task<AccountDefinitions> LoadAsync(Mirror mirror, string currency, string timeZone, CancellationToken cancellationToken)
    {
        await using var context = mirror.CreateContext();
        var owners = await context.Owners.AsNoTracking().OrderBy(row => row.Id).ToListAsync(cancellationToken);
        var pipelines = await context.Pipelines.AsNoTracking().OrderBy(row => row.DisplayOrder).ThenBy(row => row.Id).ToListAsync(cancellationToken);
        var stages = (await context.Stages.AsNoTracking().OrderBy(row => row.DisplayOrder).ThenBy(row => row.Id).ToListAsync(cancellationToken))
            .ToLookup(row => row.PipelineId);
        var properties = await context.Properties.AsNoTracking().OrderBy(row => row.ObjectType).ThenBy(row => row.DisplayOrder).ThenBy(row => row.Name).ToListAsync(cancellationToken);
        return new AccountDefinitions(
            [.. owners.Select(row => new Owner(row.Id, row.Email, row.FirstName, row.LastName, row.IsQueue, row.IsArchived) { UserId = row.UserId })],
            [.. pipelines.Select(row => new Pipeline(row.Id, row.Label, row.DisplayOrder, row.IsArchived,
                [.. stages[row.Id].Select(stage => new Stage(stage.Id, stage.Label, stage.DisplayOrder, stage.Probability / 1000m, stage.IsClosed, stage.IsArchived))]))],
            [.. properties.Select(ToDefinition), .. CampaignProperties.All],
            currency,
            timeZone);
    }

    private static PropertyDefinition ToDefinition(PropertyRow row) => new(
        (ObjectType)row.ObjectType, row.Name, row.Label, TypeOf(row.Type), row.FieldType, row.GroupName, row.Description,
        JsonSerializer.Deserialize<List<PropertyOption>>(row.Options) ?? [],
        row.IsReadOnly || row.IsCalculated, row.IsCalculated, row.IsHidden, row.IsArchived, row.HasUniqueValue,
        row is { HasExternalOptions: true, Type: "enumeration" });

    private static PropertyType TypeOf(string name) => name.ToLower(CultureInfo.InvariantCulture) switch
    {
        "string" => PropertyType.Text,
        "number" => PropertyType.Number,
        "date" => PropertyType.Date,
        "datetime" => PropertyType.DateTime,
        "enumeration" => PropertyType.Enumeration,
        "bool" => PropertyType.Boolean,
        "phone_number" => PropertyType.PhoneNumber,
        _ => PropertyType.Other,
    };
}
