"""A downloaded installer is compared with what was published, without a network."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from shopdesk.base.errors import MachineError, UserError
from shopdesk.services.installer_check import SUMS_FILE, check_installer

CONTENT = b"an installer"
HASH = hashlib.sha256(CONTENT).hexdigest()
OTHER = hashlib.sha256(b"another").hexdigest()


@pytest.fixture
def installer(tmp_path: Path) -> Path:
    path = tmp_path / "ShopDesk-0.2.0-setup.exe"
    path.write_bytes(CONTENT)
    return path


@pytest.mark.parametrize(
    "published",
    [HASH, HASH.upper(), f"  {HASH}\n", f"SHA-256: {HASH}", f"{HASH}  ShopDesk-0.2.0-setup.exe",
     f"{OTHER}  shopdesk_0.2.0_amd64.deb\n{HASH} *ShopDesk-0.2.0-setup.exe\n"],
)  # fmt: skip
def test_the_published_one_is_known(installer: Path, published: str) -> None:
    checked = check_installer(installer, published)
    assert (checked.file, checked.sha256, checked.source) == (installer.name, HASH, "")


def test_the_sums_beside_it_serve_too(installer: Path) -> None:
    installer.with_name(SUMS_FILE).write_text(f"{OTHER}  other.exe\n{HASH}  {installer.name}\n", encoding="utf-8")
    assert check_installer(installer).source == SUMS_FILE
    with pytest.raises(UserError, match="installer_hash_differs"):
        check_installer(installer, OTHER)  # what was pasted counts more


@pytest.mark.parametrize("change", [b"", CONTENT + b"\0", b"x" + CONTENT[1:]])
def test_any_other_file_is_refused(installer: Path, change: bytes) -> None:
    installer.write_bytes(change)
    with pytest.raises(UserError, match="installer_hash_differs") as refused:
        check_installer(installer, HASH)
    assert refused.value.params["wanted"] == HASH


@pytest.mark.parametrize("published", ["", "no hash at all", HASH[:-1], f"{HASH}\n{OTHER}"])
def test_without_one_clear_hash_nothing_is_said(installer: Path, published: str) -> None:
    with pytest.raises(UserError, match="installer_hash_missing"):
        check_installer(installer, published)


def test_sums_of_other_files_say_nothing_about_this_one(installer: Path) -> None:
    installer.with_name(SUMS_FILE).write_text(f"{HASH}  other.exe\n", encoding="utf-8")
    with pytest.raises(UserError, match="installer_hash_missing"):
        check_installer(installer)


def test_a_file_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(MachineError):
        check_installer(tmp_path / "gone.exe", HASH)
