"""Return slips from the shop: where the goods go back to."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from shopdesk.base.errors import UserError
from shopdesk.dialogs.print_dialog.state import Paper, PrintPlan
from shopdesk.dialogs.print_dialog.work import prepare
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
