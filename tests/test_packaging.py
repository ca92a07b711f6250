"""What is packaged, checked without packaging it: nothing left behind, nothing of the owner's touched, licences
complete."""

from __future__ import annotations

import ast
import configparser
import hashlib
import importlib
import json
import plistlib
import re
import struct
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest

import shopdesk
from shopdesk.base.parts import own_licence, parts
from tests.sources import PACKAGE, RESOURCES, ROOT, sources

PACKAGING = ROOT / "packaging"
FOLDERS = (PACKAGING, PACKAGING / "linux", PACKAGING / "windows", PACKAGING / "macos", PACKAGING / "icons")
SCRIPTS = sorted(path for folder in FOLDERS for path in folder.glob("*.py"))
OF_PYINSTALLER = {"PyInstaller", "PySide6"}


@pytest.fixture
def packaging(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The builders can be imported by name, and are forgotten afterwards."""
    before = set(sys.modules)
    for folder in FOLDERS:
        monkeypatch.syspath_prepend(str(folder))
    yield
    ours = {path.stem for path in SCRIPTS}
    for name in set(sys.modules) - before:
        if name in ours:
            del sys.modules[name]


@pytest.fixture
def bundle(packaging: None) -> ModuleType:
    return importlib.import_module("bundle")


# ---- nothing is left behind


def test_every_resource_changelog_and_migration_goes_in(bundle: ModuleType, tmp_path: Path) -> None:
    placed = {f"{folder}/{Path(source).name}" for source, folder in bundle.data_files(tmp_path)}
    resources = {path for path in RESOURCES.rglob("*") if path.is_file()}
    wanted = {f"resources/{path.relative_to(RESOURCES).as_posix()}" for path in resources}
    wanted |= {f"resources/{path.name}" for path in PACKAGING.glob("CHANGELOG*.md")} | {"resources/manifest.json"}
    steps = PACKAGE / "storage" / "migrations"
    wanted |= {
        f"shopdesk/storage/migrations/{path.relative_to(steps).as_posix()}"
        for path in steps.rglob("*.py")
        if "__pycache__" not in path.parts
    }
    assert placed == wanted


def test_the_manifest_names_each_resource_with_its_hash(bundle: ModuleType, tmp_path: Path) -> None:
    bundle.data_files(tmp_path)
    manifest = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    rules = (RESOURCES / "rules.toml").read_bytes()
    assert manifest["rules.toml"] == hashlib.sha256(rules).hexdigest()
    assert "CHANGELOG.md" in manifest and "manifest.json" not in manifest


def test_a_build_says_where_its_releases_are_announced(
    bundle: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(bundle.ANNOUNCED_AT, "https://shop.example/release.json")
    source = next(path for path, folder in bundle.data_files(tmp_path) if Path(path).name == "release.toml")
    assert tomllib.loads(Path(source).read_text(encoding="utf-8")) == {
        "announced_at": "https://shop.example/release.json"
    }
    assert tomllib.loads((RESOURCES / "release.toml").read_text(encoding="utf-8")) == {"announced_at": ""}


def test_every_module_goes_in(bundle: ModuleType) -> None:
    wanted = {
        path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for path in sources()
        if path.startswith("shopdesk/") and "migrations" not in path
    }
    assert wanted <= set(bundle.modules())


@pytest.mark.parametrize(
    ("name", "dropped"),
    [
        ("PySide6/Qt/plugins/platformthemes/libqgtk3.so", True),
        ("PySide6/Qt/plugins/platformthemes/libqxdgdesktopportal.so", False),
        ("PySide6/Qt/plugins/platforms/libqeglfs.so", True),
        ("PySide6/Qt/plugins/platforms/libqxcb.so", False),
        ("PySide6/Qt/plugins/platforms/libqoffscreen.so", False),
        (r"PySide6\\plugins\\platforms\\qwindows.dll", False),
        (r"PySide6\\opengl32sw.dll", True),
        ("PySide6/Qt/plugins/imageformats/libqsvg.so", False),
        ("PySide6/Qt/translations/qtbase_de.qm", True),
        ("PySide6/Qt/translations/qtbase_zh_CN.qm", False),
        ("qtawesome/fonts/phosphor-1.3.0.ttf", False),
        ("qtawesome/fonts/remixicon-2.5.0.ttf", True),
    ],
)
def test_what_no_shop_needs_is_left_out(bundle: ModuleType, name: str, dropped: bool) -> None:
    assert bundle.is_dropped(name) is dropped


def test_system_libraries_that_only_something_dropped_wanted_go_too(bundle: ModuleType) -> None:
    needs = {"PySide6/plugin.so": ["libcups.so.2"], "libcups.so.2": ["libz.so.1"], "libgtk-3.so.0": ["libpango.so.0"]}
    names = ["PySide6/plugin.so", "libcups.so.2", "libz.so.1", "libgtk-3.so.0", "libpango.so.0", "libpython3.11.so.1.0"]
    used = bundle.without_orphans(names, lambda name: needs.get(name, []))
    assert used == {"PySide6/plugin.so", "libcups.so.2", "libz.so.1", "libpython3.11.so.1.0"}


# ---- the builders


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.relative_to(PACKAGING).as_posix())
def test_the_builders_need_no_library(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    roots = {a.name.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.Import) for a in node.names}
    roots |= {str(node.module).split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    ours = {script.stem for script in SCRIPTS} | {"shopdesk"}
    assert roots - ours - OF_PYINSTALLER <= sys.stdlib_module_names
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


def test_the_spec_compiles() -> None:
    compile((PACKAGING / "shopdesk.spec").read_text(encoding="utf-8"), "shopdesk.spec", "exec")


def test_the_lock_of_packaging_holds_the_program_s_own_pins(bundle: ModuleType) -> None:
    program, packages = (bundle.locked(PACKAGING / f"requirements{name}.lock") for name in ("", "-package"))
    assert program.items() <= packages.items() and "pyinstaller" in packages


# ---- the icon


def test_icons_hold_every_size() -> None:
    ico = (PACKAGING / "icons" / "shopdesk.ico").read_bytes()
    _, kind, count = struct.unpack_from("<HHH", ico)
    entries = [struct.unpack_from("<BBBBHHII", ico, 6 + 16 * n) for n in range(count)]
    assert kind == 1 and {entry[0] or 256 for entry in entries} == {16, 24, 32, 48, 64, 128, 256}
    for entry in entries:
        content = ico[entry[7] : entry[7] + entry[6]]
        assert content == (PACKAGING / "icons" / f"shopdesk-{entry[0] or 256}.png").read_bytes()
    icns = (PACKAGING / "icons" / "shopdesk.icns").read_bytes()
    assert icns[:4] == b"icns" and struct.unpack_from(">I", icns, 4)[0] == len(icns)
    assert (RESOURCES / "shopdesk.png").read_bytes() == (PACKAGING / "icons" / "shopdesk-256.png").read_bytes()


def test_icons_are_those_of_the_drawing(packaging: None, qapp: object) -> None:
    from PySide6.QtGui import QImage

    draw = importlib.import_module("draw")
    drawn = QImage.fromData(draw.png(64))
    kept = QImage(str(PACKAGING / "icons" / "shopdesk-64.png"))
    apart = [
        abs(a - b)
        for x in range(0, 64, 5)
        for y in range(0, 64, 5)
        for a, b in zip(drawn.pixelColor(x, y).getRgb(), kept.pixelColor(x, y).getRgb(), strict=True)
    ]
    assert max(apart) <= 16, "draw.py was not run after the drawing was changed"


# ---- Linux


def test_the_menu_entry_and_the_file_type_agree() -> None:
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment, method-assign]
    entry.read(PACKAGING / "linux" / "shopdesk.desktop", encoding="utf-8")
    found = dict(entry["Desktop Entry"])
    assert found["Exec"] == "shopdesk %f" and found["Icon"] == "shopdesk" and found["Comment[zh_CN]"]
    mime = ElementTree.parse(PACKAGING / "linux" / "shopdesk-mime.xml").getroot()[0]
    assert mime.get("type") == found["MimeType"].strip(";")
    assert any(child.get("pattern") == "*.shopdesk" for child in mime)
    component = ElementTree.parse(PACKAGING / "linux" / "org.shopdesk.ShopDesk.metainfo.xml").getroot()
    assert component.findtext("launchable") == "shopdesk.desktop"
    assert component.findtext("provides/mediatype") == mime.get("type")


def test_the_package_is_laid_out(packaging: None, tmp_path: Path) -> None:
    deb = importlib.import_module("deb")
    made = tmp_path / "bundle"
    made.mkdir()
    (made / "shopdesk").write_text("#!/bin/sh\n", encoding="utf-8")
    (made / "shopdesk").chmod(0o755)
    deb.lay_out(made, "1.2.3", tmp_path / "tree")
    usr = tmp_path / "tree" / "usr"
    assert (usr / "bin" / "shopdesk").resolve() == usr / "lib" / "shopdesk" / "shopdesk"
    assert (usr / "lib" / "shopdesk" / "shopdesk").stat().st_mode & 0o777 == 0o755
    assert (usr / "share/icons/hicolor/scalable/apps/shopdesk.svg").exists()
    assert 'version="1.2.3"' in (usr / "share/metainfo/org.shopdesk.ShopDesk.metainfo.xml").read_text(encoding="utf-8")
    control = deb.control("1.2.3", "amd64", 4_096_000)
    assert "Version: 1.2.3\n" in control and "Installed-Size: 4000\n" in control and "libegl1" in control
    assert all(re.match(r"[A-Z][A-Za-z-]+: \S| \S", line) for line in control.splitlines())


# ---- Windows


def test_uninstalling_touches_nothing_but_the_program() -> None:
    script = (PACKAGING / "windows" / "shopdesk.nsi").read_text(encoding="utf-8")
    removed = set(re.findall(r"^ *(?:RMDir|Delete)(?: /r)? +(\S+|\".*?\")", script, re.MULTILINE))
    assert set(re.findall(r'RMDir /r "(.*?)"', script)) == {r"$INSTDIR\_internal"}
    inside = {item for item in removed if item.startswith('"$INSTDIR')}
    assert removed - inside == {r'"$SMPROGRAMS\${PRODUCT}.lnk"'}
    assert "RequestExecutionLevel user" in script and "Target amd64-unicode" in script
    for name in set(re.findall(r"LangString (\w+)", script)):
        assert {"LANG_ENGLISH", "LANG_SIMPCHINESE"} == set(re.findall(rf"LangString {name} \${{(\w+)}}", script))


def test_the_msi_has_every_file_once_and_the_same_ids_each_time(packaging: None, tmp_path: Path) -> None:
    msi = importlib.import_module("msi")
    (tmp_path / "_internal" / "a & b").mkdir(parents=True)
    for name in ("ShopDesk.exe", "_internal/base.zip", "_internal/a & b/x.txt"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    first, second = (msi.wix_source(tmp_path, version, "x.ico") for version in ("1.0.0", "1.0.1"))
    tree = ElementTree.fromstring(first.encode())
    files = [element.get("Source") for element in tree.iter("{http://schemas.microsoft.com/wix/2006/wi}File")]
    assert sorted(files) == ["bundle/ShopDesk.exe", "bundle/_internal/a & b/x.txt", "bundle/_internal/base.zip"]
    assert first.replace("1.0.0", "1.0.1") == second
    ids = re.findall(r'<(?:Component|Directory|File) Id="(\w+)"', first)
    assert len(ids) == len(set(ids)) and msi.UPGRADE_CODE in first


def test_without_a_certificate_nothing_is_signed(
    packaging: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign = importlib.import_module("sign")
    monkeypatch.delenv(sign.CERTIFICATE, raising=False)
    assert sign.sign([tmp_path / "ShopDesk.exe"]) is False


# ---- macOS: what can be checked without one


def test_the_info_plist_is_complete(packaging: None) -> None:
    made = importlib.import_module("info_plist").info_plist(shopdesk.__version__)
    again = plistlib.loads(plistlib.dumps(made))
    assert again["CFBundleShortVersionString"] == again["CFBundleVersion"] == shopdesk.__version__
    assert again["LSMinimumSystemVersion"] == "13.0" and again["NSHighResolutionCapable"] is True
    assert again["CFBundleLocalizations"] == ["en", "zh-Hans"]
    declared = again["UTExportedTypeDeclarations"][0]
    assert declared["UTTypeIdentifier"] in again["CFBundleDocumentTypes"][0]["LSItemContentTypes"]
    assert declared["UTTypeTagSpecification"]["public.filename-extension"] == ["shopdesk"]
    assert plistlib.loads((PACKAGING / "macos" / "entitlements.plist").read_bytes()) == {}


# ---- licences and what a release has beside its installers


def test_every_shipped_library_is_named_with_its_licence_and_the_text(bundle: ModuleType) -> None:
    declared = tomllib.loads((RESOURCES / "licences" / "parts.toml").read_text(encoding="utf-8"))
    named = {entry["distribution"] for entry in declared.values() if "distribution" in entry}
    assert named == set(bundle.program_libraries())
    kept = {path.stem for path in (RESOURCES / "licences" / "texts").glob("*.txt")} - {"MIT-shopdesk"}
    assert {text for entry in declared.values() for text in entry.get("texts", ())} == kept
    assert not [part.name for part in parts() if len(part.text()) < 200 or not part.licence]
    assert own_licence() == (ROOT / "LICENSE").read_text(encoding="utf-8")


def test_licences_are_those_the_libraries_declare() -> None:
    from importlib import metadata

    for part in parts():
        said = metadata.metadata(part.distribution).get("License-Expression") if part.distribution else None
        if said and " OR " not in said:
            assert part.licence == said, part.name
        elif said:
            assert part.licence in (said, *said.split(" OR ")), part.name


def test_the_bill_of_materials_names_every_part(packaging: None) -> None:
    release = importlib.import_module("release_files")
    bill = json.loads(json.dumps(release.bill_of_materials(parts())))
    assert bill["bomFormat"] == "CycloneDX" and bill["metadata"]["component"]["version"] == shopdesk.__version__
    references = [component["bom-ref"] for component in bill["components"]]
    assert references == [part.key for part in parts()] and len(references) == len(set(references))
    found = {component["name"]: component for component in bill["components"]}
    assert re.fullmatch(r"pkg:pypi/sqlalchemy@\d+\.\d+\.\d+", found["SQLAlchemy"]["purl"])
    assert found["packaging"]["licenses"] == [{"expression": "Apache-2.0 OR BSD-2-Clause"}]


def test_the_sums_are_what_the_program_reads(packaging: None, tmp_path: Path) -> None:
    from shopdesk.services.installer_check import check_installer

    release = importlib.import_module("release_files")
    for name in ("ShopDesk-1.0.0-setup.exe", "shopdesk_1.0.0_amd64.deb", "notes.txt"):
        (tmp_path / name).write_bytes(name.encode())
    assert release.main([str(tmp_path), "--page", "https://shop.example/releases"]) == 0
    assert "notes.txt" not in (tmp_path / "SHA256SUMS").read_text(encoding="utf-8")
    assert check_installer(tmp_path / "shopdesk_1.0.0_amd64.deb").source == "SHA256SUMS"
    told = json.loads((tmp_path / "release.json").read_text(encoding="utf-8"))
    assert told == {"version": shopdesk.__version__, "page": "https://shop.example/releases"}


def test_no_release_without_its_own_installers_checked() -> None:
    workflow = (ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8")
    assert "needs: [linux, windows, macos]" in workflow
    before = workflow[: workflow.index("\n  draft:")]
    assert before.count("--self-check") == 2 and "smoke.ps1" in before
    assert "--self-check" in (PACKAGING / "windows" / "smoke.ps1").read_text(encoding="utf-8")
