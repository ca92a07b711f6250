"""What a file is, told from its bytes, never from its name. Opens nothing but the file; unpacks nothing."""

from __future__ import annotations

import zipfile
from pathlib import Path

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"\0\0\1\0")
_TABLE_ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".htm", ".html")
WORKBOOKS = ("xlsx", "xlsb", "ods", "xls")


def sniff(path: Path) -> str:
    """``xlsx xlsb ods xls zip html xml text`` – or what cannot be read: ``empty encrypted picture pdf archive
    binary``."""
    with path.open("rb") as file:
        head = file.read(65536)
    if not head.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        return "empty"
    if head.startswith(b"PK"):
        return _sniff_zip(path)
    if head.startswith(OLE):
        return _sniff_ole(path, head)
    if head.startswith(b"%PDF"):
        return "pdf"
    if head.startswith((b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")):
        return "archive"
    if head.startswith(_PICTURES) and not (head.startswith(b"BM") and b"\0" not in head[:64]):
        return "picture"
    if head[:4] == b"RIFF" or head[4:8] == b"ftyp":
        return "picture"
    if head.startswith((b"\x09\x08", b"\x09\x04", b"\x09\x02")):
        return "xls"
    return _sniff_text(head)


def _sniff_zip(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            by_name = set(names)
            if "mimetype" in by_name and archive.getinfo("mimetype").file_size < 200:
                return "ods" if b"spreadsheet" in archive.read("mimetype") else "archive"
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError, EOFError):
        return "truncated"
    if "xl/workbook.bin" in by_name:
        return "xlsb"
    if "[Content_Types].xml" in by_name:
        return "xlsx" if any(name.startswith("xl/") for name in names) else "archive"
    return "zip"


def _sniff_ole(path: Path, head: bytes) -> str:
    whole = head if path.stat().st_size <= len(head) else path.read_bytes()[: 64 << 20]
    names = {name: name.encode("utf-16-le") for name in ("EncryptedPackage", "Workbook", "Book")}
    if names["EncryptedPackage"] in whole:
        return "encrypted"
    return "xls" if names["Workbook"] in whole or names["Book"] in whole else "binary"


def _sniff_text(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        start = head.decode("utf-16", "ignore").lstrip("\ufeff \t\r\n").casefold()
    else:
        if _is_binary(head):
            return "binary"
        start = head.lstrip(b"\xef\xbb\xbf \t\r\n").decode("latin-1").casefold()
    if start.startswith(("<?xml", "<workbook")):
        return "html" if "<html" in start[:2000] else "xml"
    if start.startswith(("<!doctype html", "<html", "<table", "<head", "<meta", "<style", "<div", "<body", "<!--")):
        return "html"
    return "text"


def _is_binary(head: bytes) -> bool:
    """More than one control character in twenty; the zero bytes of UTF-16 text do not count."""
    even, odd = head[::2].count(b"\0"), head[1::2].count(b"\0")
    is_wide = max(even, odd) * 8 > len(head) and min(even, odd) * 50 < len(head)
    codes = (*range(1 if is_wide else 0, 9), *range(14, 27), *range(28, 32))
    return sum(head.count(bytes((code,))) for code in codes) * 20 > len(head)


def is_lock_file(path: Path) -> bool:
    """``~$orders.xlsx`` and ``.~lock.orders.ods#``: what a spreadsheet program leaves beside an open file."""
    return path.name.startswith(("~$", ".~lock."))


def is_table_name(name: str) -> bool:
    """Whether a member of a ZIP is worth reading: a table by its ending, not hidden, not a lock file."""
    base = name.rsplit("/", 1)[-1]
    return base.lower().endswith(_TABLE_ENDINGS) and not base.startswith((".", "~$")) and "__MACOSX" not in name
