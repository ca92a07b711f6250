"""Real exports, where the folder of them is (SHOPDESK_FIELD_SAMPLES or ../shared/samples; not part of the project).

Every expected number was worked out from the file itself with a CSV reader, apart from this program.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import pytest

from shopdesk.base.catalog import resources_dir
from shopdesk.importing.child import detect
from tests.importing.staged_files import StagedFile, read_file

FOLDER = Path(os.environ.get("SHOPDESK_FIELD_SAMPLES") or resources_dir().parent.parent / "shared" / "samples")
DATASETS = FOLDER.parent / "datasets"
CHINA = {"currency": "CNY", "timezone": "Asia/Shanghai", "country": "CN"}

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="no folder of field samples")


@dataclass(frozen=True, slots=True)
class Field:
    """``entities``: orders, SKUs, balances, customers; ``totals`` of orders; ``pieces`` of stock; ``rejected`` rows."""

    file: str
    key: str
    rows: int
    entities: int
    totals: dict[str, str] = field(default_factory=dict)
    lines: int | None = None
    pieces: int | None = None
    rejected: tuple[int, ...] = ()
    hints: dict[str, str] = field(default_factory=dict)


FILES = (
    Field("amazon_active_listings_one_row.txt", "amazon_listings", 1, 1),
    Field("amazon_all_orders_one_row.txt", "amazon_all_orders", 1, 1, {"EUR": "89.95"}, lines=1),
    Field("amazon_unshipped_orders.txt", "amazon_unshipped_orders", 4, 3, {"USD": "150.37"}, lines=3, rejected=(5,)),
    Field("douyin_orders_tab_padded_utf8bom.csv", "douyin_orders", 3, 3, {"CNY": "109.70"}, hints=CHINA),
    Field("ebay_active_listings_utf8bom.csv", "ebay_listings", 1, 1),
    Field("etsy_EtsyListingsDownload.csv", "etsy_listings", 93, 93),
    Field(
        "etsy_sold_order_items_uk_duplicate_headers.csv",
        "etsy_order_items",
        6,
        4,
        {"USD": "165.91"},
        lines=5,
        rejected=(7,),
    ),
    Field("jd_orders_multiline.csv", "jd_orders", 2, 1, {"CNY": "500.00"}, lines=2, hints=CHINA),
    Field("magento_product_export.csv", "magento_products", 1_315, 440),
    Field("multi_location_stock_matrix.xlsx", "stock_matrix", 3, 15, pieces=60),
    Field("pdd_order_detail.xlsx", "pdd_orders", 2, 2, {"CNY": "35.60"}, lines=2, hints=CHINA),
    Field("shopify_customers_export_apostrophes.csv", "shopify_customers", 2, 2),
    Field("shopify_inventory_export_2023.csv", "shopify_inventory", 67, 67, pieces=7_021),
    Field("shopify_orders_export_devstore.csv", "shopify_orders", 40, 19, {"EUR": "14089.04"}, lines=40),
    Field("shopify_products_apparel.csv", "shopify_products", 22, 22),
    Field("shopify_products_export_packt_demo.csv", "shopify_products", 21, 21),
    Field("shopify_products_home-and-garden.csv", "shopify_products", 21, 21),
    Field("shopify_products_jewelery.csv", "shopify_products", 41, 23),
    Field("taobao_orders_2026_21col.xlsx", "taobao_orders", 1, 1, {"CNY": "34.00"}, lines=1, hints=CHINA),
    Field("tiktok_shop_orders_us.csv", "tiktok_orders", 4, 3, {"USD": "94.88"}, lines=3, rejected=(6,)),
    Field("wms_inventory_export_multi_upc.csv", "wms_inventory", 7_113, 6_434, pieces=479_907),
    Field("woocommerce_sample_products_excerpt.csv", "woocommerce_products", 6, 6),
)
DATA_SETS = (
    Field(
        "amazon_sale_report_795rows_b_pandas_damage.csv",
        "amazon_sale_report",
        796,
        755,
        {"INR": "466959.04"},
        lines=796,
    ),
    Field("tmall_order_report.csv", "taobao_orders_short", 28_010, 28_010, {"CNY": "2995760.61"}, hints=CHINA),
    Field("superstore_sample.xls", "generic_order_lines", 9_994, 5_009, {"USD": "2297201.07"}, lines=9_994),
)
DECLINED = {
    "alimama_promotion_gb18030.csv": "alimama_promotion",
    "alimama_wanxiangtai_campaign_report.csv": "alimama_campaign_ads",
    "alimama_wanxiangtai_item_report_no_date.csv": "alimama_item_ads",
    "alipay_ledger_header_row5.xlsx": "alipay_ledger",
    "amazon_business_report_us.csv": "amazon_business_report",
    "amazon_fba_customer_return_one_row.txt": "amazon_fba_returns",
    "amazon_seller_feedback.txt": "amazon_feedback",
    "amazon_settlement_v1_style_36col.txt": "amazon_settlement_v1",
    "amazon_sp_search_term_with_title_row.csv": "amazon_ads_search_term",
    "google_ads_campaign_report_preamble_totals.csv": "google_ads",
    "jd_promotion_float_ids.xlsx": "jd_ads",
    "meta_ads_export.csv": "meta_ads",
    "meta_ads_ron.csv": "meta_ads",
    "pdd_promotion_total_row.xlsx": "pdd_ads",
    "pdd_settlement_preamble_gb18030.csv": "pdd_settlement",
}
DECLINED_SETS = {
    "amazon_alexa_reviews.tsv": "product_reviews",
    "customer_support_tickets.csv": "support_tickets",
    "facebook_ads_KAG_conversion.csv": "meta_ads_conversions",
    "olist_order_reviews_dataset.csv": "order_reviews",
    "taobao_double11_cosmetics.csv": "taobao_competitor_listings",
    "waimai_10k_reviews_zh.csv": "labelled_reviews",
}


def test_every_field_sample_is_expected_to_be_something() -> None:
    known = {wanted.file for wanted in FILES} | set(DECLINED) | {"INDEX.md"}
    assert {path.name for path in FOLDER.iterdir() if path.is_file()} <= known


@pytest.mark.parametrize(("name", "key"), DECLINED.items())
def test_a_file_for_later_is_named_for_what_it_is(name: str, key: str) -> None:
    check_declined(FOLDER / name, key)


@pytest.mark.parametrize(("name", "key"), DECLINED_SETS.items())
def test_a_data_set_for_later_is_named_for_what_it_is(name: str, key: str) -> None:
    check_declined(DATASETS / name, key)


@pytest.mark.parametrize("wanted", FILES, ids=lambda wanted: wanted.file)
def test_a_field_sample_is_read_right(wanted: Field, tmp_path: Path) -> None:
    check(read_wanted(FOLDER / wanted.file, wanted, tmp_path), wanted)


@pytest.mark.slow
@pytest.mark.parametrize("wanted", DATA_SETS, ids=lambda wanted: wanted.file)
def test_a_data_set_is_read_right(wanted: Field, tmp_path: Path) -> None:
    check(read_wanted(DATASETS / wanted.file, wanted, tmp_path), wanted)


@pytest.mark.slow
def test_half_a_million_order_lines_add_up(tmp_path: Path) -> None:
    path = DATASETS / "online_retail_rebuilt.xlsx"
    if not path.is_file():
        pytest.skip("the data set is not there")
    staged = read_file(path, tmp_path, currency="GBP", timezone="Europe/London", country="GB")
    assert staged.detection.key == "generic_order_lines"
    assert (staged.rows, len(staged.entities), len(staged.rejected)) == (541_909, 25_900, 0)
    assert staged.accounted == staged.rows
    assert sum(int(order["line_count"]) for order in staged.entities) == 541_909
    assert staged.totals == {"GBP": Decimal("9747747.93")}


def check_declined(path: Path, key: str) -> None:
    if not path.is_file():
        pytest.skip(f"{path.name} is not there")
    detection = detect(path)
    assert detection.key == key, [(found.key, found.score) for found in detection.candidates[:4]]
    assert detection.declined


def read_wanted(path: Path, wanted: Field, folder: Path) -> StagedFile:
    if not path.is_file():
        pytest.skip(f"{path.name} is not there")
    return read_file(path, folder, **({"currency": "USD"} | wanted.hints))


def check(staged: StagedFile, wanted: Field) -> None:
    assert staged.detection.key == wanted.key, [(found.key, found.score) for found in staged.detection.candidates[:4]]
    assert staged.rows == wanted.rows
    assert tuple(row for row, _ in staged.rejected) == wanted.rejected
    assert len(staged.entities) == wanted.entities
    assert staged.accounted == staged.rows
    if wanted.totals:
        assert staged.totals == {currency: Decimal(amount) for currency, amount in wanted.totals.items()}
    if wanted.lines is not None:
        assert sum(map(len, staged.lines.values())) == wanted.lines
    if wanted.pieces is not None:
        assert staged.pieces == wanted.pieces
