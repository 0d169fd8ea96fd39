using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using Kindred.Cli.Shell;
using Kindred.Domain;
using Kindred.Evaluation;
using Kindred.Models;

namespace Kindred.Cli.Models;

/// <summary>What models are trained on, and the split on which settings are tuned and training is stopped early.</summary>
internal sealed class TrainingSource
{
    private const string Baskets = "baskets";
    private const string Customers = "customers";

    public static readonly Option<string> By = CreateBy();

    private readonly WorkspaceBaskets? _workspace;
    private readonly InteractionData? _file;
    private readonly string? _by;
    private readonly ulong _seed;

    private TrainingSource(RunContext context, WorkspaceBaskets? workspace, InteractionData? file) =>
        (_workspace, _file, _by, _seed) = (workspace, file, context.Arguments.GetValue(By), context.Seed);

    public static TrainingSource Read(RunContext context, IProgress<StageProgress> progress) => context.Arguments.GetValue(InteractionSource.Train) is { } path
        ? new TrainingSource(context, null, InteractionSource.ReadFiles(context, [path])[0])
        : new TrainingSource(context, InteractionSource.ReadWorkspace(context, progress), null);

    /// <summary>Refuses models that learn from an order before others are trained in vain.</summary>
    public void RequireOrderFor(IEnumerable<ModelDefinition> definitions)
    {
        if (_file is { HasOrder: false } && definitions.Contains(TransitionModel.Definition))
        {
            throw new KindredDataException("Transitions need to know in which order things were bought, and this file has neither times nor an order. Leave them out, or say --format sequences where products stand in order.");
        }
    }

    /// <summary>A hash of everything there is to learn from, and of a text.</summary>
    public string HashWith(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{(_workspace is null ? DataFingerprint.Of(_file!) : DataFingerprint.Of(_workspace.History))} {text}")));

    /// <summary>What a row of the training data is; null for the users of a file.</summary>
    public string? RowsOf(ModelRequest request) =>
        _workspace is null ? null : _by ?? (request.Definition == TransitionModel.Definition ? Customers : Baskets);

    public InteractionData DataFor(ModelRequest request)
    {
        if (_workspace is null)
        {
            return _file!;
        }

        ModelChoice.RequireTimes([request], _workspace);
        return RowsOf(request) == Customers ? _workspace.History.ByCustomer(_seed) : _workspace.History.ByBasket();
    }

    /// <summary>Basket completion for baskets, the next product where there is an order, else users held out.</summary>
    public EvaluationTask SplitFor(ModelRequest request)
    {
        if (RowsOf(request) == Baskets)
        {
            return new BasketCompletion { Seed = _seed }.Create(_workspace!.History);
        }

        InteractionData data = DataFor(request);
        return data.HasOrder ? NextItem.LeaveLastOut(data) : new UserHoldOut { Seed = _seed }.Create(data);
    }

    private static Option<string> CreateBy()
    {
        var option = new Option<string>("--by")
        {
            Description = $"What the models learn from on a workspace: single {Baskets}, or {Customers} with all they bought. Default: {Baskets}; {Customers} for transitions.",
            HelpName = "ROWS",
        };
        option.AcceptOnlyFromAmong(Baskets, Customers);
        return option;
    }
}
