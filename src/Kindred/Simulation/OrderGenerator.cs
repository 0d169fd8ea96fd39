using Kindred.Numerics;

namespace Kindred.Simulation;

/// <summary>Makes the lines of any order from its number alone.</summary>
/// <remarks>Orders share no state, so they can be made in any order, twice, or by many threads. Thread-safe.</remarks>
internal sealed class OrderGenerator(
    ShopOptions options, ShopCalendar calendar, Catalogue catalogue, Customers customers, Demand demand, Promotions promotions, Planting planting)
{
    private const double SecondOfTypeShare = 0.15;
    private const double SubstituteTakenShare = 0.7;
    private const double BrandLoyalty = 0.5;
    private const int HabitsPerCustomer = 6;
    private const int Tries = 4;

    /// <summary>Adds the lines written at order <paramref name="order"/>: earlier orders cancelled now, then the order itself.</summary>
    public void Append(long order, List<SoldLine> lines)
    {
        Basket basket = Begin(order);
        AppendCancellations(order, basket.At, lines);
        AppendOrder(basket, lines);
    }

    private Basket Begin(long order)
    {
        var random = new RandomStream(options.Seed, (ulong)Salt.Order + (ulong)order);
        int day = calendar.DayOf(order);
        return new Basket(order, day, calendar.SeasonOfDay(day), calendar.TimeOf(order, day, random.NextDouble()), customers.Draw(random), random);
    }

    // A cancelled order j is written again, negative, one to seven days' orders later, so each order knows which earlier ones to look at.
    private void AppendCancellations(long order, DateTime at, List<SoldLine> lines)
    {
        long aDay = Math.Max(1, options.Orders / options.Days);
        for (int days = 1; days <= 7; days++)
        {
            long earlier = order - (days * aDay);
            if (earlier < 0 || earlier % 7 != days - 1)
            {
                continue;
            }

            var random = new RandomStream(options.Seed, (ulong)Salt.Cancellation + (ulong)earlier);
            if (random.NextDouble() < options.CancellationShare)
            {
                Cancel(earlier, at, wholeOrder: random.NextDouble() < 0.6, lines);
            }
        }
    }

    private void Cancel(long earlier, DateTime at, bool wholeOrder, List<SoldLine> lines)
    {
        int start = lines.Count;
        AppendOrder(Begin(earlier), lines);
        if (!wholeOrder)
        {
            lines.RemoveRange(start + 1, lines.Count - start - 1);
        }

        for (int i = start; i < lines.Count; i++)
        {
            lines[i] = lines[i] with { Cancelled = true, At = at, Quantity = -lines[i].Quantity, DiscountCents = -lines[i].DiscountCents };
        }
    }

    private void AppendOrder(Basket basket, List<SoldLine> lines)
    {
        int needs = demand.DrawNeeds(basket.Random);
        for (int i = 0; i < needs || basket.Rows.Count == 0; i++)
        {
            Meet(basket);
        }

        int own = basket.Rows.Count;
        for (int i = 0; i < own; i++)
        {
            TakeCompanions(basket, basket.Rows[i]);
        }

        int start = lines.Count;
        byte channel = (byte)Math.Max(0, basket.Random.NextInt(5) - 2);
        foreach (int row in basket.Rows)
        {
            lines.Add(Priced(basket, row, channel));
        }

        if (basket.Random.NextDouble() < options.DirtShare)
        {
            AddDirt(basket.Random, lines, start);
        }
    }

    private void Meet(Basket basket)
    {
        for (int attempt = 0; attempt < Tries; attempt++)
        {
            int row = Want(basket);
            if (basket.Day < catalogue.LaunchDay[row])
            {
                continue;
            }

            if (!catalogue.IsSold(row, basket.Day))
            {
                row = catalogue.SubstituteOf(row);
                if (!catalogue.IsSold(row, basket.Day) || basket.Random.NextDouble() >= SubstituteTakenShare)
                {
                    return;
                }
            }

            if (TryTake(basket, row))
            {
                return;
            }
        }
    }

    private int Want(Basket basket)
    {
        double u = basket.Random.NextDouble();
        int segment = customers.SegmentOf(basket.Customer);
        int tier = customers.TierOf(basket.Customer);
        if (u < Demand.PromotionShare)
        {
            return promotions.Draw(basket.Day, basket.Random);
        }

        if (u < Demand.PromotionShare + Demand.HabitShare)
        {
            ulong habit = ((ulong)basket.Customer * HabitsPerCustomer) + (ulong)basket.Random.NextInt(HabitsPerCustomer);
            return demand.DrawHabit(segment, tier, new RandomStream(options.Seed, (ulong)Salt.Habits + habit));
        }

        return PreferBrand(basket, demand.DrawProduct(segment, basket.Season, tier, basket.Random), tier);
    }

    // Customers look once more for their brand of the department. As every brand has equally many friends, total sales stay the same.
    private int PreferBrand(Basket basket, int row, int tier)
    {
        ProductType type = catalogue.TypeOf(row);
        int brands = type.Department.Brands.Length;
        int favourite = (int)(((uint)basket.Customer * 2654435761u >> 8) + (uint)type.Department.Index) % brands;
        if (catalogue.Brand[row] == favourite || basket.Random.NextDouble() >= BrandLoyalty)
        {
            return row;
        }

        int other = demand.DrawOfType(type.Index, tier, basket.Random);
        return catalogue.Brand[other] == favourite ? other : row;
    }

    private bool TryTake(Basket basket, int row)
    {
        ProductType type = catalogue.TypeOf(row);
        foreach (int held in basket.Rows)
        {
            if (held == row || (catalogue.TypeOf(held) == type && basket.Random.NextDouble() >= SecondOfTypeShare))
            {
                return false;
            }
        }

        basket.Rows.Add(row);
        return true;
    }

    private void TakeCompanions(Basket basket, int anchor)
    {
        foreach (Attachment attachment in planting.AttachmentsOf(anchor))
        {
            if (!attachment.Applies(basket.Season, customers.SegmentOf(basket.Customer)) || basket.Random.NextDouble() >= attachment.Probability)
            {
                continue;
            }

            foreach (int companion in attachment.Companions)
            {
                if (catalogue.IsSold(companion, basket.Day))
                {
                    TryTake(basket, companion);
                }
            }
        }
    }

    private SoldLine Priced(Basket basket, int row, byte channel)
    {
        double u = basket.Random.NextDouble();
        int quantity = u < 0.80 ? 1 : u < 0.93 ? 2 : u < 0.97 ? 3 : u < 0.995 ? 4 : 12;
        int price = catalogue.PriceCents[row];
        int discount = (int)((long)price * quantity * promotions.PercentOff(row, basket.Day) / 100);
        return new SoldLine(basket.Order, false, basket.Customer, basket.At, row, quantity, price, discount, channel, false);
    }

    // What real exports hold beside sales: postage, lines entered twice, zero prices, ids in other case, trials of the till.
    private static void AddDirt(RandomStream random, List<SoldLine> lines, int start)
    {
        int at = start + random.NextInt(lines.Count - start);
        SoldLine line = lines[at];
        switch (random.NextInt(6))
        {
            case 0 or 1:
                lines.Add(line with { Row = SoldLine.Postage, Quantity = 1, PriceCents = 395 + (100 * random.NextInt(4)), DiscountCents = 0 });
                break;
            case 2:
                lines.Add(line);
                break;
            case 3:
                lines[at] = line with { PriceCents = 0, DiscountCents = 0 };
                break;
            case 4:
                lines[at] = line with { LowerCaseId = true };
                break;
            default:
                lines.Add(line with { Row = SoldLine.Test, Quantity = 1, PriceCents = 1, DiscountCents = 0 });
                break;
        }
    }

    private sealed record Basket(long Order, int Day, Season Season, DateTime At, int Customer, RandomStream Random)
    {
        public List<int> Rows { get; } = new(8);
    }
}
