"""Everything the program prints of a shop, in one place to ask: labels, pick lists, packing notes, customs papers, the
print log. Draws nothing.
"""

from shopdesk.services.customs_papers import CustomsBatch, customs_papers
from shopdesk.services.enclosures import return_slips_for, shop_cards_for
from shopdesk.services.handover_sheet import handover_sheets_for
from shopdesk.services.label_cautions import PACKING_MISSING, PRINTED_BEFORE, Caution, packing_cautions
from shopdesk.services.labels import Fix, LabelBatch, Refusal, labels_for
from shopdesk.services.packing_notes import packing_notes_for
from shopdesk.services.print_log import (
    JobState,
    PrintItem,
    close_job,
    job_state,
    label_items,
    log_print,
    resume,
    unfinished_jobs,
)
from shopdesk.services.shipping_papers import PickWave, pick_list_for

__all__ = [
    "PACKING_MISSING",
    "PRINTED_BEFORE",
    "Caution",
    "CustomsBatch",
    "Fix",
    "JobState",
    "LabelBatch",
    "PickWave",
    "PrintItem",
    "Refusal",
    "close_job",
    "customs_papers",
    "handover_sheets_for",
    "job_state",
    "label_items",
    "labels_for",
    "log_print",
    "packing_cautions",
    "packing_notes_for",
    "pick_list_for",
    "resume",
    "return_slips_for",
    "shop_cards_for",
    "unfinished_jobs",
]
