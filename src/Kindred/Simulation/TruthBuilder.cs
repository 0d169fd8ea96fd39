using Kindred.Domain;

namespace Kindred.Simulation;

/// <summary>Writes down what was planted and chooses the coincidences, which need no planting.</summary>
internal sealed class TruthBuilder(Catalogue catalogue, Planting planting, Expectation expectation)
{
    private const int CoincidencesPerConfounder = 40;
    private const int CandidateProducts = 160;
    private const int UsesPerProduct = 3;

    private readonly double _orders = catalogue.Options.Orders;

    public Truth Build() => new()
    {
        Seed = catalogue.Options.Seed,
        Orders = catalogue.Options.Orders,
        Complements = [.. Complements()],
        Substitutes = [.. Substitutes()],
        Coincidences = [.. Enum.GetValues<Confounder>().SelectMany(Coincidences)],
        Cold = [.. planting.Cold.Select(Cold)],
    };

    private ProductId Id(int row) => new(catalogue.IdOf(row));

    private IEnumerable<PlantedComplement> Complements()
    {
        int triples = 0;
        foreach (Attachment attachment in planting.Attachments)
        {
            int? triple = attachment.Companions.Length == 2 ? ++triples : null;
            foreach (int companion in attachment.Companions)
            {
                yield return Complement(attachment, attachment.Anchor, companion, expectation.JointWithCompanion(attachment, companion), triple);
            }

            if (triple is not null)
            {
                yield return Complement(
                    attachment, attachment.Companions[0], attachment.Companions[1], expectation.JointOfCompanions(attachment), triple);
            }
        }
    }

    private PlantedComplement Complement(Attachment by, int a, int b, double joint, int? triple) => new(
        Id(a), Id(b), catalogue.TypeOf(a).Key, catalogue.TypeOf(b).Key, by.Condition, by.Probability,
        _orders * joint, joint / (expectation.Share(a) * expectation.Share(b)), triple);

    private IEnumerable<PlantedSubstitute> Substitutes()
    {
        foreach (ProductType type in ShopVocabulary.Instance.Types)
        {
            int[] best = [.. planting.Established(type.Index).Take(3)];
            foreach ((int a, int b) in PairsOf(best).Where(p => Math.Abs(catalogue.Tier[p.A] - catalogue.Tier[p.B]) <= 1))
            {
                yield return new PlantedSubstitute(Id(a), Id(b), type.Key, _orders * expectation.Share(a) * expectation.Share(b));
            }
        }
    }

    private PlantedColdProduct Cold(int row) => new(
        Id(row),
        catalogue.TypeOf(row).Key,
        catalogue.Options.FirstDay.AddDays(catalogue.LaunchDay[row]),
        [.. planting.AttachmentsOf(row).SelectMany(a => a.Companions).Distinct().Select(Id)]);

    private IEnumerable<PlantedCoincidence> Coincidences(Confounder confounder)
    {
        var uses = new Dictionary<int, int>();
        int found = 0;
        foreach ((int a, int b) in PairsOf(Candidates(confounder)).Where(p => Fits(confounder, p.A, p.B)))
        {
            if (uses.GetValueOrDefault(a) == UsesPerProduct || uses.GetValueOrDefault(b) == UsesPerProduct)
            {
                continue;
            }

            uses[a] = uses.GetValueOrDefault(a) + 1;
            uses[b] = uses.GetValueOrDefault(b) + 1;
            double joint = expectation.JointByConfounders(a, b);
            yield return new PlantedCoincidence(Id(a), Id(b), confounder, _orders * joint, joint / (expectation.Share(a) * expectation.Share(b)));
            if (++found == CoincidencesPerConfounder)
            {
                yield break;
            }
        }
    }

    // Best sellers first: the pairs that counts alone would call associated.
    private int[] Candidates(Confounder confounder) =>
    [
        .. ShopVocabulary.Instance.Types
            .Where(t => confounder == Confounder.Season ? t.Season != Season.Any && !t.Everyday : t.Season == Season.Any)
            .SelectMany(t => planting.Established(t.Index).Take(2))
            .Where(row => catalogue.OutFrom[row] == catalogue.OutTo[row])
            .OrderByDescending(expectation.Share).ThenBy(row => row).Take(CandidateProducts),
    ];

    private bool Fits(Confounder confounder, int a, int b)
    {
        Department first = catalogue.TypeOf(a).Department;
        Department second = catalogue.TypeOf(b).Department;
        if (first == second || planting.IsRelated(a, b))
        {
            return false;
        }

        bool sameTaste = ShopVocabulary.Instance.Segments.Any(s => s.Departments.Contains(first.Index) && s.Departments.Contains(second.Index));
        return confounder switch
        {
            Confounder.Taste => sameTaste,
            Confounder.Season => !sameTaste && catalogue.TypeOf(a).Season == catalogue.TypeOf(b).Season,
            _ => !sameTaste,
        };
    }

    private static IEnumerable<(int A, int B)> PairsOf(int[] rows)
    {
        // By the sum of places, so that the best pairs come first and no single product takes them all.
        for (int sum = 1; sum < 2 * rows.Length; sum++)
        {
            for (int i = Math.Max(0, sum - rows.Length + 1); 2 * i < sum; i++)
            {
                yield return (rows[i], rows[sum - i]);
            }
        }
    }
}
