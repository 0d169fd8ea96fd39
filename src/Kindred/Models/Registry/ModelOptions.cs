using System.Collections.Concurrent;
using System.Reflection;
using Kindred.Domain;

namespace Kindred.Models;

/// <summary>Reads, checks and prints the options records of models.</summary>
public static class ModelOptions
{
    private static readonly ConcurrentDictionary<Type, IReadOnlyList<ModelParameter>> Known = new();

    /// <summary>The hyper-parameters of an options record, in the order of its properties.</summary>
    public static IReadOnlyList<ModelParameter> Describe(Type optionsType) => Known.GetOrAdd(optionsType, static type =>
    {
        object defaults = Activator.CreateInstance(type)!;
        return [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite).Select(p => new ModelParameter(p, defaults))];
    });

    /// <summary>Makes an options record from texts of the form <c>name=value</c>; what is not named keeps its default.</summary>
    /// <exception cref="KindredDataException">A name is unknown, stands twice, or its value is not allowed; all problems in one message.</exception>
    public static object Parse(Type optionsType, IEnumerable<string> assignments)
    {
        ArgumentNullException.ThrowIfNull(assignments);
        object options = Activator.CreateInstance(optionsType)!;
        IReadOnlyList<ModelParameter> parameters = Describe(optionsType);
        var problems = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (string assignment in assignments)
        {
            Assign(options, parameters, assignment, seen, problems);
        }

        return problems.Count == 0 ? options : throw new KindredDataException(string.Join(Environment.NewLine, problems));
    }

    /// <inheritdoc cref="Parse(Type, IEnumerable{string})"/>
    public static T Parse<T>(params IEnumerable<string> assignments)
        where T : class, new() => (T)Parse(typeof(T), assignments);

    /// <summary>Checks the values of an options record.</summary>
    /// <exception cref="KindredDataException">Values are outside their ranges; all of them in one message.</exception>
    public static void Validate(object options)
    {
        ArgumentNullException.ThrowIfNull(options);
        string[] problems = [.. Describe(options.GetType()).Where(p => !p.IsValid(options)).Select(p => Refusal(p, p.Get(options)))];
        if (problems.Length > 0)
        {
            throw new KindredDataException(string.Join(Environment.NewLine, problems));
        }
    }

    /// <summary>The values of an options record by name, as texts that <see cref="Parse(Type, IEnumerable{string})"/> reads.</summary>
    public static IReadOnlyDictionary<string, string> Format(object options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Describe(options.GetType()).ToDictionary(p => p.Name, p => p.Get(options), StringComparer.Ordinal);
    }

    private static void Assign(object options, IReadOnlyList<ModelParameter> parameters, string assignment, HashSet<string> seen, List<string> problems)
    {
        int equals = assignment.IndexOf('=', StringComparison.Ordinal);
        string name = (equals < 0 ? assignment : assignment[..equals]).Trim();
        if (equals < 0)
        {
            problems.Add($"'{assignment}' is not of the form name=value.");
        }
        else if (parameters.FirstOrDefault(p => p.Name == name) is not { } parameter)
        {
            problems.Add($"There is no option '{name}' here; the options are: {string.Join(", ", parameters.Select(p => p.Name))}.");
        }
        else if (!seen.Add(name))
        {
            problems.Add($"The option '{name}' is given twice.");
        }
        else if (!parameter.TrySet(options, assignment[(equals + 1)..]))
        {
            problems.Add(Refusal(parameter, assignment[(equals + 1)..]));
        }
    }

    private static string Refusal(ModelParameter parameter, string value) => $"The option '{parameter.Name}' is '{value}'; it must be {parameter.Allowed}.";
}
