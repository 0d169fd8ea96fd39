using System.CommandLine;
using Kindred.Cli.Shell;

if (args is ["--version"])
{
    Console.Out.WriteLine(ProgramVersion.Text);
    return ExitCode.Done;
}

// A plain command as root: its name, and so the help, is "kindred" whatever the program file is called.
var root = new Command("kindred", "Kindred finds which products belong together and why.") { CommandHelp.Option(), new VersionOption() };
foreach (Option option in CommonOptions.All)
{
    root.Add(option);
}

foreach (Command verb in Kindred.Cli.Verbs.VerbList.For(args))
{
    root.Add(verb);
}

ParseResult arguments = root.Parse(args);
if (arguments.Errors.Count > 0)
{
    foreach (var error in arguments.Errors)
    {
        Console.Error.WriteLine(error.Message);
    }

    Console.Error.WriteLine($"Try 'kindred {$"{CommandHelp.PathOf(arguments.CommandResult)} ".TrimStart()}--help'.");
    return ExitCode.WrongUsage;
}

return await arguments.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(10) });
