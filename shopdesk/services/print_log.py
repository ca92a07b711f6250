"""The print log: what went on paper, when, where; whether it was a copy; and going on after a jam. Prints nothing
itself.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from shopdesk.base.clock import now
from shopdesk.base.errors import UserError
from shopdesk.domain.paper import Document, LabelData
from shopdesk.services.changes import Change, Recorder, recording
from shopdesk.services.labels import LabelBatch, labels_for
from shopdesk.storage.queries.paper import printed_before
from shopdesk.storage.tables import OrderEvent, PrintJob, PrintJobItem, Shipment

_CODES = {
    Document.CUSTOMS: "customs_printed",
    Document.INVOICE: "invoices_printed",
    Document.LABEL: "labels_printed",
    Document.PICK_LIST: "pick_list_printed",
    Document.HANDOVER: "handover_printed",
    Document.SHOP_CARD: "cards_printed",
    Document.RETURN_SLIP: "return_slips_printed",
}


@dataclass(frozen=True, slots=True)
class PrintItem:
    """What stands at one place of a job: an order's paper, for a label also its parcel (``None``: its first one to
    be).
    """

    order_id: int
    shipment_id: int | None = None


@dataclass(frozen=True, slots=True)
class JobState:
    """A logged job: ``printed`` of ``total`` came out; ``next_position`` counts from 1, past the end when all are
    out.
    """

    id: int
    document: Document
    size_key: str
    printer: str
    total: int
    printed: int

    @property
    def next_position(self) -> int:
        """The first place that did not come out."""
        return self.printed + 1

    @property
    def is_complete(self) -> bool:
        """Nothing is left to print."""
        return self.printed >= self.total


def label_items(labels: Sequence[LabelData]) -> list[PrintItem]:
    """The items of a batch of labels."""
    return [PrintItem(label.order_id, label.shipment_id) for label in labels]


def log_print(
    session: Session,
    document: Document,
    items: Sequence[PrintItem],
    *,
    size_key: str = "",
    printer: str = "",
    pdf: str = "",
    copies: int = 1,
    printed: int | None = None,
    resumes: int | None = None,
) -> Change:
    """Write down what was printed (S4-9.1.4-LABEL): a job of ``items``, of which the first ``printed`` came out (all
    by default).

    ``resumes``: the jammed job that these are the rest of; it counts as finished where it stopped.

    What this document was printed for before is marked as a copy, in the log alone (D01). A label sets its parcel's
    ``label_printed_at`` and moves it from created to label_printed; an order without a parcel gets its first one. The
    step is no part of undo: printing is a fact, the paper is there. Raises ``UserError("nothing_to_print")``.
    """
    if not items:
        raise UserError("nothing_to_print")
    out = len(items) if printed is None else min(printed, len(items))
    seen = printed_before(session, document, [item.order_id for item in items])
    copies_of = [_is_copy(item, seen) for item in items]
    with recording(session, _CODES.get(document, "notes_printed"), undoable=False, count=out) as step:
        parcels = [item.shipment_id for item in items]
        if document is Document.LABEL:
            parcels = _mark_parcels(session, step, items, out)
        job = PrintJob(
            document=document, size_key=size_key, printer=printer, pdf=pdf, copies=copies, total=len(items), printed=out
        )
        session.add(job)
        session.flush()
        session.execute(
            insert(PrintJobItem),
            [
                {
                    "job_id": job.id, "position": position, "order_id": item.order_id,
                    "shipment_id": parcel, "is_copy": is_copy,
                }
                for position, (item, parcel, is_copy) in enumerate(zip(items, parcels, copies_of, strict=True), 1)
            ],
        )  # fmt: skip
        step.params["job"] = job.id
    if resumes is not None:
        _finish(session, resumes)
    return step.change


def close_job(session: Session, job_id: int) -> None:
    """The rest of a job that stopped is not needed any more: it counts as finished where it stopped."""
    _finish(session, job_id)


def _finish(session: Session, job_id: int) -> None:
    """A jammed job whose rest is a job of its own now."""
    jammed = session.get(PrintJob, job_id)
    if jammed is not None:
        jammed.total = min(jammed.total, jammed.printed)


def _is_copy(item: PrintItem, seen: Container[tuple[int, int | None]]) -> bool:
    return (item.order_id, item.shipment_id) in seen


def _mark_parcels(session: Session, step: Recorder, items: Sequence[PrintItem], out: int) -> list[int | None]:
    """Set the printed parcels' time and state; parcels that did not exist are made. Their ids, in the items' order."""
    moment = now()
    printed, waiting = items[:out], items[out:]
    new = [item.order_id for item in printed if item.shipment_id is None]
    step.insert_many(
        Shipment,
        [{"order_id": order_id, "state": "label_printed", "label_printed_at": moment} for order_id in new],
    )
    made = _newest_parcels(session, new)
    known = [item.shipment_id for item in printed if item.shipment_id is not None]
    rows = session.execute(select(Shipment.id, Shipment.state).where(Shipment.id.in_(known))).all()
    fresh = [row_id for row_id, state in rows if state == "created"]
    moved_on = [row_id for row_id, state in rows if state != "created"]
    step.update_many(Shipment, fresh, label_printed_at=moment, state="label_printed")
    step.update_many(Shipment, moved_on, label_printed_at=moment)
    events = [{"order_id": order_id, "at": moment, "code": "label_printed"} for order_id in _orders(printed)]
    step.insert_many(OrderEvent, events)
    return [
        *(made[item.order_id] if item.shipment_id is None else item.shipment_id for item in printed),
        *(item.shipment_id for item in waiting),
    ]


def _orders(items: Sequence[PrintItem]) -> list[int]:
    return list(dict.fromkeys(item.order_id for item in items))


def _newest_parcels(session: Session, order_ids: Sequence[int]) -> dict[int, int]:
    query = select(Shipment.order_id, Shipment.id).where(Shipment.order_id.in_(order_ids)).order_by(Shipment.id)
    return dict(session.execute(query).all()) if order_ids else {}


def job_state(session: Session, job_id: int) -> JobState:
    """How far a job came. Raises ``UserError("print_job_unknown")``."""
    job = session.get(PrintJob, job_id)
    if job is None:
        raise UserError("print_job_unknown", job=job_id)
    return JobState(job.id, Document(job.document), job.size_key, job.printer, job.total, job.printed)


def unfinished_jobs(session: Session, limit: int = 5) -> list[JobState]:
    """The newest jobs of which not everything came out."""
    query = select(PrintJob.id).where(PrintJob.printed < PrintJob.total).order_by(PrintJob.id.desc()).limit(limit)
    return [job_state(session, job_id) for job_id in session.scalars(query)]


def resume(session: Session, job_id: int, position: int | None = None) -> LabelBatch:
    """The labels of a job from ``position`` on (counted from 1), by default from the first that did not come out.

    What the shop's rules ask of a label was answered when the job began and is not asked again. Raises
    ``UserError("print_resume_outside")`` for a position the job has not.
    """
    state = job_state(session, job_id)
    start = state.next_position if position is None else position
    if not 1 <= start <= state.total:
        raise UserError("print_resume_outside", job=job_id, count=state.total, position=start)
    query = (
        select(PrintJobItem.order_id, PrintJobItem.shipment_id)
        .where(PrintJobItem.job_id == job_id)
        .order_by(PrintJobItem.position)
    )
    items = [(order, parcel) for order, parcel in session.execute(query)]
    orders = [order for order, _ in items]
    return labels_for(session, orders, phone_required=False, waybill_required=False, rest=items[start - 1 :])
