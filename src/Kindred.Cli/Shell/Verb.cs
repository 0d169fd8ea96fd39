using System.CommandLine;
using System.CommandLine.Parsing;
using Kindred.Domain;

namespace Kindred.Cli.Shell;

/// <summary>Makes a verb of the command: its help with examples, and one way to end for every outcome.</summary>
internal static class Verb
{
    /// <summary>Creates a verb. <paramref name="examples"/> stand in its help, each a whole command line.</summary>
    public static Command Create(string name, string description, string[] examples, Func<RunContext, Task<int>> run, params Symbol[] symbols)
    {
        var command = new Command(name, $"{description}\n\nExamples:\n{string.Join('\n', examples.Select(e => $"  {e}"))}");
        foreach (Symbol symbol in symbols)
        {
            if (symbol is Argument argument)
            {
                argument.Validators.Add(RefuseOptions);
                command.Add(argument);
            }
            else
            {
                command.Add((Option)symbol);
            }
        }

        command.SetAction((arguments, cancellation) => RunAsync(arguments, run, cancellation));
        return command;
    }

    // What looks like an option and is none would be taken for a file or a name, and the message would speak of that.
    private static void RefuseOptions(ArgumentResult argument)
    {
        if (argument.Tokens.FirstOrDefault(t => t.Value.Length > 2 && t.Value.StartsWith("--", StringComparison.Ordinal)) is { } token)
        {
            argument.AddError($"There is no option '{token.Value}' here.");
        }
    }

    private static async Task<int> RunAsync(ParseResult arguments, Func<RunContext, Task<int>> run, CancellationToken cancellation)
    {
        TextWriter error = arguments.InvocationConfiguration.Error;
        try
        {
            // On a thread of the pool: Ctrl-C is only heard once the action has returned its task.
            return await Task.Run(() => run(new RunContext(arguments, TimeProvider.System, cancellation)), CancellationToken.None);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            error.WriteLine("Cancelled. What was committed before stays as it was.");
            return ExitCode.Cancelled;
        }
        catch (KindredDataException problem)
        {
            error.WriteLine(problem.Message);
            return ExitCode.DataAtFault;
        }
        catch (Exception problem) when (DataFault.Explain(problem) is { } sentence)
        {
            error.WriteLine(sentence);
            return ExitCode.DataAtFault;
        }
        catch (Exception problem)
        {
            error.WriteLine(InternalErrorReport.Write(problem, arguments));
            return ExitCode.InternalError;
        }
    }
}
