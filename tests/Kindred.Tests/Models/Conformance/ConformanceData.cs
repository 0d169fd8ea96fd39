using System.Globalization;
using Kindred.Domain;
using Kindred.Models;
using Kindred.Numerics;

namespace Kindred.Tests.Models;

/// <summary>
/// Planted structure: 60 users and 20 products in two camps; even users take products 0 to 9, odd ones 10 to 19, each about two thirds of them
/// and now and then one of the other camp, in a seeded order with times one day apart.
/// </summary>
internal static class ConformanceData
{
    public const int Users = 60;
    public const int Items = 20;
    public const int Camp = Items / 2;

    public static Vocabulary Products(int count) =>
        new(Enumerable.Range(0, count).Select(i => "p" + i.ToString(CultureInfo.InvariantCulture)));

    /// <summary>The data of all users, or of some with the row numbers kept.</summary>
    public static InteractionData Build(int firstUser = 0, int endUser = Users, int items = Items)
    {
        var builder = new InteractionBuilder(Products(items));
        for (int user = firstUser; user < endUser; user++)
        {
            var random = new RandomStream(99, (ulong)user);
            int[] order = [.. Enumerable.Range(0, Camp)];
            random.Shuffle<int>(order);
            for (int i = 0; i < 7; i++)
            {
                builder.Add(user, ((user % 2) * Camp) + order[i], unixSeconds: 86_400L * (i + (user % 5)));
            }

            if (user % 10 == 3)
            {
                builder.Add(user, random.NextInt(Camp), unixSeconds: 86_400L * 20);
            }
        }

        return builder.Build(endUser);
    }

    /// <summary>Users who come later: some rows of before with one purchase more, some new rows, and one new product.</summary>
    public static InteractionData Later()
    {
        var builder = new InteractionBuilder(Products(Items + 1));
        foreach (int user in new[] { 0, 7, Users, Users + 1, Users + 2 })
        {
            for (int i = 0; i < 4; i++)
            {
                builder.Add(user, ((user % 2) * Camp) + ((user + (3 * i)) % Camp), unixSeconds: 86_400L * (30 + i));
            }

            builder.Add(user, Items, unixSeconds: 86_400L * 40);
        }

        return builder.Build();
    }
}
