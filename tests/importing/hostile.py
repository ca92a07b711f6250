"""Files that mean harm or are broken, made by hand for the tests (reliability.md 8)."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName='
    '"/xl/worksheets/sheet1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
_RELS = (
    '<?xml version="1.0"?><Relationships '
    'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>'
)
_BOOK = (
    '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
    '<sheet name="Orders" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
_BOOK_RELS = (
    '<?xml version="1.0"?><Relationships '
    'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
    'Target="worksheets/sheet1.xml"/></Relationships>'
)
HEADERS = ("Order number", "Order date", "SKU", "Description", "Quantity", "Unit price")


def cell(reference: str, value: object) -> str:
    """One inline cell of a sheet."""
    if isinstance(value, int | float):
        return f'<c r="{reference}"><v>{value}</v></c>'
    return f'<c r="{reference}" t="inlineStr"><is><t>{value}</t></is></c>'


def sheet(rows: list[tuple[object, ...]], prolog: str = "") -> str:
    """The XML of a sheet of ``rows``."""
    body = "".join(
        f'<row r="{y}">' + "".join(cell(f"{chr(65 + x)}{y}", value) for x, value in enumerate(row)) + "</row>"
        for y, row in enumerate(rows, 1)
    )
    return (
        f'<?xml version="1.0"?>{prolog}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{body}</sheetData></worksheet>"
    )


def workbook(sheet_xml: str | bytes, **more: bytes) -> bytes:
    """A workbook of one sheet."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELS)
        archive.writestr("xl/workbook.xml", _BOOK)
        archive.writestr("xl/_rels/workbook.xml.rels", _BOOK_RELS)
        archive.writestr("xl/worksheets/sheet1.xml", sheet_xml)
        for name, data in more.items():
            archive.writestr(name, data)
    return target.getvalue()


def good_rows(count: int = 20) -> list[tuple[object, ...]]:
    """A header and ``count`` order lines that read without a problem."""
    rows: list[tuple[object, ...]] = [HEADERS]
    rows += [(f"A-{n // 2:04}", "2026-11-20 10:00", f"SKU-{n}", f"Thing {n}", 1 + n % 3, 9.95) for n in range(count)]
    return rows


def good_workbook() -> bytes:
    """A small workbook of order lines."""
    return workbook(sheet(good_rows()))


def far_cells() -> bytes:
    """1.4 KB: a cell at A1 and one at XFD1048576."""
    rows = f'<row r="1">{cell("A1", "Order number")}</row><row r="1048576">{cell("XFD1048576", 1)}</row>'
    return workbook(
        f"<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><sheetData>{rows}</sheetData></worksheet>"
    )


def write_bomb(path: Path, size: int) -> None:
    """A workbook whose sheet unpacks to ``size`` bytes of blanks."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("xl/workbook.xml", _BOOK)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as member:
            block = b" " * (1 << 22)
            member.write(b"<worksheet><sheetData>")
            for _ in range(size // len(block)):
                member.write(block)


def billion_laughs() -> bytes:
    """Nested entities in the sheet."""
    entities = "".join(f'<!ENTITY l{n} "{"&l" + str(n - 1) + ";" if n else "lol"}">' * 1 for n in range(9))
    return workbook(sheet(good_rows(2), f"<!DOCTYPE worksheet [{entities}]>"))


def encrypted_ole() -> bytes:
    """The outside of a password-protected workbook."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1000 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 2000


def csv_bytes(rows: list[tuple[object, ...]], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """Rows as delimited text."""
    return "\n".join(delimiter.join(map(str, row)) for row in rows).encode(encoding)
