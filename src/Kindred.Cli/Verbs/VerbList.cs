using System.CommandLine;

namespace Kindred.Cli.Verbs;

/// <summary>The verbs in the order the help shows them. To add one: a file beside this one, and a line here.</summary>
internal static class VerbList
{
    public static IEnumerable<Command> All() =>
    [
        DemoVerb.Create(),
        RunVerb.Create(),
        ImportVerb.Create(),
        CheckVerb.Create(),
        MineVerb.Create(),
        TrainVerb.Create(),
        EvaluateVerb.Create(),
        ReportVerb.Create(),
        ExportVerb.Create(),
        DoctorVerb.Create(),
    ];
}
