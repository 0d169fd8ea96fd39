using Kindred.Domain;
using Kindred.Recommend;

namespace Kindred.Evaluation;

/// <summary>A search that can be judged.</summary>
/// <param name="Name">The name it is asked for by.</param>
/// <param name="Build">Makes the search over the products of a task.</param>
public sealed record RetrievalMethod(string Name, Func<RetrievalTask, IProgress<StageProgress>?, CancellationToken, IProductSearch> Build);
