"""The kinds of error: what the owner can mend, what the machine refuses. Everything else is a bug.

Wording lives in ``resources/messages/*.toml`` (one entry a code, English and Chinese), never here.
"""

from __future__ import annotations


class ShopDeskError(Exception):
    """An expected failure: a ``code`` that has a worded message, and the facts (``params``) that fill it."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


class UserError(ShopDeskError):
    """Something the owner asked for cannot be done as it stands, and the message says what to do instead."""


class MachineError(ShopDeskError):
    """The machine refuses: disk full, file locked, folder read-only."""


class Cancelled(ShopDeskError):  # noqa: N818 - a wish of the owner, not an error
    """The owner pressed Cancel; everything was rolled back."""

    def __init__(self) -> None:
        super().__init__("cancelled")
