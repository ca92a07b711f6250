"""The first start: one dialog that says how the owner wants to begin."""

from shopdesk.dialogs.first_start.choice import Door, StartChoice
from shopdesk.dialogs.first_start.dialog import FirstStart

__all__ = ["Door", "FirstStart", "StartChoice"]
