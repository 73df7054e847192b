"""The part of `companion check-content` for the library, and for the texts that a clinic writes itself."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cache
from pathlib import Path

from companion.articles import PLAN, SOURCES, load_library, load_sources, parts_of, read_article
from companion.domain.article_text import TextFault
from companion.domain.library import Article, Library
from companion.domain.library_review import Fault, Shelved, faults, never_said, plan_faults, sentences
from companion.domain.review import Finding
from companion.domain.safety.emergencies import Signs
from companion.emergency_file import load_signs
from companion.safety_rules import load_rules
from companion.search_file import FILE as SEARCH
from companion.search_file import faults_of, load_search_words

WORD = re.compile(r"[A-Za-z][A-Za-z’'-]*|\d[\d.,/:]*")


def library_findings(assets: Path, today: date) -> list[Finding]:
    """The shipped articles."""
    content = assets / "content"
    folder = content / "en"
    try:
        signs = load_signs(assets)
        found = [one for file in _files(folder) for one in _unreadable(file, folder, signs)]
        if found:
            return found  # what cannot be read keeps the rest from being judged
        library = load_library(content)
    except (OSError, ValueError, KeyError) as error:
        return [Finding(f"{PLAN}, {SOURCES} or the emergency signs", str(error), is_error=True)]
    shelved = Shelved(library.articles, [one.id for one in library.topics], library.sources, grade)
    for file in _files(folder):
        found += _findings(file, folder, library.articles[file.stem], shelved, today)
    found += [Finding(PLAN, one, is_error=True) for one in plan_faults(library)]
    return [*found, *_reviews(list(library.articles.values()), today)]


def search_findings(assets: Path, today: date) -> list[Finding]:
    """How people ask: every article and message that it leads to is there, and no phrase stands there twice."""
    file = f"en/{SEARCH}"
    try:
        words = load_search_words(assets / "content")
        library, messages = load_library(assets / "content"), load_rules(assets).messages
    except (OSError, ValueError) as error:
        return [Finding(file, str(error), is_error=True)]
    return [Finding(file, one, is_error=True) for one in faults_of(words, library.articles, messages)]


def clinic_findings(assets: Path, texts: Path, today: date) -> list[Finding]:
    """A clinic's own articles: they may lean on the shipped ones, and on sources in a file beside them."""
    files = _files(texts)
    if not files:
        return [Finding(str(texts), "has no articles (*.md)", is_error=True)]
    signs = load_signs(assets)
    found = [one for file in files for one in _unreadable(file, texts, signs)]
    readable = [file for file in files if not any(True for _ in _unreadable(file, texts, signs))]
    library: Library = load_library(assets / "content")
    own = {file.stem: read_article(file, signs) for file in readable}
    sources = dict(library.sources)
    try:
        if (texts / SOURCES).exists():
            sources |= load_sources(texts / SOURCES)
    except (ValueError, TypeError) as error:
        found.append(Finding(SOURCES, str(error), is_error=True))
    topics = [one.id for one in library.topics]
    shelved = Shelved({*library.articles, *(file.stem for file in files)}, topics, sources, grade)
    for file in readable:
        found += _findings(file, texts, own[file.stem], shelved, today)
    return [*found, *_reviews(list(own.values()), today)]


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.md"))


def _unreadable(file: Path, folder: Path, signs: Signs) -> Iterator[Finding]:
    try:
        read_article(file, signs)
    except TextFault as fault:
        yield _finding(file, folder, fault.line, str(fault))
    except (OSError, ValueError) as error:
        yield _finding(file, folder, 1, str(error))


def _findings(file: Path, folder: Path, article: Article, shelved: Shelved, today: date) -> Iterator[Finding]:
    text = file.read_text("utf-8")
    before = parts_of(text)[2]
    for fault in faults(article, shelved, today):
        line = fault.line + before if fault.line else _line(text, fault)
        yield _finding(file, folder, line, fault.said)
    for fault in never_said(text):
        yield _finding(file, folder, fault.line, fault.said)


def _line(text: str, fault: Fault) -> int:
    """The first line that begins with what the fault is found by, or holds it."""
    lines = text.splitlines()
    begins = (i for i, line in enumerate(lines, 1) if line.startswith((f"{fault.near} =", f"{fault.near}=")))
    holds = (i for i, line in enumerate(lines, 1) if fault.near and fault.near in line)
    return next(begins, 0) or next(holds, 1)


def _finding(file: Path, folder: Path, line: int, said: str) -> Finding:
    return Finding(f"{file.relative_to(folder.parent)}:{line}", said, is_error=True)


def _reviews(articles: Sequence[Article], today: date) -> Iterator[Finding]:
    """What no clinician has signed and what is past its review: no error before a release."""
    unsigned = sum(not one.reviewed_by for one in articles)
    if unsigned:
        yield Finding("articles", f"{unsigned} of {len(articles)} are not yet reviewed by a clinician")
    for article in articles:
        if article.next_review < today:
            yield Finding(article.id, f"was due to be checked again by {article.next_review}")


def grade(texts: Sequence[str]) -> float:
    """The Flesch-Kincaid grade of texts. A number or an abbreviation is one syllable, as it is read at a glance."""
    spoken = WORD.findall(" ".join(texts))
    syllables = sum(map(_syllables(), spoken))
    return 0.39 * len(spoken) / len(sentences(texts)) + 11.8 * syllables / len(spoken) - 15.59


@cache
def _syllables() -> Callable[[str], int]:
    """Counted by syllapy; raises ModuleNotFoundError where Companion was installed without its extra [content]."""
    import syllapy

    def count(word: str) -> int:
        if word.isupper() or word[0].isdigit():
            return 1
        return sum(max(1, int(syllapy.count(part))) for part in re.split(r"[-’']", word) if len(part) > 1) or 1

    return count
