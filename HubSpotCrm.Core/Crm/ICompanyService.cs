namespace HubSpotCrm.Core.Crm;

/// <summary>Companies, as <see cref="IRecordService{T}"/> says.</summary>
public interface ICompanyService : IRecordService<Company>;
