"""Saved mappings: by name, replaced, shared as a file, refused when they are none."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.base.errors import UserError
from shopdesk.services import profiles
from shopdesk.storage.session import ShopFile

MAPPING = {
    "target": "orders",
    "channel": "shopify",
    "lines": {"layout": "totals_from_lines"},
    "columns": {"order_no": ['Order "No"'], "sku": ["货号", "SKU"]},
    "read": {"header_rows": 1, "description_row": True},
    "status": {"已发货": "shipped", "a.b": "cancelled"},
}


def test_saved_replaced_and_removed(shop: ShopFile) -> None:
    with shop.write() as session:
        profiles.save_profile(session, " Mine ", "generic_orders", MAPPING)
        profiles.save_profile(session, "Mine", "generic_orders", {**MAPPING, "channel": "etsy"})
        assert [(p.name, p.mapping["channel"]) for p in profiles.list_profiles(session)] == [("Mine", "etsy")]
        profiles.remove_profile(session, "Mine")
        with pytest.raises(UserError, match="profile_unknown"):
            profiles.find_profile(session, "Mine")
        with pytest.raises(UserError, match="profile_name_missing"):
            profiles.save_profile(session, " ", "", MAPPING)


def test_shared_as_a_file(shop: ShopFile, tmp_path: Path) -> None:
    with shop.write() as session:
        profiles.save_profile(session, 'My "shop"', "generic_orders", MAPPING)
        profiles.export_profile(session, 'My "shop"', tmp_path / "p.toml")
    name, key, mapping = profiles.read_profile(tmp_path / "p.toml")
    assert (name, key, mapping) == ('My "shop"', "generic_orders", MAPPING)


@pytest.mark.parametrize(
    "text", ["", "target = 3", "target = 'orders'\n[columns]\nnonsense = ['x']", "\x00", "target = 'orders'\nlines = 5"]
)
def test_what_is_no_mapping_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "p.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match="profile_not_readable"):
        profiles.read_profile(path)


@given(st.dictionaries(st.text(max_size=8), st.lists(st.text(max_size=8), max_size=3), max_size=4))
def test_any_text_survives_the_file(statuses: dict[str, list[str]]) -> None:
    import tomllib

    mapping = {"status": statuses, "n": 1, "on": False}
    assert tomllib.loads(profiles._table(mapping)) == mapping
