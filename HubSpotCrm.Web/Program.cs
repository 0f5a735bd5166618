using HubSpotCrm.Web.Hosting;

namespace HubSpotCrm.Web;

internal sealed class Program
{
    private static Task<int> Main(string[] args) => PortalProgram.RunAsync(args, Console.Out, Console.Error);
}
