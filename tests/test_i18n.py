"""Every text the program can say is there in Chinese, with the same facts in it."""

from __future__ import annotations

import ast
import string
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po

from shopdesk.base.i18n import LANGUAGES, message, set_language, tr, trn
from tests.sources import RESOURCES, ROOT, calls, sources, text_of

KEYWORDS = {"tr": (1,), "N_": (1,), "trn": (1, 2)}
TRANSLATIONS = sorted(language for language in LANGUAGES if language != "en")
PO_FILES = sorted((RESOURCES / "i18n").rglob("*.po"))
MESSAGE_FILES = sorted((RESOURCES / "messages").glob("*.toml"))
DECLARATIONS = [path for path in sorted(RESOURCES.rglob("*.toml")) if path not in MESSAGE_FILES]


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def _strings(text: str | tuple[str, ...]) -> tuple[str, ...]:
    return text if isinstance(text, tuple) else (text,)


def _source_texts() -> dict[str | tuple[str, ...], str]:
    """Each text of the program and where it stands; a counted one is a pair."""
    texts: dict[str | tuple[str, ...], str] = {}
    for path in sources():
        with (ROOT / path).open("rb") as file:
            for line, text, _, _ in extract("python", file, keywords=KEYWORDS):
                texts.setdefault(text, f"{path}:{line}")
    return texts


def _entries(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.name, abort_invalid=True)


def _translated(language: str) -> dict[str | tuple[str, ...], Any]:
    files = [path for path in PO_FILES if path.parent.name == language]
    return {entry.id: entry for path in files for entry in _entries(path) if entry.id}


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_every_text_is_translated(language: str) -> None:
    entries = _translated(language)
    by_first = {_strings(key)[0]: entry for key, entry in entries.items()}
    missing = []
    for text, place in _source_texts().items():
        entry = entries.get(text) or (None if isinstance(text, tuple) else by_first.get(text))
        if entry is None or entry.fuzzy or not all(_strings(entry.string)):
            missing.append(f"{place}: {text!r}")
    assert not missing, "\n".join(missing)


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_no_translation_is_left_over(language: str) -> None:
    used = {_strings(text)[0] for text in _source_texts()}
    unused = [key for key in _translated(language) if _strings(key)[0] not in used]
    assert not unused


@pytest.mark.parametrize("path", PO_FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_facts_survive_translation(path: Path) -> None:
    lost = []
    for entry in _entries(path):
        facts = _fields(_strings(entry.id)[-1])
        if entry.id and any(_fields(text) != facts for text in _strings(entry.string)):
            lost.append(entry.id)
    assert not lost


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_a_text_stands_in_one_file(language: str) -> None:
    files = [path for path in PO_FILES if path.parent.name == language]
    ids = Counter(entry.id for path in files for entry in _entries(path) if entry.id)
    assert not [text for text, times in ids.items() if times > 1]


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _worded() -> list[tuple[str, dict[str, str]]]:
    return [entry for path in MESSAGE_FILES for entry in _toml(path).items()]


def _complete(texts: dict[str, str]) -> bool:
    """Said in each language, with the same facts."""
    same = len({frozenset(_fields(text)) for text in texts.values()}) == 1
    return set(texts) == set(LANGUAGES) and all(texts.values()) and same


def test_a_code_stands_in_one_file() -> None:
    codes = Counter(code for code, _ in _worded())
    assert not [code for code, times in codes.items() if times > 1]


@pytest.mark.parametrize("path", MESSAGE_FILES, ids=lambda path: path.stem)
def test_messages_say_the_same_in_each_language(path: Path) -> None:
    assert not [code for code, texts in _toml(path).items() if not _complete(texts)]


def test_every_error_has_a_message() -> None:
    known = {code for code, _ in _worded()}
    unworded = {f"{path}:{line}: {code}" for path, line, code, _ in _raised() if code not in known}
    assert not unworded, "\n".join(sorted(unworded))


def test_errors_carry_the_facts_their_message_names() -> None:
    worded = {code: texts["en"] for code, texts in _worded()}
    lacking = [
        f"{path}:{line}: {code} lacks {sorted(_fields(worded[code]) - given)}"
        for path, line, code, given in _raised()
        if given is not None and code in worded and not _fields(worded[code]) <= given
    ]
    assert not lacking, "\n".join(lacking)


def _raised() -> Iterator[tuple[str, int, str, set[str] | None]]:
    """Where an error with a literal code is made; the facts given, or ``None`` when they are spread from a mapping."""
    for path, tree in sources().items():
        for name, call in calls(tree):
            if name in {"UserError", "MachineError"} and call.args and (code := text_of(call.args[0])):
                names = [keyword.arg for keyword in call.keywords]
                yield path, call.lineno, code, None if None in names else {name for name in names if name}


def _texts_inline(value: object, where: str) -> Iterator[tuple[str, dict[str, str]]]:
    if isinstance(value, dict):
        if "en" in value and all(isinstance(text, str) for text in value.values()):
            yield where, value
        else:
            for key, inner in value.items():
                yield from _texts_inline(inner, f"{where}.{key}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _texts_inline(inner, f"{where}[{number}]")


@pytest.mark.parametrize("path", DECLARATIONS, ids=lambda path: path.relative_to(RESOURCES).as_posix())
def test_declarations_speak_each_language(path: Path) -> None:
    assert not [where for where, texts in _texts_inline(_toml(path), path.stem) if not _complete(texts)]


def test_texts_are_literal() -> None:
    """What is not a literal cannot be found for translation; a column's header and its like go through ``N_``."""
    broken = [
        f"{path}:{call.lineno}"
        for path, tree in sources().items()
        for name, call in calls(tree)
        if name in {"tr", "trn", "N_"} and call.args and isinstance(call.args[0], ast.JoinedStr | ast.BinOp)
    ]
    assert not broken


def test_speaking_chinese() -> None:
    set_language("zh_CN")
    assert message("cancelled") == "已取消，未做任何改动。"
    assert tr("") == ""
    assert trn("{n} brick", "{n} bricks", 1200) == "1,200 bricks"
