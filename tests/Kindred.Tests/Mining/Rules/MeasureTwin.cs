using Kindred.Mining.Rules;

namespace Kindred.Tests.Mining.Rules;

/// <summary>The measures by their textbook formulas, in 28-digit decimals as far as they are rational: slow, obvious, independent.</summary>
internal static class MeasureTwin
{
    public static double Evaluate(string name, ContingencyTable t)
    {
        decimal n = t.Total;
        decimal nxy = t.Both, nx = t.Antecedent, ny = t.Consequent;
        decimal nX = n - nx, nY = n - ny, nxY = nx - nxy, nXy = ny - nxy, nXY = n - nx - ny + nxy; // capitals: absent
        decimal xy = nxy / n, x = nx / n, y = ny / n, X = nX / n, Y = nY / n, xY = nxY / n, Xy = nXy / n, XY = nXY / n;
        decimal confidence = nxy / nx, odds = nxy * nXY / (nxY * nXy), lift = n * nxy / (nx * ny);
        decimal d = xy - (x * y);
        return name switch
        {
            "count" or "table.n11" => t.Both,
            "table.n10" => (double)nxY,
            "table.n01" => (double)nXy,
            "table.n00" => (double)nXY,
            "support" => (double)xy,
            "coverage" => (double)x,
            "rhsSupport" => (double)y,
            "casualSupport" => (double)(xy + XY),
            "ralambondrainy" => (double)xY,
            "jaccard" => (double)(xy / (x + y - xy)),
            "cosine" => (double)xy / Root(x * y),
            "kulczynski" => (double)((confidence + (nxy / ny)) / 2),
            "maxconfidence" => (double)Math.Max(confidence, nxy / ny),
            "imbalance" => (double)(Math.Abs(x - y) / (x + y - xy)),
            "lift" => (double)lift,
            "leverage" => (double)d,
            "varyingLiaison" => (double)(lift - 1),
            "lerman" => (double)(nxy - (nx * ny / n)) / Root(nx * ny / n),
            "phi" => (double)d / Root(x * y * X * Y),
            "chiSquared" => (double)new[] { (nxy, nx * ny), (nxY, nx * nY), (nXy, nX * ny), (nXY, nX * nY) }.Sum(cell => Square(cell.Item1 - (cell.Item2 / n)) / (cell.Item2 / n)),
            "kappa" => (double)((xy + XY - (x * y) - (X * Y)) / (1 - (x * y) - (X * Y))),
            "oddsRatio" => (double)odds,
            "yuleQ" => (double)((odds - 1) / (odds + 1)),
            "yuleY" => (double)(odds - 1) / Math.Pow(Root(odds) + 1, 2), // (√o − 1)/(√o + 1) widened by √o + 1
            "collectiveStrength" => (double)((xy + XY) / ((x * y) + (X * Y)) * (1 - (x * y) - (X * Y)) / (1 - xy - XY)),
            "RLD" => (double)(d > 0 ? d / (d + Math.Min(xY, Xy)) : d / (d - Math.Min(xy, XY))),
            "stdLift" => (double)StandardisedLift(lift, x, y, n),
            "confidence" => (double)confidence,
            "laplace" => (double)((nxy + 1) / (nx + 2)),
            "addedValue" => (double)(confidence - y),
            "centeredConfidence" => (double)(Y - (nxY / nx)),
            "certainty" => (double)((confidence - y) / (1 - y)),
            "klosgen" => Root(xy) * (double)(confidence - y),
            "doc" => (double)(confidence - (nXy / nX)),
            "relativeRisk" => (double)(confidence / (nXy / nX)),
            "conviction" => (double)((1 - y) / (1 - confidence)),
            "sebag" => (double)(confidence / (nxY / nx)),
            "counterexample" => (double)((nxy - nxY) / nxy),
            "confirmedConfidence" => (double)(confidence - (nxY / nx)),
            "casualConfidence" => (double)((confidence + (nXY / nX)) / 2),
            "leastContradiction" => (double)((xy - xY) / y),
            "implicationIndex" => (double)(nxY - (nx * nY / n)) / Root(nx * nY / n),
            "importance" => Math.Log10((double)((nxy + 1) / (nx + 2) / ((nXy + 1) / (nX + 2)))),
            "rulePowerFactor" => (double)(xy * confidence),
            "gini" => (double)((x * (Square(confidence) + Square(nxY / nx))) + (X * (Square(nXy / nX) + Square(nXY / nX))) - Square(y) - Square(Y)),
            "lambda" => (double)((Math.Max(nxy, nxY) + Math.Max(nXy, nXY) - Math.Max(ny, nY)) / (n - Math.Max(ny, nY))),
            "mutualInformation" => (Plog(xy, x * y) + Plog(xY, x * Y) + Plog(Xy, X * y) + Plog(XY, X * Y)) / Math.Min(-Plog(x, 1) - Plog(X, 1), -Plog(y, 1) - Plog(Y, 1)),
            "jMeasure" => Plog(xy, x * y) + Plog(xY, x * Y),
            "fishersExactTest" => Tail(t, t.Both),
            "hyperConfidence" => 1 - Tail(t, t.Both),
            "hyperLift" => (double)t.Both / Enumerable.Range(0, t.Total + 1).First(q => 1 - Tail(t, q + 1) >= 0.99 - 1e-13),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "The twin lacks this measure."),
        };
    }

    private static decimal StandardisedLift(decimal lift, decimal x, decimal y, decimal n)
    {
        decimal lowest = Math.Max(x + y - 1, 1 / n) / (x * y);
        decimal highest = 1 / Math.Max(x, y);
        return (lift - lowest) / (highest - lowest);
    }

    /// <summary>P(C ≥ from) by adding up products of fractions, term after term.</summary>
    private static double Tail(ContingencyTable t, int from)
    {
        int lowest = Math.Max(0, t.Antecedent + t.Consequent - t.Total), highest = Math.Min(t.Antecedent, t.Consequent);
        double term = 1, all = 0, tail = 0;
        for (int k = lowest; k <= highest; k++)
        {
            all += term;
            tail += k >= from ? term : 0;
            if (all > 1e200)
            {
                (term, all, tail) = (term * 1e-200, all * 1e-200, tail * 1e-200); // only the ratio counts
            }

            term *= (double)(t.Antecedent - k) * (t.Consequent - k) / ((k + 1.0) * (t.Total - t.Antecedent - t.Consequent + k + 1.0));
        }

        return tail / all;
    }

    private static decimal Square(decimal value) => value * value;

    private static double Root(decimal value) => Math.Sqrt((double)value);

    private static double Plog(decimal p, decimal expected) => (double)p * Math.Log((double)(p / expected));
}
