using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace Kindred.Cli.Shell;

/// <summary>Help of the command that was asked for alone: <c>train encoder</c> does not take the MODEL that <c>train</c> takes.</summary>
internal sealed class CommandHelp(SynchronousCommandLineAction written) : SynchronousCommandLineAction
{
    /// <summary>The option <c>--help</c>.</summary>
    public static HelpOption Option()
    {
        var help = new HelpOption();
        help.Action = new CommandHelp((SynchronousCommandLineAction)help.Action!);
        return help;
    }

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <summary>How the command is called, without the program's name: <c>train encoder</c>.</summary>
    public static string PathOf(CommandResult result) =>
        string.Join(' ', Ancestors(result).Reverse().Append(result).Skip(1).Select(r => r.Command.Name));

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        foreach (Argument argument in Ancestors(parseResult.CommandResult).SelectMany(r => r.Command.Arguments))
        {
            argument.Hidden = true;
        }

        return written.Invoke(parseResult);
    }

    private static IEnumerable<CommandResult> Ancestors(CommandResult result)
    {
        for (var above = result.Parent as CommandResult; above is not null; above = above.Parent as CommandResult)
        {
            yield return above;
        }
    }
}
