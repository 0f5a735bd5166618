using System.Text.RegularExpressions;
using System.Xml.Linq;
using ArchUnitNET.Loader;
using ArchUnitNET.xUnitV3;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Tests.Support;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace HubSpotCrm.Tests.Architecture;

/// <summary>Who may know whom. The rule stands in docs/architecture.md.</summary>
public sealed partial class DependencyRuleTests
{
    private static readonly global::ArchUnitNET.Domain.Architecture Core =
        new ArchLoader().LoadAssemblies(typeof(Failure).Assembly).Build();

    [Theory]
    [InlineData("HubSpotCrm.Core")]
    [InlineData("HubSpotCrm.Sandbox")]
    [InlineData("HubSpotCrm.Web", "HubSpotCrm.Core", "HubSpotCrm.Sandbox")]
    [InlineData("HubSpotCrm.Benchmarks", "HubSpotCrm.Core", "HubSpotCrm.Sandbox")]
    public void A_project_references_only_what_the_rule_allows(string project, params string[] allowed)
    {
        var references = XDocument.Load(Path.Combine(Repository.Root, project, $"{project}.csproj"))
            .Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!));

        references.Should().BeEquivalentTo(allowed);
    }

    [Fact]
    public void One_file_of_the_portal_knows_the_sandbox()
    {
        Repository.SourceFiles("HubSpotCrm.Web")
            .Where(file => SandboxNamespace().IsMatch(File.ReadAllText(file)))
            .Select(Path.GetFileName)
            .Should().BeSubsetOf(["SandboxHosting.cs"]);
    }

    [Fact]
    public void The_client_of_HubSpot_knows_nothing_of_the_portal_but_its_common_words()
    {
        var others = Types().That().ResideInNamespaceMatching(@"^HubSpotCrm\.Core\.(Access|Audit|Analytics|Columns|Connection|Crm|Outbox|Search|Storage|Sync)(\..*)?$");

        Types().That().ResideInNamespaceMatching(@"^HubSpotCrm\.Core\.HubSpot(\..*)?$")
            .Should().NotDependOnAny(others)
            .Check(Core);
    }

    [Fact]
    public void Common_words_know_no_feature()
    {
        var features = Types().That().ResideInNamespaceMatching(@"^HubSpotCrm\.Core\.(?!Common)\w+(\..*)?$");

        Types().That().ResideInNamespace("HubSpotCrm.Core.Common").Should().NotDependOnAny(features).Check(Core);
    }

    [Fact]
    public void Core_knows_neither_pages_nor_requests()
    {
        var references = typeof(Failure).Assembly.GetReferencedAssemblies().Select(name => name.Name!);

        references.Should().NotContain(name => name.StartsWith("Microsoft.AspNetCore.Components", StringComparison.Ordinal)
            || name == "Microsoft.AspNetCore.Http.Abstractions" || name == "Microsoft.AspNetCore.Http" || name == "MudBlazor");
    }

    [Fact]
    public void What_is_not_meant_for_inheritance_is_sealed()
    {
        var open = typeof(Failure).Assembly.GetTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false, IsSealed: false } && !type.IsDefined(typeof(System.Runtime.CompilerServices.CompilerGeneratedAttribute), inherit: false))
            .Where(type => type.Namespace?.StartsWith("HubSpotCrm.Core", StringComparison.Ordinal) == true && !type.Namespace.EndsWith("Migrations", StringComparison.Ordinal))
            .Where(type => !typeof(Failure).Assembly.GetTypes().Any(other => other.BaseType == type))
            .Select(type => type.FullName);

        open.Should().BeEmpty();
    }

    [Fact]
    public void Pages_stay_small_enough_to_read_at_once()
    {
        Repository.SourceFiles("HubSpotCrm.Web")
            .Where(file => file.EndsWith(".razor", StringComparison.Ordinal) || file.EndsWith(".razor.cs", StringComparison.Ordinal))
            .Where(file => File.ReadLines(file).Count() > 250)
            .Select(Path.GetFileName)
            .Should().BeEmpty();
    }

    [Fact]
    public void Text_from_HubSpot_is_never_rendered_as_markup()
    {
        Repository.SourceFiles("HubSpotCrm.Web")
            .Where(file => RawMarkup().IsMatch(File.ReadAllText(file)))
            .Select(file => Path.GetRelativePath(Repository.Root, file))
            .Should().BeEmpty("text of records is text; icons and styles do not need it either");
    }

    [GeneratedRegex(@"HubSpotCrm\.Sandbox\b")]
    private static partial Regex SandboxNamespace();

    [GeneratedRegex(@"\bMarkupString\b|\bAddMarkupContent\b")]
    private static partial Regex RawMarkup();
}
