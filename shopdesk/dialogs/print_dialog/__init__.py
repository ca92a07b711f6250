"""Printing labels, pick lists and packing notes: what, on what, from where, and what stands in the way."""

from shopdesk.dialogs.print_dialog.dialog import PrintDialog

__all__ = ["PrintDialog"]
