"""Puts together a CPython for Windows on a Linux machine, for trying the Windows build under wine. Never shipped: a
release is built on Windows with python.org's own. Standard library only; needs pip, unzip-able wheels and Debian's
mingw-w64.

The interpreter and its compiled modules come from a wheel that carries them (``wine_python.lock``); the pure modules
are those of the Python that runs this, which must be of the same minor version.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
PACKAGING = HERE.parent
LOCK = PACKAGING / "requirements-package.lock"
_MINOR = (3, 11)
_GCC, _OBJDUMP, _DLLTOOL = (f"x86_64-w64-mingw32-{tool}" for tool in ("gcc", "objdump", "dlltool"))
_FOR_WINDOWS = ["--platform", "win_amd64", "--python-version", "3.11", "--only-binary=:all:"]
_LEFT_OUT = ("site-packages", "test", "idlelib", "tkinter", "turtledemo", "ensurepip", "lib-dynload", "__pycache__")


def make_python(folder: Path, wheels: Path) -> Path:
    """``folder`` with ``python.exe``, its library and everything the build needs; made once for a lock."""
    complete = folder / ".complete"
    stamp = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if complete.exists() and complete.read_text(encoding="ascii") == stamp:
        return folder
    if sys.version_info[:2] != _MINOR:
        raise SystemExit("ShopDesk: trying the Windows build under wine needs Python 3.11 here too")
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "DLLs").mkdir(parents=True)
    _interpreter(folder, wheels)
    shutil.copytree(
        Path(shutil.__file__).parent, folder / "Lib", symlinks=False, ignore=shutil.ignore_patterns(*_LEFT_OUT)
    )
    _forwarder(folder)
    _libraries(folder / "Lib" / "site-packages", folder)
    complete.write_text(stamp, encoding="ascii")
    return folder


def make_icuuc(folder: Path) -> Path:
    """The DLL that wine lacks, for its prefix."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / "icuuc.dll"
    subprocess.run([_GCC, "-shared", "-O1", "-o", str(target), str(HERE / "icuuc.c")], check=True)
    return target


def _pip(*words: str | Path) -> None:
    subprocess.run([sys.executable, "-m", "pip", *map(str, words)], check=True, stdout=subprocess.DEVNULL)


def _interpreter(folder: Path, wheels: Path) -> None:
    _pip(
        "download", "-qq", *_FOR_WINDOWS, "--no-deps", "--require-hashes", "-d", wheels, "-r", HERE / "wine_python.lock"
    )
    with zipfile.ZipFile(next(wheels.glob("panda3d-*.whl"))) as wheel:
        for name in wheel.namelist():
            if re.match(r"deploy_libs/(?!api-ms|tcl|tk|_tkinter).+\.(dll|pyd)$", name):
                file = Path(name).name
                beside = file.lower().startswith(("python3", "vcruntime"))
                (folder / file if beside else folder / "DLLs" / file).write_bytes(wheel.read(name))


def _forwarder(folder: Path) -> None:
    """``python3.dll`` (what wheels for every Python 3 load) hands on to ``python311.dll``; ``python.exe`` calls it."""
    listing = subprocess.run(
        [_OBJDUMP, "-p", str(folder / "python311.dll")], capture_output=True, text=True, check=True
    ).stdout
    table = listing[listing.index("[Ordinal/Name Pointer] Table") :]
    names = re.findall(r"^\s+\[\s*\d+\](?: \+base\[\s*\d+\])?\s+(?:[0-9a-f]+ )?(\w+)$", table, re.MULTILINE)
    work = folder / "made"
    work.mkdir()
    definition = "LIBRARY python311\nEXPORTS\n" + "".join(f"  {name}\n" for name in names)
    (work / "python311.def").write_text(definition, encoding="ascii")
    forwards = "LIBRARY python3\nEXPORTS\n" + "".join(f"  {name} = python311.{name}\n" for name in names)
    (work / "python3.def").write_text(forwards, encoding="ascii")
    (work / "empty.c").write_text("int python3_forwards;\n", encoding="ascii")
    library = str(work / "libpython311.a")
    subprocess.run([_DLLTOOL, "-d", str(work / "python311.def"), "-l", library], check=True)
    words = ["-shared", "-o", str(folder / "python3.dll"), str(work / "empty.c"), str(work / "python3.def")]
    subprocess.run([_GCC, *words], check=True)
    words = ["-municode", "-o", str(folder / "python.exe"), str(HERE / "python.c"), library]
    subprocess.run([_GCC, *words], check=True)
    shutil.rmtree(work)


def _libraries(target: Path, folder: Path) -> None:
    """The locked libraries and PyInstaller as Windows has them; markers are read as if this were Windows."""
    lock = LOCK.read_text(encoding="utf-8")
    lock = re.sub(r"^\S+==\S+ ; sys_platform == 'darwin'(.|\n)*?(?=^\S|\Z)", "", lock, flags=re.MULTILINE)
    lock = lock.replace(" ; sys_platform == 'win32'", "")
    (folder / "requirements.txt").write_text(lock, encoding="utf-8")
    words = ["install", "-qq", *_FOR_WINDOWS, "--no-deps", "--require-hashes", "--no-compile"]
    _pip(*words, "--target", target, "-r", folder / "requirements.txt")
