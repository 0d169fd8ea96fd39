namespace Kindred.Store.Cleaning.Rules;

/// <summary>Finds lines that sell no product: postage, fees, manual entries, vouchers, samples, tests.</summary>
/// <remarks>
/// Decided for each product on documented evidence: its whole title is a service text (English or Chinese), its code is a
/// service word, or its code has at most four letters and no digit where at least nine of ten codes have digits.
/// A word inside a longer title ("FRENCH CARRIAGE LANTERN") is no evidence.
/// </remarks>
internal sealed record ServiceLinesRule() : CleaningRule(
    RuleIds.ServiceLines, "Lines that sell no product: postage, fees, manual entries, vouchers, samples, tests.", o => o.ServiceLines)
{
    private static readonly (string Kind, string Title)[] Titles =
    [
        ("postage", @"(?:dotcom |next day |express |standard |free |international )?(?:postage|shipping|delivery|carriage|freight|p ?& ?p)(?: (?:charges?|fees?|costs?))?"),
        ("fee", @"(?:amazon|paypal|ebay|bank|card|packing|packaging|handling|service|booking|transaction|processing|commission|restocking)[ -]?(?:charges?|fees?|costs?)"),
        ("fee", @"(?:\S+ )?commission"),
        ("manual", @"manual(?: entry| adjustment| credit)?|adjust(?:ment)?|adjust bad debt|bad debt|rounding|miscellaneous|credit note"),
        ("discount", @"(?:\S+ )?discount|rebate|coupon"),
        ("sample", @"(?:free )?samples?"),
        ("voucher", @"(?:\S+ )?(?:gift ?vouchers?|gift ?cards?|gift certificates?|store credit|e-?gift card)(?: .{0,12})?"),
        ("deposit", @"deposit|donation|tips?"),
        ("test", @"test(?:[ _-]?(?:product|item|order|line|sku))?[ _-]?\d*"),
        ("postage", "(?:补|付|国际|快递|物流)?(?:运费|邮费|邮资|快递费|配送费|物流费|包装费)(?:险|补差|差价|专拍|链接|专用)*"),
        ("fee", "(?:手续费|服务费|安装费|加工费|税费)(?:专拍|链接|补差)*"),
        ("manual", "(?:补|运费|邮费|邮费补)?(?:差价|补差价|补差|补拍)(?:专拍|链接|专用)*"),
        ("voucher", "(?:电子)?(?:礼品卡|购物卡|代金券|优惠券|储值卡)(?: ?.{0,8})?"),
        ("deposit", "定金|订金|押金|打赏|捐款"),
        ("test", "(?:商品|产品|订单)?测试(?:商品|产品|订单|链接|数据|勿拍|请勿.*)?"),
    ];

    private const string ServiceCode =
        @"(?:POSTAGE|POST|SHIPPING|DELIVERY|FREIGHT|CARRIAGE|MANUAL|DISCOUNT|SAMPLES?|BANK ?CHARGES?|AMAZON ?FEE|ADJUST\d*|GIFT[ _-]?(?:CARD|VOUCHER)?[_ -]?\d*_\d+|GIFT ?CARD.*|VOUCHER.*|TEST[ _-]?\d*)";

    private const int LeastProductsForCodePattern = 20;

    public override RuleFindings Find(CleaningSession session, int number)
    {
        BuildProducts(session);
        session.Execute($"INSERT INTO marks SELECT l.line, {number}, s.kind || ': ' || s.evidence FROM lines l JOIN service_products s USING (product)");
        Dictionary<string, long> details = session
            .Rows(
                $"SELECT split_part(detail, ':', 1), count(*) FROM marks WHERE rule = {number} GROUP BY 1 ORDER BY 1",
                r => KeyValuePair.Create($"lines_{r.GetString(0)}", r.GetInt64(1)))
            .ToDictionary();
        details["products"] = session.Long("SELECT count(*) FROM service_products");
        List<string> notes = session.Rows(
            $"SELECT product, title, n, kind, evidence FROM service_products ORDER BY n DESC, product LIMIT {session.Options.Examples}",
            r => $"{r.GetString(0)}{(r.IsDBNull(1) ? "" : $" \"{r.GetString(1)}\"")}: {r.GetInt64(2):N0} lines, {r.GetString(3)} ({r.GetString(4)}).");
        return new RuleFindings(details, notes);
    }

    private static void BuildProducts(CleaningSession session)
    {
        string titleKind = string.Join(' ', Titles.Select(t => $"WHEN regexp_full_match(lower(title), '{t.Title}') THEN '{t.Kind}'"));
        session.Execute($"""
            CREATE OR REPLACE TEMP TABLE service_products AS
            WITH products AS (
                SELECT product, c.title, n FROM (SELECT product, count(*) AS n FROM lines GROUP BY product) LEFT JOIN chosen_titles c USING (product)),
            shop AS (SELECT count(*) >= {LeastProductsForCodePattern} AND avg(regexp_matches(product, '[0-9]')::INT) >= 0.9 AS codes_have_digits FROM products),
            judged AS (
                SELECT product, title, n, CASE {titleKind} END AS title_kind,
                    regexp_full_match(upper(product), '{ServiceCode}') AS code_says_so,
                    codes_have_digits AND length(product) <= 4 AND NOT regexp_matches(product, '[0-9]') AS code_is_letters
                FROM products, shop)
            SELECT product, title, n,
                CASE WHEN list_contains($1::VARCHAR[], product) THEN 'named' ELSE coalesce(title_kind, 'other') END AS kind,
                CASE WHEN list_contains($1::VARCHAR[], product) THEN 'named in the options'
                    WHEN title_kind IS NOT NULL THEN 'its whole title says so'
                    WHEN code_says_so THEN 'its code says so'
                    ELSE 'a code of letters only, where codes have digits' END AS evidence
            FROM judged
            WHERE (title_kind IS NOT NULL OR code_says_so OR code_is_letters OR list_contains($1::VARCHAR[], product))
                AND NOT list_contains($2::VARCHAR[], product)
            """, session.Options.ServiceProducts.ToList(), session.Options.KeepProducts.ToList());
    }
}
