#!/usr/bin/env python3
"""One command for everyone who has a checkout: set ShopDesk up, run it, test it.

    python packaging/dev.py run [arguments of the program]
    python packaging/dev.py test [arguments of pytest]
    python packaging/dev.py setup
    python packaging/dev.py package linux|windows|macos [arguments of the builder]

Standard library only; Windows, macOS, Linux. All of it goes into ``.venv`` at the top (pinned versions, checked hashes)
and is done once: later runs look at a stamp and start at once. It must run on any Python 3, at least far enough to say
that 3.11 is needed, so no newer syntax stands here.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
OUT = ROOT / "out"
PACKAGING = ROOT / "packaging"
LOCKS = {
    "run": PACKAGING / "requirements.lock",
    "test": PACKAGING / "requirements-dev.lock",
    "package": PACKAGING / "requirements-package.lock",
}
#: What is shipped is built without the tests' libraries about.
VENVS = {"package": ROOT / "build" / "venv"}
SYSTEMS = ("linux", "windows", "macos")
OLDEST = (3, 11)

#: What Qt and print need of a Debian or Ubuntu: libraries that the wheels do not bring along, fonts for both languages.
SYSTEM_PACKAGES = {
    "run": (
        "libegl1", "libgl1", "libdrm2", "libglib2.0-0", "libdbus-1-3", "libfontconfig1", "libfreetype6", "libcups2",
        "libxkbcommon0", "libxkbcommon-x11-0", "libx11-xcb1", "libxcb1", "libxcb-cursor0", "libxcb-icccm4",
        "libxcb-image0", "libxcb-keysyms1", "libxcb-randr0", "libxcb-render-util0", "libxcb-shape0", "libxcb-shm0",
        "libxcb-sync1", "libxcb-util1", "libxcb-xfixes0", "libxcb-xkb1", "libwayland-client0", "libwayland-cursor0",
        "libwayland-egl1",
        "xkb-data", "fontconfig", "fonts-dejavu-core", "fonts-noto-cjk",
    ),
    "test": ("xvfb", "libzbar0"),
    "package": ("binutils", "xvfb"),
}  # fmt: skip


def say(text: str) -> None:
    """One plain line for the person at the terminal."""
    print(text, flush=True)


def stop(text: str) -> SystemExit:
    """The refusal to raise: the text on stderr, exit code 1."""
    return SystemExit(f"ShopDesk: {text}")


def run(*command: str | Path, **options: object) -> int:
    """Run a command, in the checkout unless ``cwd`` says otherwise, and return its exit code.

    What this shell has set for another Python (``PYTHONPATH``, ``PYTHONHOME``) would be found before ``.venv``.
    """
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "PYTHONHOME")}
    options = {"cwd": ROOT, "env": environment, **options}
    return subprocess.call([str(part) for part in command], **options)  # type: ignore[call-overload]


def check_python() -> None:
    """Stop with a sentence when this Python is too old."""
    if sys.version_info < OLDEST:
        raise stop(
            "this is Python {}.{}; Python 3.11 or newer is needed. Install it and call it by name, "
            "for example: python3.11 packaging/dev.py run".format(*sys.version_info[:2])
        )


# --- the system's libraries (Debian, Ubuntu and their kin) ---


def system_libraries(purpose: str) -> None:
    """Install what Qt needs where that is allowed, else print the one command that does it."""
    if sys.platform != "linux" or not shutil.which("dpkg-query"):
        return
    wanted = SYSTEM_PACKAGES["run"] + (SYSTEM_PACKAGES[purpose] if purpose != "run" else ())
    there = installed_packages()
    missing = [package for package in wanted if package not in there]
    if missing:
        install_packages(missing, "Qt and printing need")


def installed_packages() -> set[str]:
    """Names of the Debian packages that are installed, and what these stand in for (libglib2.0-0t64)."""
    form = "${db:Status-Status}|${Package}|${Provides}\n"
    listing = subprocess.run(["dpkg-query", "-W", "-f", form], capture_output=True, text=True, check=False).stdout
    names: set[str] = set()
    for line in listing.splitlines():
        status, name, provides = line.split("|", 2)
        if status == "installed":
            names.add(name)
            names.update(part.split()[0] for part in provides.split(",") if part.strip())
    return names


def install_packages(packages: list[str], why: str) -> None:
    """``apt-get install`` as root or with a sudo that asks nothing; otherwise say what to type, and stop."""
    prefix = privileged()
    install = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    by_hand = f"\n\n  sudo {' '.join(install)}\n"
    if prefix is None:
        raise stop(f"{why} some system libraries. Install them once, then run this again:{by_hand}")
    say(f"Installing system libraries: {' '.join(packages)}")
    quiet = {"env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, "stdout": subprocess.DEVNULL}
    run(*prefix, "apt-get", "update", "-q", **quiet)
    if run(*prefix, *install, **quiet):
        raise stop(f"the system libraries could not be installed. Try it by hand:{by_hand}")


def privileged() -> list[str] | None:
    """What to put before a command for root: nothing as root, ``sudo -n`` where it asks nothing, else ``None``."""
    if os.geteuid() == 0:
        return []
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return ["sudo", "-n"] if shutil.which("sudo") and run("sudo", "-n", "true", **quiet) == 0 else None


# --- the virtual environment ---


def venv(purpose: str) -> Path:
    """The environment of a purpose: ``.venv``, except for packaging."""
    return VENVS.get(purpose, VENV)


def venv_python(purpose: str = "run") -> Path:
    """The interpreter of an environment."""
    return venv(purpose) / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def make_venv(purpose: str) -> None:
    """Make the environment when it is not there; a half-made one (or one whose Python is gone) is made again."""
    python, folder = venv_python(purpose), venv(purpose)
    if python.exists() and run(python, "-c", "import pip", stderr=subprocess.DEVNULL) == 0:
        return
    if sys.platform == "linux" and run(sys.executable, "-c", "import ensurepip", stderr=subprocess.DEVNULL):
        install_packages(["python3-venv"], "A virtual environment needs")
    say(f"Making a virtual environment in {folder.relative_to(ROOT)}")
    if run(sys.executable, "-m", "venv", "--clear", folder):
        raise stop(f"no virtual environment could be made in {folder}. Is the folder writable and the disk not full?")


def stamp(purpose: str) -> str:
    """What an environment is made from: the lock's content and the Python."""
    return hashlib.sha256(LOCKS[purpose].read_bytes()).hexdigest() + " " + sys.version.split()[0]


def marker(purpose: str) -> Path:
    """Where the stamp of an environment is kept."""
    return venv(purpose) / f"shopdesk-{purpose}.stamp"


def up_to_date(purpose: str) -> bool:
    """Whether the pinned libraries are there already."""
    return marker(purpose).exists() and marker(purpose).read_text(encoding="utf-8") == stamp(purpose)


def libraries(purpose: str) -> None:
    """Install the pinned libraries once; later calls see by the stamp that they are there."""
    if up_to_date(purpose) or (purpose == "run" and up_to_date("test")):  # what the tests need holds what a run needs
        return
    say("Installing the libraries (once; a few minutes on a slow line)")
    # The lock names every library, so pip need not look for any: its resolver takes the newest release for what has an
    # extra (coverage[toml]) and then refuses what it took, because that is not the pinned one.
    pip = (venv_python(purpose), "-m", "pip", "install", "--disable-pip-version-check", "-q")
    pip += ("--no-deps", "--require-hashes")
    if run(*pip, "-r", LOCKS[purpose]):
        raise stop(
            "the libraries could not be installed; the lines above say why. Nothing else was changed: try again."
        )
    marker(purpose).write_text(stamp(purpose), encoding="utf-8")


def set_up(purpose: str) -> None:
    """Everything that ``purpose`` ("run", "test" or "package") needs, done only where it is not done yet."""
    check_python()
    system_libraries(purpose)
    make_venv(purpose)
    libraries(purpose)


# --- the commands ---


def has_display() -> bool:
    """Whether a window can be shown here: the program's own check, for a name in DISPLAY may be that of a dead one."""
    asked = "import sys; from shopdesk.app.offscreen import has_display; sys.exit(not has_display())"
    return run(venv_python(), "-c", asked) == 0


def run_program(arguments: list[str]) -> int:
    """Open the program; with no display do its main job without a window."""
    set_up("run")
    if arguments or has_display():
        return run(venv_python(), ROOT / "main.py", *arguments, cwd=Path.cwd())  # its files are named from here
    return main_job()


def main_job() -> int:
    """From a spreadsheet to printed parcels, no window: sample shop, imports, labels and pick list, in ``out/``."""
    say("No display answers here (DISPLAY, WAYLAND_DISPLAY), so no window can open.")
    say("Doing the main job without one, in out/ (what an earlier run left there is replaced):")
    OUT.mkdir(exist_ok=True)
    shop, labels, pick_list = OUT / "sample.shopdesk", OUT / "labels.pdf", OUT / "pick-list.pdf"
    for old in (*OUT.glob("sample.shopdesk*"), labels, pick_list):
        old.unlink(missing_ok=True)
    exports = sorted((ROOT / "resources" / "sample_shop" / "exports").iterdir())
    steps: list[list[str | Path]] = [
        ["new", shop, "--sample"],
        *(["--shop", shop, "import", export] for export in exports),
        ["--shop", shop, "confirm", "--filter", "to_review"],
        ["--shop", shop, "print", "labels", "--filter", "to_ship", "--out", labels],
        ["--shop", shop, "print", "pick-list", "--filter", "to_ship", "--out", pick_list],
    ]
    for step in steps:
        say(f"\n> shopdesk {' '.join(str(part) for part in step)}")
        if code := run(venv_python(), "-m", "shopdesk", *step):
            return code
    say("\nDone. The shop and the papers:")
    for made in (shop, labels, pick_list):
        say(f"  {made}  ({made.stat().st_size // 1024:,} KB)")
    return 0


def run_tests(arguments: list[str]) -> int:
    """All tests, in random order, on several cores."""
    set_up("test")
    workers = str(min(os.cpu_count() or 2, 4))
    return run(venv_python(), "-m", "pytest", "-q", "-n", workers, *arguments)


def package(arguments: list[str]) -> int:
    """The installer of a system, tried as far as this machine allows; in ``dist/``."""
    if arguments[:1] not in [[system] for system in SYSTEMS]:
        say(f"Which system? {', '.join(SYSTEMS)}")
        return 2
    set_up("package")
    return run(venv_python("package"), PACKAGING / arguments[0] / "build.py", *arguments[1:])


def main(arguments: list[str]) -> int:
    """``run``, ``test``, ``setup`` or ``package``; anything else prints what there is."""
    command, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    if command == "run":
        return run_program(rest)
    if command == "test":
        return run_tests(rest)
    if command == "package":
        return package(rest)
    if command == "setup":
        set_up("test")
        say("Ready. Start the program with: python packaging/dev.py run")
        return 0
    say(__doc__ or "")
    return 0 if command in {"-h", "--help", "help"} else 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
