using HubSpotCrm.Core.Search.Embeddings;

namespace HubSpotCrm.Tests.Support;

/// <summary>The search for what is close in meaning in whatever state a test puts it.</summary>
internal sealed class FakeMeaningReport : IMeaningReport
{
    public event Action? Changed;

    public MeaningStatus Status { get; private set; } = new(MeaningStage.Off);

    public void Tell(MeaningStatus status)
    {
        Status = status;
        Changed?.Invoke();
    }
}
