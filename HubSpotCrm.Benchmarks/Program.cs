namespace HubSpotCrm.Benchmarks;

/// <summary>One verb per question. Exit code 0: every target met; 1: one missed; 2: arguments that make no sense.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = true;
            stop.Cancel();
        };
        return await RunAsync(args, Console.Out, Console.Error, stop.Token);
    }

    internal static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        if (!BenchmarkArguments.TryParse(args, BenchmarkVerb.All, out var verb, out var arguments, out var error))
        {
            await errors.WriteLineAsync(error);
            await errors.WriteLineAsync(BenchmarkVerb.Usage);
            return 2;
        }

        BenchmarkReport report;
        try
        {
            report = new BenchmarkReport(verb.Name, await verb.Run(arguments, output, cancellationToken));
        }
        catch (BadArgumentException exception)
        {
            await errors.WriteLineAsync(exception.Message);
            return 2;
        }

        await report.PrintAsync(output);
        if (arguments.Json is { } file)
        {
            // What was found until it was stopped is kept too.
            await report.WriteJsonAsync(file, CancellationToken.None);
        }

        return report.Met ? 0 : 1;
    }
}
