"""Return slips from the shop: where the goods go back to."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from shopdesk.base.errors import UserError
from shopdesk.dialogs.print_dialog.state import Paper, PrintPlan
from shopdesk.dialogs.print_dialog.work import prepare
from shopdesk.services import settings
from shopdesk.services.enclosures import return_slips_for
from shopdesk.storage.session import ShopFile
from shopdesk.storage.tables import Shop
from tests.services.order_rows import add_orders


@pytest.mark.rule("D30")
def test_a_slip_without_an_address_to_go_back_to_is_refused(shop: ShopFile) -> None:
    with shop.write() as session:
        ids = add_orders(session)
        owner = session.scalars(select(Shop)).one()
        owner.line1 = owner.line2 = " "
        with pytest.raises(UserError, match="slip_no_address"):
            return_slips_for(session, ids)
        prepared = prepare(session, PrintPlan(tuple(ids), paper=Paper.RETURN_SLIPS), {})
        assert "Preferences → Shop" in prepared.no_sender and not prepared.sheaves
        owner.line1 = "Hauptstr. 3"
        assert return_slips_for(session, ids)[0].return_lines[0] == "Hauptstr. 3"


@pytest.mark.rule("D30")
@pytest.mark.parametrize(
    ("home", "buyer", "own", "days"),
    [
        ("DE", "DE", 7, 14), ("CN", "FR", 7, 14), ("GB", "US", 7, 14), ("CN", "no", 7, 14), ("CN", "US", 7, 7),
        ("CN", "", 7, 7), ("US", "CH", 10, 10), ("DE", "DE", 30, 30),
    ],
)  # fmt: skip
def test_a_slip_gives_the_time_that_the_law_gives(shop: ShopFile, home: str, buyer: str, own: int, days: int) -> None:
    with shop.write() as session:
        owner = session.scalars(select(Shop)).one()
        owner.line1, owner.country = "Hauptstr. 3", home
        settings.set_value(session, "returns.days", own)
        (slip,) = return_slips_for(session, add_orders(session, ship_country=buyer))
        assert slip.days == days


@pytest.mark.rule("D30")
def test_a_slip_is_never_shorter_than_the_time_until_orders_are_completed(shop: ShopFile) -> None:
    with shop.write() as session:
        session.scalars(select(Shop)).one().line1 = "Hauptstr. 3"
        settings.set_value(session, "shipping.return_window_days", 30)
        assert return_slips_for(session, add_orders(session))[0].days == 30
