namespace HubSpotCrm.Core.Crm;

/// <summary>Contacts, as <see cref="IRecordService{T}"/> says.</summary>
public interface IContactService : IRecordService<Contact>;
