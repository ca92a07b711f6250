"""What goes on paper, as frozen values: a label, a pick list, a packing note. Built by ``services.printing``, drawn
by ``printing``.

Everything here is ready to be shown: names are cleaned, the address is laid out, amounts are worded. No SQL, no Qt,
no measures.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from shopdesk.domain.packing import TRAIT_WORDS, Trait, words_in


class Document(StrEnum):
    """The printed documents by their number in the domain; stored in ``print_job.document``."""

    LABEL = "D01"
    PICK_LIST = "D04"
    PACKING_NOTE = "D05"
    CUSTOMS = "D06"
    INVOICE = "D07"
    HANDOVER = "handover"
    SHOP_CARD = "D28"
    RETURN_SLIP = "D30"


class Pictogram(StrEnum):
    """Handling marks (R-O12, S1-4.2.2.2-MARK)."""

    FRAGILE = "fragile"
    THIS_WAY_UP = "this_way_up"
    KEEP_DRY = "keep_dry"


class CodeKind(StrEnum):
    """How a text is put into bars."""

    CODE128 = "code128"
    QR = "qr"
    DATAMATRIX = "datamatrix"


_PICTOGRAM_WORDS: dict[Pictogram, frozenset[str]] = {
    Pictogram.FRAGILE: TRAIT_WORDS[Trait.FRAGILE],
    Pictogram.THIS_WAY_UP: frozenset({"upright", "this_way_up", "this-way-up", "liquid", "向上", "液体"}),
    Pictogram.KEEP_DRY: TRAIT_WORDS[Trait.MOISTURE],
}
_INVISIBLE = {"Cc", "Cf", "Cs"}
#: Chinese fonts draw ’ as wide as a character: O’ Connor. Between letters it becomes the plain one.
_APOSTROPHE = re.compile(r"(?<=[^\W\d_\u2e80-\U0003134f])’(?=[^\W\d_\u2e80-\U0003134f])")
_JOINERS = {0x200C, 0x200D}  # Persian and Indic words need them


def pictograms_of(traits: str) -> tuple[Pictogram, ...]:
    """The marks for a product's traits (comma, semicolon or space separated; English or Chinese), in fixed order
    (R-O12).
    """
    said = words_in(traits)
    return tuple(mark for mark, known in _PICTOGRAM_WORDS.items() if said & known)


def printable(text: str) -> str:
    """``text`` as it can be printed on one line: NFC, no control or invisible characters, single spaces."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    kept = (
        " " if c.isspace() else c
        for c in unicodedata.normalize("NFC", text)
        if c.isspace() or ord(c) in _JOINERS or unicodedata.category(c) not in _INVISIBLE
    )
    return _APOSTROPHE.sub("'", " ".join("".join(kept).split()))


@dataclass(frozen=True, slots=True)
class LabelData:
    """A shipping label (D01). No price stands here. Addresses are lines in the order of their country.

    ``weight_g`` grams; ``origin``: the country it leaves, ISO 3166 alpha-2, ``""`` when unknown; ``wave``: the number
    of its pick list (0: it is not picked), ``place_in_wave`` the order's place among its ``wave_size`` orders (0: not
    known); ``also``: the numbers of other orders that lie in this parcel.
    """

    order_id: int
    order_no: str
    shop_name: str
    recipient_name: str
    recipient_lines: tuple[str, ...]
    destination: str
    recipient_country: str = ""
    recipient_company: str = ""
    recipient_phone: str = ""
    sender_name: str = ""
    sender_lines: tuple[str, ...] = ()
    sender_phone: str = ""
    shipment_id: int | None = None
    carrier: str = ""
    service: str = ""
    waybill: str = ""
    waybill_kind: CodeKind = CodeKind.CODE128
    parcel_no: int = 1
    parcel_count: int = 1
    weight_g: int | None = None
    ship_on: date | None = None
    pictograms: tuple[Pictogram, ...] = ()
    instruction: str = ""
    customs: bool = False
    origin: str = ""
    sender_is_shop: bool = True
    language: str = "en"
    warehouse: str = ""
    wave: int = 0
    place_in_wave: int = 0
    wave_size: int = 0
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShopFrame:
    """The shop as it heads a document; ``language`` is the paper's."""

    name: str
    lines: tuple[str, ...] = ()
    phone: str = ""
    email: str = ""
    website: str = ""
    language: str = "en"
    timezone: str = "UTC"


@dataclass(frozen=True, slots=True)
class PickShare:
    """How many pieces of a pick line one order gets."""

    order_no: str
    quantity: int


@dataclass(frozen=True, slots=True)
class PickLine:
    """One stop of the picker: a SKU in a bin, and who gets how many. ``quantity`` is the sum of the shares (R-O5)."""

    bin: str
    bin_sequence: int
    sku_code: str
    title: str
    options: str
    shares: tuple[PickShare, ...]
    image: Path | None = None

    @property
    def quantity(self) -> int:
        """Pieces to take here."""
        return sum(share.quantity for share in self.shares)


@dataclass(frozen=True, slots=True)
class Shortage:
    """Pieces ordered that the warehouse does not have."""

    sku_code: str
    title: str
    missing: int
    order_nos: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unlisted:
    """What an order holds that its file told of in one line, without SKU and pieces apart: to be seen in the order."""

    order_no: str
    title: str
    quantity: int


@dataclass(frozen=True, slots=True)
class PackingStep:
    """What the packer has to do (``step``: a caption's key, ``pack_fragile``), and for which orders."""

    step: str
    order_nos: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PackerNote:
    """What the shop tells its packer of an order; never printed on what the buyer gets."""

    order_no: str
    text: str


@dataclass(frozen=True, slots=True)
class PickList:
    """One walk through a warehouse for one carrier (D04, R-O5). ``wave``: its number among the lists made together."""

    number: str
    warehouse: str
    carrier: str
    printed_at: datetime
    lines: tuple[PickLine, ...]
    shortages: tuple[Shortage, ...]
    order_count: int
    shop: ShopFrame
    wave: int = 1
    unlisted: tuple[Unlisted, ...] = ()
    packing: tuple[PackingStep, ...] = ()
    notes: tuple[PackerNote, ...] = ()

    @property
    def picked(self) -> int:
        """Pieces on the list."""
        return sum(line.quantity for line in self.lines)

    @property
    def missing(self) -> int:
        """Pieces in the shortages box."""
        return sum(shortage.missing for shortage in self.shortages)


@dataclass(frozen=True, slots=True)
class HandoverLine:
    """A parcel that a carrier takes along. ``weight_g`` grams, ``None`` when not weighed."""

    order_id: int
    shipment_id: int
    order_nos: tuple[str, ...]
    waybill: str
    service: str
    recipient: str
    place: str
    country: str
    parcel_no: int = 1
    parcel_count: int = 1
    weight_g: int | None = None


@dataclass(frozen=True, slots=True)
class HandoverSheet:
    """What one carrier takes along, with lines to sign (S1-4.1.3.2-PICKUP)."""

    number: str
    carrier: str
    printed_at: datetime
    lines: tuple[HandoverLine, ...]
    shop: ShopFrame


@dataclass(frozen=True, slots=True)
class PackingLine:
    """One line of a packing note; ``price`` and ``total`` are worded amounts, ``""`` when prices are not shown."""

    sku_code: str
    title: str
    options: str
    quantity: int
    price: str = ""
    total: str = ""
    is_free: bool = False


@dataclass(frozen=True, slots=True)
class PackingNote:
    """What lies in the parcel (D05), for the buyer's eyes.

    ``amounts``: pairs of caption key and worded amount, empty without prices. ``thank_you``: as the shop wrote it.
    ``together``: the numbers of orders in the same parcel; ``materials``: what it is packed in, ``box`` in which box.
    """

    order_id: int
    order_no: str
    channel: str
    placed_on: date
    printed_at: datetime
    recipient_name: str
    recipient_lines: tuple[str, ...]
    lines: tuple[PackingLine, ...]
    shop: ShopFrame
    kind: str = "b2c"
    recipient_phone: str = ""
    buyer_note: str = ""
    warehouse: str = ""
    carrier: str = ""
    waybill: str = ""
    with_prices: bool = False
    amounts: tuple[tuple[str, str], ...] = ()
    returns_policy: str = ""
    thank_you: str = ""
    buyer_language: str = "en"
    bilingual: bool = False
    parcel_no: int = 1
    parcel_count: int = 1
    together: tuple[str, ...] = ()
    materials: tuple[tuple[str, int], ...] = ()
    box: str = ""

    @property
    def units(self) -> int:
        """Pieces in the parcel."""
        return sum(line.quantity for line in self.lines)
