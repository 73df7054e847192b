"""Where facts come from: how much of each source was read, and how soon a text based on it has to be reviewed.

Days are those of the project's content rules: 12 months; 6 for what labels, regulators and guidelines say; 90 days for
texts about a crisis.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

READ = ("page", "abstract", "seen")
"""`checked` of a source that was looked up: its text, its abstract, or either of the two."""

CHECKED = (*READ, "record", "known")
"""Every `checked` that ships. "record": only its listing was found. "known": cited from knowledge, not looked up.
"unsure" never ships."""

DAYS = {"crisis": 90, "label": 183, "guideline": 183}
"""Days from a review to the next one, by the kind of source. "label" includes what regulators have published."""
DAYS_OTHERWISE = 366

REVIEW_DATES = frozenset({"reviewed", "next_review"})
"""Keys of every file of content: when it was last compared with its sources, and by when that is due again."""

CRISIS = ("{cl}", "{signs:", "{sign: harm}")
"""How a text names the crisis line, or the sign that someone may hurt themselves or others."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact comes from.

    Attributes:
        who, title, year: for people; "" or None where the register has none.
        doi, pmid: "" where none is sure.
        checked: one of `CHECKED`.
        kind: a key of `DAYS`, or "" for studies, pages and laws.
        is_partly: whether a number that is cited from it was not in the part that was read.
    """

    key: str
    who: str
    title: str
    year: int | None
    doi: str = ""
    pmid: str = ""
    checked: str = "known"
    kind: str = ""
    is_partly: bool = False

    @property
    def address(self) -> str:
        """Where it can be read, "" where that is not sure."""
        if self.doi:
            return f"https://doi.org/{self.doi}"
        return f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}/" if self.pmid else ""


def titled(key: str, raw: Mapping[str, str]) -> Source:
    """Read a source whose record is a title and `checked`, as the exercises and the guidance name theirs."""
    return Source(key, "", raw["title"], None, checked=raw["checked"])


def all_read(sources: Iterable[Source]) -> bool:
    """Whether each source was looked up for all that is cited: only then may a text say that its facts were checked."""
    return all(one.checked in READ and not one.is_partly for one in sources)


def days_to_review(kinds: Iterable[str], texts: Iterable[str]) -> int:
    """The most days from one review of a text to the next. A text that names the crisis line,
    or harm as a sign, is about a crisis."""
    found = [DAYS.get(kind, DAYS_OTHERWISE) for kind in kinds]
    if any(one in text for text in texts for one in CRISIS):
        found.append(DAYS["crisis"])
    return min(found, default=DAYS_OTHERWISE)
