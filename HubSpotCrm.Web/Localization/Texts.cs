namespace HubSpotCrm.Web.Localization;

/// <summary>
/// The key of every text: the English words themselves, so English needs no resource file and a missing translation still reads.
/// Another language is <c>Localization/Texts.de.resx</c> beside this file.
/// </summary>
internal sealed class Texts;
