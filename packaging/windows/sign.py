"""Signs Windows programs and installers. The certificate's slot: ``SHOPDESK_CERTIFICATE`` (a .pfx file) and
``SHOPDESK_CERTIFICATE_PASSWORD``; ``SHOPDESK_TIMESTAMP`` is the time-stamp server, by default none. ``signtool`` on
Windows, ``osslsigncode`` elsewhere. Standard library only.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

CERTIFICATE, PASSWORD, TIMESTAMP = "SHOPDESK_CERTIFICATE", "SHOPDESK_CERTIFICATE_PASSWORD", "SHOPDESK_TIMESTAMP"


def sign(files: Sequence[Path]) -> bool:
    """Sign in place. False, and nothing was done, when there is no certificate. Raises ``CalledProcessError``."""
    certificate = os.environ.get(CERTIFICATE)
    if not certificate:
        return False
    for file in files:
        _signtool(file, certificate) if os.name == "nt" else _osslsigncode(file, certificate)
    return True


def _signtool(file: Path, certificate: str) -> None:
    stamp = ["/tr", os.environ[TIMESTAMP], "/td", "sha256"] if os.environ.get(TIMESTAMP) else []
    words = ["/f", certificate, "/p", os.environ.get(PASSWORD, ""), "/fd", "sha256", *stamp, "/d", "ShopDesk"]
    subprocess.run(["signtool", "sign", *words, str(file)], check=True)


def _osslsigncode(file: Path, certificate: str) -> None:
    signed = file.with_name(file.name + ".signed")
    signed.unlink(missing_ok=True)
    stamp = ["-ts", os.environ[TIMESTAMP]] if os.environ.get(TIMESTAMP) else []
    words = ["-pkcs12", certificate, "-pass", os.environ.get(PASSWORD, ""), "-h", "sha256", "-n", "ShopDesk", *stamp]
    subprocess.run(
        ["osslsigncode", "sign", *words, "-in", str(file), "-out", str(signed)], check=True, stdout=subprocess.DEVNULL
    )
    shutil.move(signed, file)
