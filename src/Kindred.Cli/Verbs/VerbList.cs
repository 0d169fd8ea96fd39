using System.CommandLine;

namespace Kindred.Cli.Verbs;

/// <summary>The verbs in the order the help shows them. To add one: a file beside this one, and a line here.</summary>
internal static class VerbList
{
    private static readonly (string Name, Func<Command> Create)[] Verbs =
    [
        ("demo", DemoVerb.Create),
        ("run", RunVerb.Create),
        ("import", ImportVerb.Create),
        ("check", CheckVerb.Create),
        ("mine", MineVerb.Create),
        ("train", TrainVerb.Create),
        ("encode", EncodeVerb.Create),
        ("search", SearchVerb.Create),
        ("evaluate", EvaluateVerb.Create),
        ("report", ReportVerb.Create),
        ("export", ExportVerb.Create),
        ("model", ModelVerb.Create),
        ("pretrain", PretrainVerb.Create),
        ("doctor", DoctorVerb.Create),
    ];

    /// <summary>The verbs that the arguments may mean: those they name, or all where they name none. Making the options of a verb takes milliseconds.</summary>
    public static IEnumerable<Command> For(string[] arguments)
    {
        (string Name, Func<Command> Create)[] named = Array.FindAll(Verbs, verb => Array.IndexOf(arguments, verb.Name) >= 0);
        return Array.ConvertAll(named.Length > 0 ? named : Verbs, verb => verb.Create());
    }
}
