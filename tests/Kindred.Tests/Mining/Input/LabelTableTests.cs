using System.Text;
using CsCheck;
using Kindred.Mining.Input;

namespace Kindred.Tests.Mining.Input;

public class LabelTableTests
{
    [Fact]
    public void Numbers_are_those_of_a_dictionary_whether_labels_ascend_or_not()
    {
        // Ascending ids, then a mix that returns to them: the look-up has to know those met before it was built.
        Gen.Select(Gen.Int[0, 2_000], Gen.Int[0, 3_000].Array[0, 600]).Sample((ascending, mixed) =>
        {
            var table = new LabelTable();
            var known = new Dictionary<string, int>();
            foreach (string label in Enumerable.Range(0, ascending).Concat(mixed).Select(i => $"{i}"))
            {
                known.TryAdd(label, known.Count);
                if (table.Number(Encoding.UTF8.GetBytes(label)) != known[label])
                {
                    return false;
                }
            }

            return table.Count == known.Count && known.All(k => table.Text(k.Value) == k.Key);
        }, iter: 300);
    }
}
