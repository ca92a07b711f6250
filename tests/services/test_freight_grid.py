"""The rows of a freight template typed into a grid."""

from __future__ import annotations

import pytest

from shopdesk.base.errors import UserError
from shopdesk.domain.freight_templates import FreightBy, FreightRow, Template
from shopdesk.services.freight_grid import parse_template, template_cells


@pytest.mark.parametrize("by", list(FreightBy))
def test_there_and_back(by: FreightBy) -> None:
    rows = (FreightRow(1_000, 490, 500, 100, "DE"), FreightRow(2_000, 1_490, 1_000, 250, "CN", "西藏自治区"))
    cells = template_cells(Template("T", "EUR", rows, by))
    assert cells[0] == ["DE", "", "1" if by is FreightBy.WEIGHT else "1000", "4.90", cells[0][4], "1.00"]
    assert parse_template([*cells, ["", " ", "", "", "", ""]], by, "EUR") == rows


@pytest.mark.parametrize(
    ("row", "value"),
    [
        (["DE", "", "", "4.90", "", ""], "–"),
        (["DE", "", "1", "", "", ""], "–"),
        (["DE", "", "1", "4.999", "", ""], "4.999"),
        (["Atlantis", "", "1", "4", "", ""], "Atlantis"),
        (["DE", "", "1.5", "4", "", ""], "1.5"),
    ],
)
def test_what_cannot_be_read_is_named(row: list[str], value: str) -> None:
    with pytest.raises(UserError, match="rate_cell_bad") as refused:
        parse_template([row], FreightBy.PIECES, "EUR")
    assert refused.value.params["value"] == value
