"""Products, SKUs and listings of a staging file into the shop; stock files use the same steps for SKUs they name.

A SKU is met by its code (any case, blanks trimmed), a product by its handle. A SKU that already belongs to another
product stays there, and the file then only fills that product's blanks: a marketplace's wording never overwrites the
owner's.
"""

from __future__ import annotations

from dataclasses import dataclass

from shopdesk.domain.orders import Attention
from shopdesk.storage.queries import import_attention, import_merge
from shopdesk.storage.queries.import_merge import Field
from shopdesk.storage.queries.import_run import ImportContext, Run

_PRODUCT_TEXTS = ("brand", "category", "description", "image_url", "tags", "traits", "hs_code", "origin_country")
_LISTING = ("external_id", "listing_title", "listing_price_minor", "listing_quantity", "listing_status", "url")
_HAS_LISTING = (
    "(s.external_id <> '' OR s.listing_title <> '' OR s.listing_price_minor IS NOT NULL OR s.listing_quantity IS NOT "
    "NULL "
    "OR s.listing_status <> '' OR s.url <> '')"
)


@dataclass(frozen=True, slots=True)
class Rows:
    """Which staged rows name SKUs, and what stands in them (SQL over ``s``)."""

    table: str
    product_title: str
    product_columns: tuple[str, ...]
    sku_columns: tuple[str, ...]


PRODUCT_ROWS = Rows(
    "staged_sku", "coalesce(nullif(s.product_title, ''), nullif(s.title, ''), s.sku_code)", _PRODUCT_TEXTS,
    ("title", "options", "barcode", "weight_g", "cost_minor", "price_minor", "currency"),
)  # fmt: skip
STOCK_ROWS = Rows(
    "staged_stock", "coalesce(nullif(s.title, ''), s.sku_code)", (),
    ("options", "barcode", "cost_minor", "price_minor", "currency"),
)  # fmt: skip


def product_fields() -> list[Field]:
    """Product columns a product file may change."""
    own = "r.foreign_product"
    return [
        import_merge.text("title", "product_title", only_blank=own),
        *(import_merge.text(name, only_blank=own) for name in _PRODUCT_TEXTS),
    ]


def sku_fields(rows: Rows) -> list[Field]:
    """SKU columns the file may change."""
    numbers = ("weight_g", "cost_minor", "price_minor")
    return [import_merge.number(name) if name in numbers else import_merge.text(name) for name in rows.sku_columns]


def listing_fields() -> list[Field]:
    """Listing columns a channel's file may change."""
    return [
        import_merge.text("external_id"),
        import_merge.text("title", "listing_title"),
        import_merge.number("price_minor", "listing_price_minor"),
        import_merge.text("currency"),
        import_merge.number("quantity", "listing_quantity"),
        import_merge.text("source_status", "listing_status"),
        import_merge.text("url"),
    ]


def match_rows(run: Run, rows: Rows) -> None:
    """Fill ``temp.x_row``: each staged row with the SKU and product it means, and whether it is the first to name that
    SKU.
    """
    run.do(
        "CREATE TEMP TABLE x_key (key TEXT PRIMARY KEY, id INTEGER NOT NULL, product_id INTEGER NOT NULL) WITHOUT ROWID"
    )
    run.do("INSERT INTO temp.x_key SELECT lower(trim(code)), min(id), product_id FROM sku GROUP BY 1")
    run.do(
        "CREATE TEMP TABLE x_row (id INTEGER PRIMARY KEY, key TEXT NOT NULL, handle TEXT NOT NULL, sku_id INTEGER, "
        "product_id INTEGER, "
        "foreign_product INTEGER NOT NULL, is_first INTEGER NOT NULL, listing_id INTEGER, listing_first INTEGER NOT "
        "NULL DEFAULT 0)"
    )
    run.do(
        "INSERT INTO temp.x_row (id, key, handle, sku_id, product_id, foreign_product, is_first) "
        "SELECT s.id, s.key, s.handle, k.id, coalesce(k.product_id, p.id), coalesce(k.product_id <> coalesce(p.id, "
        "0), 0), s.nth = 1 "
        "FROM (SELECT id, lower(trim(sku_code)) AS key, row_number() OVER same AS nth, "
        f"coalesce(nullif(handle, ''), first_value(trim(sku_code)) OVER same) AS handle FROM {rows.table} "
        "WINDOW same AS (PARTITION BY lower(trim(sku_code)) ORDER BY id)) s "
        "LEFT JOIN temp.x_key k ON k.key = s.key LEFT JOIN product p ON p.handle = s.handle"
    )
    run.do("CREATE INDEX temp.x_row_key ON x_row (key)")
    run.do("CREATE INDEX temp.x_row_handle ON x_row (handle)")


def merge_rows(run: Run, rows: Rows) -> None:
    """Build the merges of SKUs and (for product files) products."""
    source = f"FROM temp.x_row r JOIN {rows.table} s ON s.id = r.id JOIN sku o ON o.id = r.sku_id WHERE r.is_first"
    import_merge.build(run, "sku", sku_fields(rows), source)
    if rows is PRODUCT_ROWS:
        import_merge.build(
            run, "product", product_fields(),
            "FROM (SELECT product_id, foreign_product, min(CASE WHEN product_title <> '' THEN s.id ELSE s.id + 1e12 "
            "END), r.id AS id "
            "FROM temp.x_row r JOIN staged_sku s ON s.id = r.id WHERE product_id IS NOT NULL "
            "AND (is_first OR NOT foreign_product) GROUP BY product_id) r "
            "JOIN staged_sku s ON s.id = r.id JOIN product o ON o.id = r.product_id",
        )  # fmt: skip


def match_listings(run: Run, ctx: ImportContext) -> None:
    """Find the listing each row means on the channel, and build the merge."""
    run.do(
        f"UPDATE temp.x_row SET listing_first = 1 WHERE :wanted AND id IN (SELECT min(s.id) FROM staged_sku s "
        f"WHERE {_HAS_LISTING} GROUP BY lower(trim(s.sku_code)), s.external_id)",
        wanted=_wants_listings(ctx),
    )
    run.do(
        "UPDATE temp.x_row SET listing_id = (SELECT l.id FROM listing l, staged_sku s WHERE s.id = x_row.id AND "
        "l.channel_id = :channel "
        "AND l.sku_id = x_row.sku_id AND (l.external_id = s.external_id OR l.external_id = '' OR s.external_id = '') "
        "ORDER BY l.external_id = s.external_id DESC, l.id LIMIT 1) WHERE listing_first AND sku_id IS NOT NULL",
        channel=ctx.channel_id,
    )
    import_merge.build(
        run, "listing", listing_fields(),
        "FROM (SELECT min(id) AS id, listing_id FROM temp.x_row WHERE listing_id IS NOT NULL GROUP BY listing_id) r "
        "JOIN staged_sku s ON s.id = r.id JOIN listing o ON o.id = r.listing_id",
    )  # fmt: skip


def _wants_listings(ctx: ImportContext) -> bool:
    return ctx.has_channel_kind and any(ctx.fills("sku", name) for name in _LISTING)


def apply_rows(run: Run, ctx: ImportContext, rows: Rows) -> dict[str, int]:
    """Insert new products and SKUs, write the merged ones. Counts: products_new, skus_new, products_changed,
    skus_changed.
    """
    products = _insert_products(run, ctx, rows)
    skus = _insert_skus(run, ctx, rows)
    counts = {"products_new": products, "skus_new": skus}
    if rows is PRODUCT_ROWS:
        counts["products_changed"] = import_merge.write(run, ctx, "product", product_fields())
    counts["skus_changed"] = import_merge.write(run, ctx, "sku", sku_fields(rows))
    return counts


def _insert_products(run: Run, ctx: ImportContext, rows: Rows) -> int:
    base = import_merge.next_id(run, "product") - 1
    titled = "s.product_title" if rows is PRODUCT_ROWS else "s.title"
    columns = "".join(f", {name}" for name in _PRODUCT_TEXTS)
    values = "".join(f", s.{name}" if name in rows.product_columns else ", ''" for name in _PRODUCT_TEXTS)
    count = run.do(
        f"INSERT INTO product (id, handle, title, created_at, updated_at, batch_id{columns}) "
        f"SELECT :base + row_number() OVER (ORDER BY s.id), r.handle, {rows.product_title}, :now, :now, :batch{values} "
        f"FROM (SELECT r.handle, min(CASE WHEN {titled} <> '' THEN s.id ELSE s.id + 1e12 END), s.id AS id FROM "
        "temp.x_row r "
        f"JOIN {rows.table} s ON s.id = r.id WHERE r.product_id IS NULL "
        f"AND r.handle IN (SELECT handle FROM temp.x_row WHERE is_first AND product_id IS NULL) GROUP BY r.handle) r "
        f"JOIN {rows.table} s ON s.id = r.id",
        base=base,
        now=ctx.now,
        batch=ctx.batch,
    )
    run.do(
        "UPDATE temp.x_row SET product_id = (SELECT p.id FROM product p WHERE p.handle = x_row.handle) WHERE "
        "product_id IS NULL"
    )
    return count


def _insert_skus(run: Run, ctx: ImportContext, rows: Rows) -> int:
    base = import_merge.next_id(run, "sku") - 1
    untitled = "" if "title" in rows.sku_columns else ", ''"
    columns = ", ".join(rows.sku_columns)
    values = ", ".join(f"s.{name}" for name in rows.sku_columns)
    count = run.do(
        f"INSERT INTO sku (id, product_id, code, created_at, updated_at, batch_id, "
        f"{columns}{', title' if untitled else ''}) "
        f"SELECT :base + row_number() OVER (ORDER BY s.id), r.product_id, trim(s.sku_code), :now, :now, :batch, "
        f"{values}{untitled} "
        f"FROM temp.x_row r JOIN {rows.table} s ON s.id = r.id WHERE r.is_first AND r.sku_id IS NULL",
        base=base,
        now=ctx.now,
        batch=ctx.batch,
    )
    run.do(
        "INSERT INTO temp.x_key SELECT lower(trim(code)), id, product_id FROM sku WHERE id > :base ON CONFLICT DO "
        "NOTHING",
        base=base,
    )
    run.do(
        "UPDATE temp.x_row SET sku_id = (SELECT k.id FROM temp.x_key k WHERE k.key = x_row.key) WHERE sku_id IS NULL"
    )
    return count


def apply_listings(run: Run, ctx: ImportContext) -> dict[str, int]:
    """Insert and update listings on the channel. Counts: listings_new, listings_changed."""
    new = run.do(
        "INSERT INTO listing (channel_id, sku_id, external_id, title, price_minor, currency, quantity, source_status, "
        "url, created_at, "
        "updated_at, batch_id) SELECT :channel, r.sku_id, s.external_id, s.listing_title, s.listing_price_minor, "
        "s.currency, "
        "s.listing_quantity, s.listing_status, s.url, :now, :now, :batch FROM temp.x_row r JOIN staged_sku s ON s.id "
        "= r.id "
        "WHERE r.listing_first AND r.listing_id IS NULL",
        channel=ctx.channel_id,
        now=ctx.now,
        batch=ctx.batch,
    )
    return {"listings_new": new, "listings_changed": import_merge.write(run, ctx, "listing", listing_fields())}


def link_lines(run: Run, ctx: ImportContext) -> int:
    """Order lines whose SKU was unknown until now point to it; orders that waited for nothing else stop waiting. How
    many lines.
    """
    if not run.value("SELECT EXISTS (SELECT 1 FROM order_line WHERE sku_id IS NULL AND sku_code <> '')"):
        return 0
    run.do(
        "CREATE TEMP TABLE x_link AS SELECT d.code, k.id AS sku_id FROM (SELECT DISTINCT sku_code AS code FROM "
        "order_line "
        "WHERE sku_id IS NULL AND sku_code <> '') d JOIN temp.x_key k ON k.key = lower(trim(d.code))"
    )
    run.do("CREATE UNIQUE INDEX temp.x_link_code ON x_link (code)")
    linked = run.do(
        "UPDATE order_line SET sku_id = x.sku_id FROM temp.x_link x WHERE order_line.sku_id IS NULL AND x.code = "
        "order_line.sku_code"
    )
    unknown = Attention.UNKNOWN_SKU
    run.do(
        f"CREATE TEMP TABLE x_cleared AS SELECT o.id FROM orders o WHERE {import_attention.has('o', unknown)} AND NOT "
        "EXISTS "
        "(SELECT 1 FROM order_line l WHERE l.order_id = o.id AND l.sku_id IS NULL AND l.sku_code <> '')"
    )
    cleared = import_attention.without("o.attention", unknown)
    run.do(
        f"INSERT INTO change_item (change_id, kind, row_id, before, after) SELECT :change, 'orders', o.id, "
        f"json_object('attention', o.attention), json_object('attention', {cleared}) "
        f"FROM orders o WHERE o.id IN (SELECT id FROM temp.x_cleared)",
        change=ctx.change,
    )
    run.do(
        f"UPDATE orders AS o SET attention = {cleared}, updated_at = :now WHERE id IN (SELECT id FROM temp.x_cleared)",
        now=ctx.now,
    )
    return linked
