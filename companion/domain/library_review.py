"""What is wrong with an article: links, sources, claims, words that are not said, how hard it is to read."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from companion.domain.article_text import (
    Bullets,
    Care,
    CareLevel,
    Link,
    Paragraph,
    Section,
    TextFault,
    links_of,
    said,
)
from companion.domain.library import Article, Library
from companion.domain.sources import CHECKED, DAYS, DAYS_OTHERWISE, Source, days_to_review

SCREENS = frozenset(
    {"help", "journal", "add", "questions", "backup", "lock", "help-profile", "sending", "plan", "steady"}
)
"""The screens of the app that an article may lead to."""

ALL_SIGNS = "call-for-help"
"""The article with the whole list of emergency signs."""

HARDEST, HARDEST_SAFETY = 8.5, 6.0
TITLE_WORDS = 7

NEVER_SAID: Mapping[str, str] = {
    r"\bcures?\b|\bcured\b": "a promise",
    r"\bheals?\b|\bhealed\b": "a promise",
    r"game.chang\w*|break-?through\w*|\bmiracle\w*|life-?saving|\blifelines?\b": "marketing",
    r"\bguarantee\w*|proven for PTSD|safe and effective|side.effect.free|no risk\b|risk-free": "a promise",
    r"FDA-approved (?:ketamine|for (?:PTSD|depression|anxiety))": "not true of ketamine",
    r"\binstant(?:ly)?\b|rewires? your brain|rewire\w*|erases? (?:trauma|memor\w+)|\bnatural\b": "marketing",
    r"\bvictims?\b|\baddicts?\b|\bsufferers?\b|\bsuffer(?:s|ed|ing)? from\b|\bcrazy\b|non-compliant": "blames",
    r"commit(?:s|ted|ting)? suicide|(?:failed|successful|unsuccessful) (?:attempt|treatment)|cry for help": "blames",
    r"\bshould\b|\bfailed\b": "blames",
    r"%": "say “6 in 10”, not a percentage",
    r"!": "an exclamation mark",
    r"\b911\b|\b988\b": "write {em} or {cl}: numbers follow the country",
    r"\bhypertension\b|\burinat\w+|\bderealization\b": "there is a plainer word",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong, with what it can be found by in the file: a line that holds `near`, or the line's number."""

    said: str
    near: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Shelved:
    """What an article may lean on.

    Attributes:
        grade: how hard texts are to read, as a school grade.
    """

    articles: Collection[str]
    topics: Collection[str]
    sources: Mapping[str, Source]
    grade: Callable[[Sequence[str]], float]


def faults(article: Article, shelved: Shelved, today: date) -> Iterator[Fault]:
    """Everything that is wrong with one article whatever the day of the release."""
    try:
        sections = article.sections()
    except TextFault as fault:
        yield Fault(str(fault), line=fault.line)
        return
    yield from _head(article, shelved, today)
    yield from _reviewed(article, shelved, today)
    yield from _links(article, sections, shelved)
    yield from _emergencies(article, sections)
    yield from _claims(article, shelved.sources)
    yield from _reading(article, sections, shelved.grade)


def _head(article: Article, shelved: Shelved, today: date) -> Iterator[Fault]:
    if article.topic not in shelved.topics:
        yield Fault(f"there is no topic {article.topic}", "topic")
    if len(article.title.split()) > TITLE_WORDS:
        yield Fault(f"the title has more than {TITLE_WORDS} words", "title")
    if len(sentences([article.summary])) != 2:
        yield Fault("the summary does not have exactly two sentences", "summary")
    for name, values in (("unknown", article.unknown), ("questions", article.questions), ("sources", article.sources)):
        if not values:
            yield Fault(f"{name} is empty", name)


def _reviewed(article: Article, shelved: Shelved, today: date) -> Iterator[Fault]:
    """Its dates: the next review comes in time for what it rests on."""
    if article.next_review <= article.reviewed or article.reviewed > today:
        yield Fault("its review dates make no sense", "reviewed")
    kinds = [shelved.sources[key].kind for key in article.sources if key in shelved.sources]
    days = days_to_review(kinds, [article.summary, article.body])
    if (article.next_review - article.reviewed).days > days:
        why = "the crisis line or a label or guideline" if days < DAYS_OTHERWISE else "any text"
        yield Fault(f"its next review is more than {days} days after the last, too late for {why}", "next_review")


def _links(article: Article, sections: Sequence[Section], shelved: Shelved) -> Iterator[Fault]:
    for other in article.related:
        if other not in shelved.articles or other == article.id:
            yield Fault(f"the related article {other} does not exist, or is this one", "related")
    for link in links_of(tuple(sections)):
        known = shelved.articles if link.kind == "article" else SCREENS
        if link.target not in known:
            yield Fault(f"there is no {link.kind} {link.target}", f":{link.target})")


def _emergencies(article: Article, sections: Sequence[Section]) -> Iterator[Fault]:
    """An emergency card that leaves signs out is followed, in its own section, by a link to the whole list."""
    for section in sections:
        for index, block in enumerate(section.blocks):
            if not isinstance(block, Care) or block.level is not CareLevel.EMERGENCY or block.has_all_signs:
                continue
            leads = [one.target for one in section.blocks[index:] if isinstance(one, Link) and one.kind == "article"]
            if article.id == ALL_SIGNS or ALL_SIGNS not in leads:
                yield Fault(
                    f"an emergency card needs all signs ({{signs: you}}), or a link to article:{ALL_SIGNS} below it",
                    block.title,
                )


def _claims(article: Article, sources: Mapping[str, Source]) -> Iterator[Fault]:
    if not article.claims:
        yield Fault("it has no claim with a source and a limit", "reviewed")
    for key in {*article.sources, *(key for claim in article.claims for key in claim.sources)}:
        if key not in sources:
            yield Fault(f"there is no source {key}", f'"{key}"')
        elif sources[key].checked not in CHECKED:
            yield Fault(f"the source {key} is marked as unsure", f'"{key}"')
    read = " ".join(" ".join(article.texts()).split())
    for claim in article.claims:
        if not claim.sources or not set(claim.sources) <= set(article.sources):
            yield Fault("a claim names a source that the article does not list", claim.text)
        for what, sentence in (("claim", claim.text), ("limit", claim.limit)):
            if not sentence or sentence not in read:
                yield Fault(f"a {what} is not in the text: {sentence[:60]}", sentence)


def _reading(article: Article, sections: Sequence[Section], grade: Callable[[Sequence[str]], float]) -> Iterator[Fault]:
    hardest = HARDEST_SAFETY if article.is_safety else HARDEST
    found = grade([article.summary, *_prose(sections), *article.unknown])
    if found > hardest:
        yield Fault(f"its reading grade is {found:.1f}, over {hardest}", "summary")


def _prose(sections: Sequence[Section]) -> Iterator[str]:
    """The sentences of the body; headings and links are too short to count."""
    for block in (block for section in sections for block in section.blocks):
        match block:
            case Paragraph(runs):
                yield said(runs)
            case Bullets(lines):
                yield from map(said, lines)
            case Care(lines=lines):
                yield from lines


def sentences(texts: Sequence[str]) -> list[str]:
    """The sentences of texts; each text ends one."""
    return [one for text in texts for one in re.split(r"(?<=[.?])\s+", text.strip()) if re.search(r"\w", one)]


def never_said(text: str) -> Iterator[Fault]:
    """Words that no text of ours holds, each with its line. What an article is found by may be any word."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("also ="):
            continue
        yield from (Fault(said, line=number) for said in reasons_not_to_say(line))


def reasons_not_to_say(line: str) -> Iterator[str]:
    """Each word of a line that no text of ours holds, and why."""
    for pattern, why in NEVER_SAID.items():
        for found in re.finditer(pattern, line, re.IGNORECASE):
            yield f"“{found[0]}”: {why}"


def plan_faults(library: Library) -> Iterator[str]:
    """What is wrong with shelves, paths and the list of sources."""
    for topic in library.topics:
        shelf = library.shelf(topic.id)
        if not shelf:
            yield f"the topic {topic.id} has no article"
        if len({one.order for one in shelf}) < len(shelf):
            yield f"two articles of the topic {topic.id} have the same order"
    for trail in library.trails:
        for id in trail.articles:
            if id not in library.articles:
                yield f"the path {trail.id} leads to {id}, which does not exist"
        if len(set(trail.articles)) < len(trail.articles):
            yield f"the path {trail.id} has an article twice"
    for key, source in library.sources.items():
        if source.kind and source.kind not in DAYS:
            yield f"the source {key} has the unknown kind {source.kind}"
    used = {key for article in library.articles.values() for key in article.sources}
    for key in sorted(library.sources.keys() - used):
        yield f"no article uses the source {key}"
