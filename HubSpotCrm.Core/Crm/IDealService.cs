namespace HubSpotCrm.Core.Crm;

/// <summary>Deals, as <see cref="IRecordService{T}"/> says.</summary>
public interface IDealService : IRecordService<Deal>;
