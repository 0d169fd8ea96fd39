namespace Kindred.Store.Cleaning.Rules;

/// <summary>Finds lines whose title is a stock-keeping note; <see cref="ProductTitles"/> says how one is recognised.</summary>
internal sealed record WarehouseNotesRule() : CleaningRule(
    RuleIds.WarehouseNotes, "Lines described by a stock-keeping note (\"damaged\", \"check\", \"?\"); such a text never names a product.", o => o.WarehouseNotes)
{
    public override bool RemovesLines => false;

    public override RuleFindings Find(CleaningSession session, int number)
    {
        session.Execute($"""
            INSERT INTO marks SELECT l.line, {number}, t.note
            FROM lines l JOIN title_counts t ON t.product = l.product AND t.title = trim(l.title) WHERE t.note IS NOT NULL
            """);
        return new RuleFindings(
            new Dictionary<string, long>
            {
                ["texts"] = session.Long("SELECT count(DISTINCT form) FROM title_counts WHERE note IS NOT NULL"),
                ["products"] = session.Long("SELECT count(DISTINCT product) FROM title_counts WHERE note IS NOT NULL"),
            },
            session.Rows(
                $"""
                SELECT min(title), sum(n)::BIGINT, count(DISTINCT product), min(note) FROM title_counts WHERE note IS NOT NULL
                GROUP BY form ORDER BY 2 DESC, form LIMIT {session.Options.Examples}
                """,
                r => $"\"{r.GetString(0)}\": {r.GetInt64(1):N0} lines of {r.GetInt64(2):N0} products ({r.GetString(3)})."));
    }
}

/// <summary>Lists products that several titles compete for; the most frequent one names the product, ties go to the first in ordinal order.</summary>
internal sealed record ConflictingTitlesRule() : CleaningRule(
    RuleIds.ConflictingTitles, "Lines whose title differs (beyond case and spaces) from the most frequent title of their product.", o => o.ConflictingTitles)
{
    private const string Conflicts = """
        WITH chosen AS (SELECT c.product, c.title, t.form FROM chosen_titles c JOIN title_counts t USING (product, title)),
        others AS (
            SELECT t.product, t.title, t.n, c.title AS chosen FROM title_counts t JOIN chosen c USING (product)
            WHERE t.note IS NULL AND t.form <> c.form)
        """;

    public override bool RemovesLines => false;

    public override RuleFindings Find(CleaningSession session, int number)
    {
        session.Execute($"""
            INSERT INTO marks {Conflicts}
            SELECT l.line, {number}, 'named ' || o.chosen FROM lines l JOIN others o ON o.product = l.product AND o.title = trim(l.title)
            """);
        return new RuleFindings(
            new Dictionary<string, long> { ["products"] = session.Long($"{Conflicts} SELECT count(DISTINCT product) FROM others") },
            session.Rows(
                $"""
                {Conflicts} SELECT product, min(chosen), string_agg(title || ' (' || n || ')', '; ' ORDER BY n DESC, title) FROM others
                GROUP BY product ORDER BY sum(n) DESC, product LIMIT {session.Options.Examples}
                """,
                r => $"{r.GetString(0)} is \"{r.GetString(1)}\"; also seen: {r.GetString(2)}."));
    }
}

/// <summary>Finds lines without description in a shop that gives descriptions.</summary>
internal sealed record BlankDescriptionsRule() : CleaningRule(
    RuleIds.BlankDescriptions, "Lines without description, in files that have descriptions; filled from the product's other lines.", o => o.BlankDescriptions)
{
    public override bool RemovesLines => false;

    public override RuleFindings Find(CleaningSession session, int number)
    {
        if (session.Long("SELECT count(*) FROM title_counts") == 0)
        {
            return RuleFindings.None;
        }

        session.Execute($"""
            INSERT INTO marks SELECT l.line, {number}, coalesce('named ' || c.title, 'no other line names it')
            FROM lines l LEFT JOIN chosen_titles c USING (product) WHERE l.title IS NULL OR trim(l.title) = ''
            """);
        return new RuleFindings(
            new Dictionary<string, long>
            {
                ["fillable"] = session.Long($"SELECT count(*) FROM marks WHERE rule = {number} AND detail LIKE 'named %'"),
                ["without_any_title"] = session.Long($"SELECT count(*) FROM marks WHERE rule = {number} AND detail NOT LIKE 'named %'"),
            },
            []);
    }
}
