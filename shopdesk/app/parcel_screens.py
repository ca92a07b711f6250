"""The dialogs about parcels over the sample shop, for :mod:`shopdesk.app.screens`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def to_ship(stage: Any) -> list[int]:
    """The orders of the sample shop that are to be shipped."""
    return listed(stage, "orders", "to_ship")


def listed(stage: Any, name: str, chip: str) -> list[int]:
    """Ids of a chip of a list."""
    from shopdesk.app.lists import list_specs
    from shopdesk.lists.query import ids

    with stage.context.shop.read() as session:
        return list(ids(session, list_specs()[name], filter=chip))


def merge(stage: Any) -> Any:
    """What could travel together."""
    from shopdesk.dialogs.merge_parcels import MergeDialog

    return stage.dialog(MergeDialog(stage.context, stage.window))


def split(stage: Any) -> Any:
    """An order of several lines."""
    from shopdesk.dialogs.split_order import SplitDialog
    from shopdesk.services import orders

    with stage.context.shop.read() as session:
        found = (orders.detail(session, order_id) for order_id in to_ship(stage))
        order = next(order for order in found if len(order.lines) > 1)
    return stage.dialog(SplitDialog(stage.context, order, stage.window))


def waybills(stage: Any) -> Any:
    """Lines of every kind: fine, to look at, refused."""
    from shopdesk.dialogs.waybills import WaybillDialog
    from shopdesk.services import orders

    with stage.context.shop.read() as session:
        known = [orders.detail(session, order_id) for order_id in to_ship(stage)[:4]]
    dialog = WaybillDialog(stage.context, stage.window)
    lines = [f"{order.order_no}\tRR12345678{digit}CN" for order, digit in zip(known, "5456", strict=False)]
    dialog.text.setPlainText("\n".join([*lines, "9-unknown\tRR123456785CN", known[0].order_no]))
    return stage.dialog(dialog)


def packing(sheet: int) -> Callable[[Any], Any]:
    """A sheet of the packing dialog."""

    def make(stage: Any) -> Any:
        from shopdesk.dialogs.packing_materials import PackingDialog

        dialog = PackingDialog(stage.context, stage.window)
        dialog.sheets.setCurrentIndex(sheet)
        return stage.dialog(dialog)

    return make


def shortage(stage: Any) -> Any:
    """A line of the wave that is being picked."""
    from shopdesk.dialogs.shortage import ShortageDialog
    from shopdesk.services import wave_detail

    wave = listed(stage, "waves", "open")[0]
    with stage.context.shop.read() as session:
        line = max(wave_detail.detail(session, wave).lines, key=lambda each: each.quantity)
    return stage.dialog(ShortageDialog(stage.context, wave, line, stage.window))
