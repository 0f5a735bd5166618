using System.Runtime.CompilerServices;
using Bunit;
using Microsoft.AspNetCore.Components;

namespace HubSpotCrm.Tests.Support;

/// <summary>What holds for every test of a component.</summary>
internal static class ComponentTests
{
    /// <summary>Only what never comes takes this long; a second, bUnit's own, is short on a machine that runs a browser beside.</summary>
    [ModuleInitializer]
    internal static void BePatient() => BunitContext.DefaultWaitTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Puts text into the search box, as the last of many keys. Afterwards the box knows it: time that runs before that would end no pause.</summary>
    public static void TypeSearch<T>(this IRenderedComponent<T> page, string text)
        where T : IComponent
    {
        page.Find("input[data-page-search]").Input(text);
        page.WaitForAssertion(() =>
            (page.Find("input[data-page-search]").GetAttribute("value") ?? "", page.FindAll(".searchbox .clear").Count > 0).Should().Be((text, text.Length > 0)));
    }
}
