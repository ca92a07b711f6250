"""The handling marks as outlines in a square of 1 × 1 (after ISO 780): glass, two arrows, umbrella. Black only."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath, QPainterPathStroker, QPolygonF

from shopdesk.domain.paper import Pictogram


@cache
def outline(pictogram: Pictogram) -> QPainterPath:
    """The mark's filled outline; shared, do not change it."""
    return {
        Pictogram.FRAGILE: _glass,
        Pictogram.THIS_WAY_UP: _arrows,
        Pictogram.KEEP_DRY: _umbrella,
    }[pictogram]()


def _polygon(*points: tuple[float, float]) -> QPainterPath:
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(x, y) for x, y in points]))
    path.closeSubpath()
    return path


def _bar(x: float, y: float, width: float, height: float) -> QPainterPath:
    path = QPainterPath()
    path.addRect(QRectF(x, y, width, height))
    return path


def _stroke(width: float, points: Sequence[tuple[float, float]]) -> QPainterPath:
    path = QPainterPath(QPointF(*points[0]))
    for point in points[1:]:
        path.lineTo(QPointF(*point))
    stroker = QPainterPathStroker()
    stroker.setWidth(width)
    return stroker.createStroke(path)


def _glass() -> QPainterPath:
    bowl = QPainterPath(QPointF(0.24, 0.06))
    bowl.lineTo(0.76, 0.06)
    bowl.cubicTo(0.80, 0.40, 0.68, 0.56, 0.5, 0.58)
    bowl.cubicTo(0.32, 0.56, 0.20, 0.40, 0.24, 0.06)
    crack = _stroke(0.05, [(0.56, 0.04), (0.45, 0.18), (0.56, 0.26), (0.47, 0.42)])
    glass = bowl.subtracted(crack)
    stem = _bar(0.465, 0.56, 0.07, 0.28)
    foot = _polygon((0.28, 0.94), (0.34, 0.86), (0.66, 0.86), (0.72, 0.94))
    return glass.united(stem).united(foot)


def _arrows() -> QPainterPath:
    def arrow(x: float) -> QPainterPath:
        head = _polygon((x, 0.06), (x + 0.17, 0.32), (x - 0.17, 0.32))
        return head.united(_bar(x - 0.065, 0.30, 0.13, 0.46))

    return arrow(0.29).united(arrow(0.71)).united(_bar(0.08, 0.84, 0.84, 0.10))


def _umbrella() -> QPainterPath:
    canopy = QPainterPath(QPointF(0.08, 0.52))
    canopy.cubicTo(0.10, 0.14, 0.90, 0.14, 0.92, 0.52)
    for right, left in ((0.92, 0.64), (0.64, 0.36), (0.36, 0.08)):
        canopy.quadTo((right + left) / 2, 0.42, left, 0.52)
    canopy.closeSubpath()
    hook = QPainterPath(QPointF(0.5, 0.40))
    hook.lineTo(0.5, 0.84)
    hook.cubicTo(0.5, 0.96, 0.34, 0.96, 0.34, 0.84)
    stroker = QPainterPathStroker()
    stroker.setWidth(0.06)
    path = canopy.united(stroker.createStroke(hook)).united(_bar(0.475, 0.16, 0.05, 0.12))
    for x, y in ((0.18, 0.02), (0.34, 0.0), (0.66, 0.0), (0.82, 0.02)):
        path = path.united(_stroke(0.045, [(x, y), (x - 0.03, y + 0.14)]))
    return path
