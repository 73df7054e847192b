"""Reads assets/content: articles in Markdown with a head in TOML, shelves and paths, the sources they name."""

import json
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from companion.domain.article_text import TextFault
from companion.domain.library import Article, Claim, Library, Topic, Trail
from companion.domain.safety.emergencies import Signs
from companion.domain.sources import Source
from companion.emergency_file import load_signs

FENCE = "+++"
PLAN = "library.toml"
SOURCES = "sources.json"
REQUIRED: Mapping[str, type] = {
    "title": str, "summary": str, "topic": str, "order": int, "unknown": list, "questions": list, "sources": list,
    "claims": list, "reviewed": date, "next_review": date, "reviewed_by": str,
}  # fmt: skip
OPTIONAL: Mapping[str, type] = {"id": str, "is_safety": bool, "related": list, "also": list}


def load_library(content: Path, language: str = "en") -> Library:
    """Return every article of a language, with the emergency signs that lie beside it. Raises ValueError, OSError."""
    folder, signs = content / language, load_signs(content.parent)
    plan = tomllib.loads((folder / PLAN).read_text("utf-8"))
    articles = [read_article(file, signs) for file in sorted(folder.glob("*.md"))]
    return Library(
        topics=tuple(Topic(one["id"], one["title"]) for one in plan["topics"]),
        trails=tuple(Trail(one["id"], one["title"], one["about"], tuple(one["articles"])) for one in plan["trails"]),
        articles={article.id: article for article in articles},
        sources=load_sources(content / SOURCES),
    )


def load_sources(file: Path) -> dict[str, Source]:
    """The sources by their keys. Raises ValueError, OSError."""
    return {key: Source(key, **one) for key, one in json.loads(file.read_text("utf-8")).items()}


def read_article(file: Path, signs: Signs) -> Article:
    """One article, called like its file. Raises TextFault with the line in the file, OSError."""
    return article_of(file.stem, file.read_text("utf-8"), signs)


def article_of(id: str, text: str, signs: Signs = ()) -> Article:
    """An article's head and body. The body is not read yet. Raises TextFault."""
    head, body, _ = parts_of(text)
    try:
        values = tomllib.loads(head)
    except tomllib.TOMLDecodeError as error:
        raise TextFault(_line_of(error) + 1, f"the head is not TOML: {error}") from None
    for name, kind in (*REQUIRED.items(), *OPTIONAL.items()):
        if name in values and not isinstance(values[name], kind):
            raise TextFault(line_of(text, name), f"{name} is not of the type {kind.__name__}")
    if missing := sorted(REQUIRED.keys() - values.keys()):
        raise TextFault(1, f"the head is missing {', '.join(missing)}")
    if strange := sorted(values.keys() - REQUIRED.keys() - OPTIONAL.keys()):
        raise TextFault(line_of(text, strange[0]), f"the head has {', '.join(strange)}, which is not used")
    if values.pop("id", id) != id:
        raise TextFault(line_of(text, "id"), "the id is not the name of the file")
    try:
        values["claims"] = tuple(_claim(one) for one in values["claims"])
    except (KeyError, TypeError, AttributeError):
        raise TextFault(line_of(text, "claims"), "a claim needs text, sources and limit") from None
    lists = {name: tuple(value) for name, value in values.items() if isinstance(value, list)}
    return Article(**{**values, **lists, "id": id, "body": body, "signs": signs})


def parts_of(text: str) -> tuple[str, str, int]:
    """Head, body, and how many lines stand before the body. Raises TextFault."""
    parts = text.split(f"{FENCE}\n", 2)
    if len(parts) != 3 or parts[0].strip():
        raise TextFault(1, f"an article has to begin with its head, between two lines of {FENCE}")
    head, body = parts[1:]
    return head, body, head.count("\n") + 2


def line_of(text: str, name: str) -> int:
    """The line of a key in the head; the first where it is not found."""
    lines = text.splitlines()
    return next((i for i, line in enumerate(lines, 1) if line.startswith((f"{name} ", f"{name}=", f"[[{name}"))), 1)


def _line_of(error: tomllib.TOMLDecodeError) -> int:
    digits = "".join(one for one in str(error).partition("line ")[2].partition(",")[0] if one.isdigit())
    return int(digits or 0)


def _claim(raw: Mapping[str, Any]) -> Claim:
    return Claim(raw["text"].strip(), tuple(raw["sources"]), raw["limit"].strip())
