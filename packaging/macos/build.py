"""``dev.py package macos``: ShopDesk.app → signed → .dmg → notarised and stapled. On a Mac only; standard library
only. It has not been run by us on a Mac: what can be checked elsewhere is checked by the tests.

``SHOPDESK_SIGN_IDENTITY`` ("Developer ID Application: …") signs, ``SHOPDESK_NOTARY_PROFILE`` (a keychain profile of
notarytool) notarises; without them the image is made unsigned and that is said.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

from freeze import BUILD, DIST, ROOT, current_version, found, freeze, say, self_check, write_sbom  # noqa: E402 - found above

IDENTITY, PROFILE = "SHOPDESK_SIGN_IDENTITY", "SHOPDESK_NOTARY_PROFILE"


def main(_words: list[str]) -> int:
    """Exit code 0 when everything passed."""
    if sys.platform != "darwin":
        raise SystemExit("ShopDesk: the macOS app is built on a Mac")
    began = time.monotonic()
    work = BUILD / "macos"
    freeze([sys.executable], ROOT, work)
    app = work / "dist" / "ShopDesk.app"
    sign_app(app)
    report = self_check([str(app / "Contents" / "MacOS" / "ShopDesk")], work / "bundle.json")
    say(f"self-check of the app: ok, {found(report, 'start')}")
    name = f"ShopDesk-{current_version()}-macos-{platform.machine()}.cdx.json"
    write_sbom(app / "Contents" / "Resources" / "resources", DIST / name)
    image = make_dmg(app, work)
    notarise(image)
    say(f"{image}, done in {time.monotonic() - began:.0f} s")
    return 0


def sign_app(app: Path) -> None:
    """PyInstaller signs what it collects; the app as a whole is signed and looked over here."""
    identity = os.environ.get(IDENTITY)
    if not identity:
        say("no identity: the app is not signed")
        return
    words = ["--force", "--options", "runtime", "--timestamp", "--entitlements", str(HERE / "entitlements.plist")]
    _run("codesign", *words, "--sign", identity, str(app))
    _run("codesign", "--verify", "--deep", "--strict", "--verbose=2", str(app))


def make_dmg(app: Path, work: Path) -> Path:
    """The image to drag the app out of."""
    stage = work / "dmg"
    shutil.rmtree(stage, ignore_errors=True)
    stage.mkdir(parents=True)
    shutil.copytree(app, stage / app.name, symlinks=True)
    (stage / "Applications").symlink_to("/Applications")
    DIST.mkdir(exist_ok=True)
    image = DIST / f"ShopDesk-{current_version()}-{platform.machine()}.dmg"
    image.unlink(missing_ok=True)
    _run("hdiutil", "create", "-volname", "ShopDesk", "-srcfolder", str(stage), "-format", "ULFO", str(image))
    return image


def notarise(image: Path) -> None:
    """Sign the image, have Apple look at it, staple the ticket to it, and ask Gatekeeper."""
    identity, profile = os.environ.get(IDENTITY), os.environ.get(PROFILE)
    if not identity or not profile:
        say("no identity or no notary profile: the image is not notarised")
        return
    _run("codesign", "--force", "--timestamp", "--sign", identity, str(image))
    _run("xcrun", "notarytool", "submit", str(image), "--keychain-profile", profile, "--wait")
    _run("xcrun", "stapler", "staple", str(image))
    _run("spctl", "-a", "-t", "open", "--context", "context:primary-signature", "-vv", str(image))


def _run(*words: str) -> None:
    subprocess.run(words, check=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
