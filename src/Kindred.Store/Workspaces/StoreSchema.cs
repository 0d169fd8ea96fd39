namespace Kindred.Store.Workspaces;

/// <summary>The tables of <c>store.duckdb</c> (DESIGN section 4).</summary>
/// <remarks>
/// Amounts are exact decimals, so that sums do not depend on the order of addition. <c>order_lines.title</c> keeps the
/// title as each line had it, for the cleaning rules; <c>products.title</c> is the most frequent one.
/// </remarks>
internal static class StoreSchema
{
    public const string Create = """
        CREATE SEQUENCE IF NOT EXISTS import_ids;
        CREATE TABLE IF NOT EXISTS imports (
            import_id INTEGER NOT NULL, source VARCHAR NOT NULL, kind VARCHAR NOT NULL, content_hash VARCHAR NOT NULL,
            settings_hash VARCHAR NOT NULL, imported_at TIMESTAMP NOT NULL, report JSON NOT NULL);
        CREATE TABLE IF NOT EXISTS products (
            product_id VARCHAR NOT NULL, title VARCHAR, description VARCHAR, brand VARCHAR, category VARCHAR,
            price DECIMAL(18,4), unit_cost DECIMAL(18,4), tags VARCHAR, image VARCHAR, attributes JSON, active BOOLEAN,
            first_seen TIMESTAMP, catalogued BOOLEAN NOT NULL DEFAULT false);
        CREATE TABLE IF NOT EXISTS order_lines (
            order_id VARCHAR NOT NULL, product_id VARCHAR NOT NULL, customer_id VARCHAR, ordered_at TIMESTAMP,
            quantity DECIMAL(18,4), unit_price DECIMAL(18,4), discount DECIMAL(18,4), store VARCHAR, channel VARCHAR,
            promotion_id VARCHAR, title VARCHAR, import_id INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS events (
            event_id VARCHAR NOT NULL, occurred_at TIMESTAMP NOT NULL, kind VARCHAR NOT NULL, customer_id VARCHAR,
            session_id VARCHAR, product_id VARCHAR, query VARCHAR, placement VARCHAR, position DECIMAL(18,4),
            campaign_id VARCHAR, propensity DOUBLE, recommendation_id VARCHAR);
        CREATE TABLE IF NOT EXISTS reviews (
            review_id VARCHAR, product_id VARCHAR NOT NULL, customer_id VARCHAR, rating DECIMAL(18,4), text VARCHAR,
            reviewed_at TIMESTAMP);
        CREATE TABLE IF NOT EXISTS stock (
            product_id VARCHAR NOT NULL, location VARCHAR, on_hand DECIMAL(18,4), on_order DECIMAL(18,4),
            lead_time_days DECIMAL(18,4), order_cost DECIMAL(18,4), holding_rate DECIMAL(18,6), pack_size DECIMAL(18,4),
            minimum_order DECIMAL(18,4), shelf_life_days DECIMAL(18,4));
        CREATE TABLE IF NOT EXISTS rejected (
            source VARCHAR NOT NULL, line BIGINT, "column" VARCHAR, value VARCHAR, reason VARCHAR NOT NULL,
            import_id INTEGER NOT NULL);
        CREATE VIEW IF NOT EXISTS clean_lines AS SELECT * FROM order_lines WHERE quantity IS NULL OR quantity > 0;
        """;
}
