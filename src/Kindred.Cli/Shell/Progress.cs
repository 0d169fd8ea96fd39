using Kindred.Domain;
using Spectre.Console;

namespace Kindred.Cli.Shell;

/// <summary>Shows the progress of long stages on stderr: bars on a terminal, a line now and then elsewhere, nothing under --quiet.</summary>
internal static class Progress
{
    /// <summary>Runs work that reports its stages.</summary>
    public static T Show<T>(RunContext context, Func<IProgress<StageProgress>, T> work)
    {
        if (context.Quiet)
        {
            return work(new Silent());
        }

        if (Console.IsErrorRedirected)
        {
            return work(new Lines(context.Notes, context.Clock));
        }

        return ShowBars(work);
    }

    private static T ShowBars<T>(Func<IProgress<StageProgress>, T> work)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Progress().AutoClear(true).HideCompleted(false)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn(), new SpinnerColumn())
            .Start(display => work(new Bars(display)));
    }

    private sealed class Silent : IProgress<StageProgress>
    {
        public void Report(StageProgress value)
        {
        }
    }

    /// <summary>One bar a stage; a new stage completes the one before it.</summary>
    private sealed class Bars(ProgressContext display) : IProgress<StageProgress>
    {
        private readonly Lock _gate = new();
        private readonly Dictionary<string, ProgressTask> _tasks = [];
        private ProgressTask? _current;

        public void Report(StageProgress value)
        {
            lock (_gate)
            {
                if (!_tasks.TryGetValue(value.Stage, out ProgressTask? task))
                {
                    _current?.Value(1).StopTask();
                    _tasks[value.Stage] = task = display.AddTask(Markup.Escape(value.Stage), maxValue: 1);
                }

                _current = task;
                task.IsIndeterminate = value.Fraction is null;
                task.Value(value.Fraction ?? 0);
                task.Description(Markup.Escape(value.Detail is null ? value.Stage : $"{value.Stage}: {value.Detail}"));
            }
        }
    }

    /// <summary>For logs: a line when a stage begins, and at most one every five seconds while it lasts.</summary>
    private sealed class Lines(TextWriter notes, TimeProvider clock) : IProgress<StageProgress>
    {
        private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
        private readonly Lock _gate = new();
        private string? _stage;
        private long _lastWritten;

        public void Report(StageProgress value)
        {
            lock (_gate)
            {
                if (value.Stage == _stage && clock.GetElapsedTime(_lastWritten) < Interval)
                {
                    return;
                }

                _stage = value.Stage;
                _lastWritten = clock.GetTimestamp();
                string share = value.Fraction is { } f ? $" {f:P0}" : string.Empty;
                string detail = value.Detail is { } d ? $" ({d})" : string.Empty;
                notes.WriteLine($"{value.Stage} …{share}{detail}");
            }
        }
    }
}
