"""The program's own sources as the architecture tests see them: parsed once, by path."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "shopdesk"
RESOURCES = ROOT / "resources"
GENERATED = PACKAGE / "storage" / "migrations" / "versions"


@cache
def sources() -> dict[str, ast.Module]:
    """Every module of the program, by its path from the top ("shopdesk/base/clock.py")."""
    files = [*sorted(PACKAGE.rglob("*.py")), ROOT / "main.py"]
    return {
        str(path.relative_to(ROOT).as_posix()): ast.parse(path.read_text(encoding="utf-8"))
        for path in files
        if path.is_file() and "__pycache__" not in path.parts
    }


def layer(path: str) -> str:
    """The layer a module stands in: "storage" for "shopdesk/storage/session.py"."""
    parts = path.split("/")
    return parts[1].removesuffix(".py") if parts[0] == "shopdesk" and len(parts) > 1 else "main"


def calls(tree: ast.Module) -> Iterator[tuple[str, ast.Call]]:
    """``(name, call)`` for each call; the name is the last part: ``sleep`` for ``time.sleep(1)``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            yield name, node


def module_level_imports(tree: ast.Module) -> Iterator[str]:
    """The modules that importing this one imports: not those inside functions, nor behind TYPE_CHECKING."""
    pending: list[ast.stmt] = list(tree.body)
    while pending:
        node = pending.pop()
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            yield node.module
        elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            pending.extend(node.orelse)
        elif isinstance(node, ast.If | ast.Try | ast.With | ast.ClassDef):
            pending.extend(child for child in ast.iter_child_nodes(node) if isinstance(child, ast.stmt))


def text_of(node: ast.expr | None) -> str | None:
    """The string a literal stands for, else ``None``."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
