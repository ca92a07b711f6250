"""What a search finds: how texts are folded, what is indexed for an order, the terms of what was typed. No SQL here.

The index knows only trigrams, so short terms are made findable by padding: every word stands behind two pad characters,
and one letter typed looks for ``pad pad e``, two letters for ``pad e m``, three and more for the letters anywhere. In
scripts written without spaces every character begins a word. Names in Chinese characters are also indexed in pinyin,
whole and as initials.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

PAD = "\ue000"
_ITEM_END = "\ue001"
_ITEM_BASE = 0xE100  # 4,096 private-use characters from here: two of them name an item
_NEVER = _ITEM_END * 3
_OR_GROUP = 20
_MAX_TERMS = 8
_MAX_TERM_CHARS = 64

_UNSPACED = re.compile("[\u0e00-\u0eff\u2e80-\u2fdf\u3005-\ua4cf\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]")
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_PHONE_LIKE = re.compile(r"[+(]?[\d()./+-]{3,}")
_NOT_DIGIT = re.compile(r"\D+")
_DROPPED = {"Mn", "Cc", "Cf", "Co", "Cs", "Cn"}


def fold(text: str) -> str:
    """``text`` as it is compared: without case, accents, width variants, control and private characters."""
    if text.isascii():
        return text.lower() if text.isprintable() else "".join(c if c.isprintable() else " " for c in text).lower()
    return _fold_wide(text)


@lru_cache(maxsize=50_000)
def _fold_wide(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    kept = []
    for character in decomposed:
        if character.isspace() or unicodedata.category(character) == "Cc":
            kept.append(" ")
        elif unicodedata.category(character) not in _DROPPED:
            kept.append(character)
    return unicodedata.normalize("NFC", "".join(kept))


def clean(typed: str) -> str:
    """``typed`` without what no driver takes: control characters, lone surrogates."""
    return "".join(" " if unicodedata.category(c) in {"Cc", "Cs"} else c for c in typed)


def clean_lines(typed: str) -> str:
    """``typed``, cleaned line by line: for notes and other texts that may have several."""
    return "\n".join(clean(line).rstrip() for line in typed.splitlines()).strip()


def order_text(texts: Iterable[str], phones: Iterable[str] = (), names: Iterable[str] = ()) -> str:
    """The indexed text of an order (items apart): ``phones`` also as bare digits, ``names`` also in pinyin."""
    everything = " ".join((*texts, *phones, *names))
    if everything.isascii():
        words = dict.fromkeys(fold(everything).split())
    else:
        words = {word: None for text in everything.split() for word in _words(text)}
    for phone in phones:
        digits = _NOT_DIGIT.sub("", phone)
        if digits:
            words[digits] = None
    for name in names:
        if not name.isascii():
            words.update(dict.fromkeys(pinyin(name)))
    return "".join(f"{PAD}{PAD}{word}" for word in words)


def _words(text: str) -> Iterable[str]:
    if text.isascii():
        return fold(text).split()
    return _wide_words(text)


@lru_cache(maxsize=50_000)
def _wide_words(text: str) -> tuple[str, ...]:
    words: list[str] = []
    for word in fold(text).split():
        words.append(word)
        words.extend(word[at : at + 2] for at in range(1, len(word)) if _starts_word(word, at))
    return tuple(words)


def _starts_word(word: str, at: int) -> bool:
    return bool(_UNSPACED.match(word[at]) or _UNSPACED.match(word[at - 1]))


@lru_cache(maxsize=50_000)
def pinyin(name: str) -> tuple[str, ...]:
    """A Chinese name in pinyin, whole and as initials (``王小明``: wangxiaoming, wxm); ``()`` for others."""
    if not _HAN.search(name):
        return ()
    from pypinyin import lazy_pinyin

    syllables = [fold(syllable).replace(" ", "") for syllable in lazy_pinyin(name, errors="ignore")]
    whole = "".join(syllables)
    return (whole, "".join(syllable[:1] for syllable in syllables)) if whole else ()


def item_mark(item_id: int) -> str:
    """The three characters that stand for an item in the text of an order (up to 16.7 million items)."""
    return f"{chr(_ITEM_BASE + (item_id >> 12))}{chr(_ITEM_BASE + (item_id & 4095))}{_ITEM_END}"


@dataclass(frozen=True, slots=True)
class Term:
    """One typed word; a text matches when it holds any of ``needles`` (a phone number may be written in two ways)."""

    needles: tuple[str, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The needles as they stand in an indexed text: short ones behind the pad of a word's beginning."""
        return tuple(_needle_key(needle) for needle in self.needles)

    def found_in(self, indexed: str) -> bool:
        """Whether an indexed text holds this term."""
        return any(key in indexed for key in self.keys)

    @property
    def is_exact(self) -> bool:
        """Whether one trigram says it all, so that a hit need not be looked at again."""
        return all(len(needle) <= 3 for needle in self.needles)


def terms(typed: str) -> tuple[Term, ...]:
    """The terms of what was typed, longest first; all must be found. ``()`` when there is nothing to look for."""
    words = sorted(dict.fromkeys(fold(typed).split()), key=len, reverse=True)
    return tuple(Term(_needles(word[:_MAX_TERM_CHARS])) for word in words[:_MAX_TERMS])


def _needles(word: str) -> tuple[str, ...]:
    if not _PHONE_LIKE.fullmatch(word):
        return (word,)
    digits = _NOT_DIGIT.sub("", word)
    without_zeros = digits.lstrip("0")
    extra = (without_zeros,) if len(without_zeros) >= 3 else (digits,) if len(digits) >= 3 else ()
    return tuple(dict.fromkeys((word, *extra)))


def _needle_key(needle: str) -> str:
    return PAD * (3 - len(needle)) + needle


def match_expression(term: Term, marks: Sequence[str] = ()) -> str:
    """The FTS5 query of a term over trigrams: any of its needles, or any of the item ``marks``."""
    wanted = [f"({' AND '.join(_quoted(gram) for gram in _trigrams(needle))})" for needle in term.needles]
    return f"({' OR '.join([*wanted, *_any_of(marks)])})"


def _any_of(marks: Sequence[str]) -> list[str]:
    """At each row FTS5 looks through every alternative of an OR, so hundreds are asked in groups of a few.

    It would melt an OR within an OR into one; behind a NOT of what stands in no text a group stays what it is.
    """
    groups = [marks[at : at + _OR_GROUP] for at in range(0, len(marks), _OR_GROUP)]
    return [f"(({' OR '.join(map(_quoted, group))}) NOT {_quoted(_NEVER)})" for group in groups]


def _trigrams(needle: str) -> list[str]:
    key = _needle_key(needle)
    starts = dict.fromkeys((*range(0, len(key) - 2, 3), len(key) - 3))
    return [key[start : start + 3] for start in starts]


def _quoted(gram: str) -> str:
    return '"' + gram.replace('"', '""') + '"'
