"""What a restore changed in a journal."""

from dataclasses import dataclass, field

from companion.domain.journal import Occurrence


@dataclass
class Taken:
    """What a restore changed here, for the person to read.

    Attributes:
        added: entries that were not here.
        updated: entries of which the backup had the newer version.
        there: entries of which nothing had to be changed, or that were newer here.
        drafts: unfinished forms that were added or went on in the backup.
        infusions: typed in, with their time as it is now: added, moved, or canceled.
        canceled: those of them that are canceled now.
        reported: infusions of which a start, an end or a driver was added or changed.
        people_added, people_changed, people_removed: names.
        people_left_out: names of those who were removed here and stay removed.
        plan: the backup's safety plan was newer.
        questions, readings, others: how many of each were added or changed.
        settings: something of the settings changed.
    """

    added: int = 0
    updated: int = 0
    there: int = 0
    drafts: int = 0
    infusions: list[Occurrence] = field(default_factory=list)
    canceled: list[Occurrence] = field(default_factory=list)
    reported: int = 0
    people_added: list[str] = field(default_factory=list)
    people_changed: list[str] = field(default_factory=list)
    people_removed: list[str] = field(default_factory=list)
    people_left_out: list[str] = field(default_factory=list)
    plan: bool = False
    questions: int = 0
    readings: int = 0
    others: int = 0
    settings: bool = False

    @property
    def counts(self) -> tuple[int, int]:
        """Return how many entries were added or brought up to date, and how many were here already."""
        return self.added + self.updated, self.there
