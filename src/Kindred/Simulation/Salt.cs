namespace Kindred.Simulation;

/// <summary>Which random stream a part of the shop draws from, so that changing one part leaves the others as they were.</summary>
internal enum Salt : ulong
{
    /// <summary>Weights of days.</summary>
    Calendar = 1,

    /// <summary>Weights of product types.</summary>
    Types = 2,

    /// <summary>Customers and their tastes.</summary>
    Customers = 3,

    /// <summary>Weekly flyers.</summary>
    Promotions = 4,

    /// <summary>Planted structure.</summary>
    Planting = 5,

    /// <summary>Sales order of products within their type.</summary>
    Ranks = 6,

    /// <summary>Facts of one product (its stream number is this plus its row).</summary>
    Product = 1UL << 40,

    /// <summary>Words of one product.</summary>
    Words = 2UL << 40,

    /// <summary>What a customer keeps buying.</summary>
    Habits = 3UL << 40,

    /// <summary>Lines of one order.</summary>
    Order = 4UL << 40,

    /// <summary>Language of one product in a bilingual catalogue.</summary>
    Language = 6UL << 40,

    /// <summary>Blank and capital titles.</summary>
    TitleDirt = 7UL << 40,

    /// <summary>Whether an order is cancelled.</summary>
    Cancellation = 5UL << 40,
}
