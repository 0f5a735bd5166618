using HubSpotCrm.Core.Columns;

namespace HubSpotCrm.Tests.Support;

/// <summary>A columnar copy in whatever state a test puts it.</summary>
internal sealed class FakeColumnCopyReport : IColumnCopyReport
{
    public event Action? Changed;

    public ColumnCopyStatus? Status { get; private set; } = new(ColumnCopyStage.Ready);

    public void Tell(ColumnCopyStatus? status)
    {
        Status = status;
        Changed?.Invoke();
    }
}
