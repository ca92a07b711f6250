"""The version resource of the Windows programs: what the properties of the file show."""

from __future__ import annotations

from typing import Any


def version_resource(version: str) -> Any:
    """PyInstaller's version resource for ``"0.1.0"``, in English and Chinese."""
    from PyInstaller.utils.win32.versioninfo import (
        FixedFileInfo,
        StringFileInfo,
        StringStruct,
        StringTable,
        VarFileInfo,
        VarStruct,
        VSVersionInfo,
    )  # fmt: skip

    numbers = tuple(int(part) for part in (*version.split("."), "0", "0", "0")[:4])
    words = {
        "CompanyName": "ShopDesk contributors",
        "FileDescription": "ShopDesk",
        "FileVersion": version,
        "InternalName": "ShopDesk",
        "LegalCopyright": "© 2026 ShopDesk contributors, MIT licence",
        "OriginalFilename": "ShopDesk.exe",
        "ProductName": "ShopDesk",
        "ProductVersion": version,
    }
    strings = [StringStruct(key, text) for key, text in words.items()]
    tables = [StringTable("040904B0", strings), StringTable("080404B0", strings)]
    return VSVersionInfo(
        ffi=FixedFileInfo(filevers=numbers, prodvers=numbers),
        kids=[StringFileInfo(tables), VarFileInfo([VarStruct("Translation", [0x0409, 1200, 0x0804, 1200])])],
    )
