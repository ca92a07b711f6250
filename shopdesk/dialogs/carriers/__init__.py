"""The shop's carriers: who they are, services and price tables, and the freight templates of buyers."""

from shopdesk.dialogs.carriers.dialog import CarriersDialog

__all__ = ["CarriersDialog"]
