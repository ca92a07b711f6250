"""Contrast as WCAG 2 defines it."""

from __future__ import annotations

ENOUGH = 4.5


def luminance(red: float, green: float, blue: float) -> float:
    """Relative luminance of an sRGB colour, parts 0 … 255."""
    parts = [part / 255 for part in (red, green, blue)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast of two ``#rrggbb`` colours: 1 … 21."""
    first, second = (luminance(*bytes.fromhex(colour[1:])) for colour in (one, other))
    return (max(first, second) + 0.05) / (min(first, second) + 0.05)
