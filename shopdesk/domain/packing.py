"""How goods are packed (R-O12, S1-4.2.2.*): what their traits ask for, what a recipe lacks, and the box that fits.

Pure. A recipe belongs to a SKU; lengths in millimetres, volumes in cubic millimetres.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Trait(StrEnum):
    """What about goods asks for protection."""

    FRAGILE = "fragile"
    MOISTURE = "moisture"
    DUST = "dust"


class MaterialKind(StrEnum):
    """``padding`` is counted in layers; ``filling`` fills the gaps of the box; ``bag`` is an inner bag."""

    BOX = "box"
    PADDING = "padding"
    FILLING = "filling"
    FILM = "film"
    VACUUM = "vacuum"
    BAG = "bag"
    TAPE = "tape"


class Lack(StrEnum):
    """What a recipe lacks; each has a message ``pack_lack_<value>``."""

    LAYERS = "layers"
    FILLING = "filling"
    WATERPROOF = "waterproof"
    INNER_BAG = "inner_bag"


#: As products' traits and tags say it, English or Chinese.
TRAIT_WORDS: dict[Trait, frozenset[str]] = {
    Trait.FRAGILE: frozenset({"fragile", "glass", "ceramic", "breakable", "易碎", "易碎品"}),
    Trait.MOISTURE: frozenset({"moisture", "keep_dry", "keep-dry", "防潮", "怕湿", "防水"}),
    Trait.DUST: frozenset({"dust", "dirt", "防尘", "怕脏", "防污"}),
}
LAYERS = 2
_WATERPROOF = frozenset({MaterialKind.FILM, MaterialKind.VACUUM})
_AGAINST_DUST = frozenset({MaterialKind.BAG, MaterialKind.FILM, MaterialKind.VACUUM})


@dataclass(frozen=True, slots=True)
class RecipeLine:
    """So many of a material for one piece; ``protects``: traits it answers to beside those of its kind."""

    material: str
    kind: MaterialKind
    quantity: int
    protects: frozenset[Trait] = frozenset()


def traits_of(text: str) -> frozenset[Trait]:
    """The traits in a product's words (comma, semicolon or space separated)."""
    said = words_in(text)
    return frozenset(trait for trait, known in TRAIT_WORDS.items() if said & known)


def words_in(text: str) -> frozenset[str]:
    """The words of a product's traits and tags, case aside."""
    return frozenset(re.split(r"[\s,;，；、|]+", text.casefold()))


def lacks(traits: Iterable[Trait], recipe: Sequence[RecipeLine]) -> tuple[Lack, ...]:
    """What ``recipe`` lacks for goods of these traits (R-O12): fragile needs at least two layers and full filling,
    moisture a waterproof film or vacuum bag, dust an inner bag.
    """
    wanted, used = set(traits), [line for line in recipe if line.quantity > 0]
    layers = sum(line.quantity for line in used if line.kind is MaterialKind.PADDING)
    found = {
        Lack.LAYERS: Trait.FRAGILE in wanted and layers < LAYERS,
        Lack.FILLING: Trait.FRAGILE in wanted and not any(line.kind is MaterialKind.FILLING for line in used),
        Lack.WATERPROOF: Trait.MOISTURE in wanted and not _answered(used, Trait.MOISTURE, _WATERPROOF),
        Lack.INNER_BAG: Trait.DUST in wanted and not _answered(used, Trait.DUST, _AGAINST_DUST),
    }
    return tuple(lack for lack, is_lacking in found.items() if is_lacking)


def _answered(used: Sequence[RecipeLine], trait: Trait, kinds: frozenset[MaterialKind]) -> bool:
    return any(line.kind in kinds or trait in line.protects for line in used)


@dataclass(frozen=True, slots=True)
class Piece:
    """Goods to be boxed: the sides of one piece in mm, and how many."""

    sides: tuple[int, int, int]
    quantity: int

    @property
    def volume(self) -> int:
        """Of all pieces, in mm³."""
        length, width, height = self.sides
        return length * width * height * self.quantity


@dataclass(frozen=True, slots=True)
class Box:
    """A box; its inner sides in mm."""

    name: str
    sides: tuple[int, int, int]

    @property
    def volume(self) -> int:
        """Inside, in mm³."""
        length, width, height = self.sides
        return length * width * height


@dataclass(frozen=True, slots=True)
class BoxFit:
    """The box to take and how full it gets; ``is_loose``: less full than it should be, for there is no smaller one."""

    box: Box
    fill_percent: int
    is_loose: bool


def suggest_box(
    goods: Sequence[Piece], boxes: Iterable[Box], *, fill_min: int = 60, fill_max: int = 90
) -> BoxFit | None:
    """The smallest box that every piece fits into by its sides and that is filled to at most ``fill_max`` percent
    (S1-4.2.2.3-SIZE); ``None`` when there is none, or nothing to pack. Percent are rounded down.
    """
    volume = sum(piece.volume for piece in goods)
    if volume <= 0:
        return None
    for box in sorted(boxes, key=lambda each: (each.volume, each.name)):
        if box.volume and volume * 100 <= fill_max * box.volume and all(_fits(piece, box) for piece in goods):
            return BoxFit(box, volume * 100 // box.volume, volume * 100 < fill_min * box.volume)
    return None


def _fits(piece: Piece, box: Box) -> bool:
    return all(side <= room for side, room in zip(sorted(piece.sides), sorted(box.sides), strict=True))
