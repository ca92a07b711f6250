"""What a painter is told to draw: positions in millimetres on the upright label, bars in whole dots. Frozen, without
Qt.
"""

from __future__ import annotations

from dataclasses import dataclass

from shopdesk.domain.paper import Pictogram
from shopdesk.printing.barcode import Pattern
from shopdesk.printing.sheets import Box


@dataclass(frozen=True, slots=True)
class Text:
    """One line; ``y`` is its baseline, ``align`` 0 left of ``x``'s right side, 0.5 centred on it, 1 ending at it."""

    x: float
    y: float
    text: str
    size: float
    bold: bool = False
    align: float = 0.0
    white: bool = False


@dataclass(frozen=True, slots=True)
class Filled:
    """A black rectangle: a rule, or the ground of white text."""

    box: Box


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle's outline, drawn inside ``box``."""

    box: Box
    thickness: float = 0.35


@dataclass(frozen=True, slots=True)
class Bars:
    """A code, centred in ``box``; ``module`` in dots. The box holds the quiet zones."""

    box: Box
    pattern: Pattern
    module: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A handling mark in a square."""

    box: Box
    pictogram: Pictogram


Instruction = Text | Filled | Frame | Bars | Mark


@dataclass(frozen=True, slots=True)
class Drawing:
    """A whole label; ``cut`` names the fields that did not fit even at the smallest size and end in an ellipsis."""

    width: float
    height: float
    items: tuple[Instruction, ...]
    cut: tuple[str, ...] = ()
