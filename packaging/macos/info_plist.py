"""The Info.plist of the macOS app. Checked statically by the tests; it has not been run on a Mac by us."""

from __future__ import annotations

from typing import Any

OLDEST_MACOS = "13.0"  # what the wheels of PySide6 6.11 ask for
FILE_TYPE = "org.shopdesk.shop"


def info_plist(version: str) -> dict[str, Any]:
    """Keys beside those that PyInstaller sets (executable, icon, identifier)."""
    return {
        "CFBundleName": "ShopDesk",
        "CFBundleDisplayName": "ShopDesk",
        "CFBundleShortVersionString": version,
        "CFBundleVersion": version,
        "CFBundleDevelopmentRegion": "en",
        "CFBundleLocalizations": ["en", "zh-Hans"],
        "LSApplicationCategoryType": "public.app-category.business",
        "LSMinimumSystemVersion": OLDEST_MACOS,
        "NSHighResolutionCapable": True,
        "NSSupportsAutomaticGraphicsSwitching": True,
        "NSHumanReadableCopyright": "© 2026 ShopDesk contributors, MIT licence",
        "CFBundleDocumentTypes": [
            {
                "CFBundleTypeName": "ShopDesk shop",
                "CFBundleTypeRole": "Editor",
                "LSHandlerRank": "Owner",
                "LSItemContentTypes": [FILE_TYPE],
                "CFBundleTypeIconFile": "shopdesk.icns",
            }
        ],
        "UTExportedTypeDeclarations": [
            {
                "UTTypeIdentifier": FILE_TYPE,
                "UTTypeDescription": "ShopDesk shop",
                "UTTypeConformsTo": ["public.database", "public.data"],
                "UTTypeTagSpecification": {"public.filename-extension": ["shopdesk"]},
            }
        ],
    }
