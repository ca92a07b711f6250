"""Draws every size of the icon from ``shopdesk.svg``: PNGs, the ``.ico`` of Windows, the ``.icns`` of macOS.

``python packaging/icons/draw.py`` after the drawing was changed, in an environment with PySide6. What it makes is kept
beside it, so that a build needs no display and no drawing program.
"""

from __future__ import annotations

import os
import struct
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
SOURCE = HERE / "shopdesk.svg"
PNG_SIZES = (16, 24, 32, 48, 64, 128, 256, 512)
ICO_SIZES = (16, 24, 32, 48, 64, 128, 256)
#: The kinds of an ``.icns`` that hold PNG, with their size in pixels.
ICNS_KINDS = {"ic07": 128, "ic08": 256, "ic09": 512, "ic10": 1024, "ic11": 32, "ic12": 64, "ic13": 256, "ic14": 512}


def png(size: int) -> bytes:
    """The drawing as a PNG of ``size`` × ``size`` pixels."""
    from PySide6.QtCore import QBuffer, QByteArray, QRectF, Qt
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(SOURCE)).render(painter, QRectF(0, 0, size, size))
    painter.end()
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(content.data())


def ico(pictures: dict[int, bytes]) -> bytes:
    """An ``.ico`` of PNGs by size."""
    head, body, offset = struct.pack("<HHH", 0, 1, len(pictures)), b"", 6 + 16 * len(pictures)
    for size, content in sorted(pictures.items()):
        head += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(content), offset + len(body))
        body += content
    return head + body


def icns(pictures: dict[str, bytes]) -> bytes:
    """An ``.icns`` of PNGs by kind."""
    body = b"".join(kind.encode() + struct.pack(">I", len(content) + 8) + content for kind, content in pictures.items())
    return b"icns" + struct.pack(">I", len(body) + 8) + body


def main() -> None:
    """Write all of them."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QGuiApplication

    application = QGuiApplication(sys.argv[:1])
    for size in PNG_SIZES:
        (HERE / f"shopdesk-{size}.png").write_bytes(png(size))
    (HERE / "shopdesk.ico").write_bytes(ico({size: png(size) for size in ICO_SIZES}))
    (HERE / "shopdesk.icns").write_bytes(icns({kind: png(size) for kind, size in ICNS_KINDS.items()}))
    (HERE.parents[1] / "resources" / "shopdesk.png").write_bytes(png(256))
    del application


if __name__ == "__main__":
    main()
