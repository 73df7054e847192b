"""`make safety-rules`: write docs/safety-rules.md, each red flag with its condition, its question and its test."""

import sys
from datetime import timedelta
from pathlib import Path

from companion.config import assets_dir
from companion.content import load_content
from companion.domain.safety.book import SHIPPED_ONLY
from companion.domain.safety.conditions import (
    AllOf,
    AnyOf,
    AtLeastField,
    Compare,
    Condition,
    Entries,
    Falls,
    Missing,
    NewToCourse,
    Rises,
)
from companion.domain.safety.fields import FIELDS, PREFIXES, Field, Kind
from companion.domain.safety.levels import FloorStep
from companion.domain.safety.reading import CHANGE, DEEPEST, FORMS, NUMBERS_OF_ENTRIES
from companion.domain.safety.rules import (
    LEVELS,
    SUI_NOW,
    Action,
    Level,
    Message,
    Offer,
    Paragraph,
    Rule,
    RuleBook,
    Topic,
)
from companion.safety_rules import load_rules
from tests.rules_questions import asked_before, asked_by, earlier_questions_of, questions_of

DOCUMENT = Path(__file__).parent.parent / "docs" / "safety-rules.md"
SHIPPED_WORDS = sorted({*SHIPPED_ONLY, "waits_for"})
TEST = "tests/unit/test_red_flags.py::test_a_rule_fires_on_its_condition_and_not_beside_it"
LEVEL_WORDS = {
    Level.INFO: "good to know",
    Level.CALL_CLINIC: "tell your clinic",
    Level.URGENT: "talk to someone now",
    Level.EMERGENCY: "call emergency services now",
}
OPERATOR_WORDS = {
    "is": "is",
    "in": "is one of",
    "at_least": "is at least",
    "at_most": "is at most",
    "above": "is above",
    "below": "is below",
    "any_of": "has one of",
    "only_one_of": "has nothing but one of",
}
HEAD = """# The red flags

This document is generated from `assets/safety/rules.json` by `make safety-rules`, and a test fails when it is out of date. No one watches these rules live: they run on the patient's own device and show a card. A card informs and offers. It never calls, sends, blocks, hides or diagnoses.

A field is written `form.question`. [All fields](#fields) are listed below, and so is [what a clinic may write](#what-a-clinic-may-write). "This entry" is the one that is being answered.

A rule marked *about now* fires only for something that is happening now. If it has a line *once it is over*, it keeps at least the level given there, depending on how long ago it was. A rule marked *without a pause* is shown every time. All others stay silent for 12 hours after they were shown at the same level. In texts, {em} is the emergency number, {cl} the crisis line and {clinic} the clinic's phone. A text that needs one of these is left out while it is unknown.

*Asked by* gives the question that the app asks, and its form. A test fails if a rule, or one of the ways in which it can fire, has no such question. *Asked by an earlier version* gives a question that no form asks any more; answers to it still count. No rule depends on such a question. [Rules that wait for a form](#rules-that-wait-for-a-form) are listed separately: the app does not load them, so they never fire.

Rules based on the C-SSRS or the ASQ do not ship. A clinic that is allowed to use these can add them in its own file. Each test named here also breaks its rule in every possible place and checks that the break is noticed.
"""


WRITING = """Under `safety` in [its file](clinic-file.md#red-flags), a clinic can raise the level of shipped rules and add rules and messages of its own. `companion check-clinic` reports every problem at once, each with its line.

Some words are reserved for shipped rules: SHIPPED. A clinic's rule that uses one of them is refused, and so is any word that is not listed here. To say what applies once something is over, a clinic writes a separate rule with `entry.hours_ago`.
"""
FIELDS_SAID = """An unanswered question matches no operator except `missing`. The app works out `course`, `text` and `entry` itself:

- `course.hours_since_infusion`: hours from the start of the last infusion to the event. For something that is still there, until the time of writing. For something that is over, until the earliest time at which it can have ended.
- `course.hours_at_latest`: hours from the same start to the latest time at which it can still have been there.
- `course.days_since_infusion`: the same in calendar days of the patient. 0 is the day of the infusion.
- `course.days_to_infusion`: days until the next infusion.
- `entry.is_now`: whether it is happening now; `missing` until the patient has been asked.
- `entry.hours_ago`: the shortest possible time since it was last there.
- `entry.is_there`: whether a side effect is or was there, even if the question about how bad it is was skipped.
- `text.tier`: from the words of a note.

Each field of `course` is missing if there is no such infusion. A field marked *asked by an earlier version* appears only in older entries, so a clinic's rule that uses it never fires for a new one. `prep` is worked out from the checklists before an infusion; `prep.ate_inside_window` and `prep.drank_inside_window` also use the time of the infusion and the clinic's own hours. Entries of `prep` cannot be counted. No shipped form fills the fields of WAITING, so a clinic's rule that uses them would never fire.
"""
WAITING_SAID = """These rules are complete and tested, but the form that each one needs does not ship. The app does not load them, so they never fire, and a clinic cannot raise them.
"""


def in_words(condition: Condition, prefix: str = "") -> str:
    """A condition as a sentence's part; `prefix` of the entries that are spoken of."""
    match condition:
        case Compare(field, operator, value):
            return f"{_field(field, prefix)} {OPERATOR_WORDS[operator]} {_value(value)}"
        case Missing(field):
            return f"{_field(field, prefix)} is not answered"
        case AtLeastField(field, other):
            return f"{_field(field, prefix)} is at least {_field(other, prefix)}"
        case AllOf(parts):
            return " and ".join(_bracketed(part, prefix) for part in parts)
        case AnyOf(parts):
            return " or ".join(_bracketed(part, prefix) for part in parts)
        case NewToCourse():
            return (
                "this side effect was not there before the course, or is at least one step worse than it last was then"
            )
        case Falls(field, by, mean_of):
            return f"{_field(field)} is at least {by} below the mean of the {mean_of} entries before"
        case Rises(field, by, same_form):
            return f"{_field(field)} is at least {by} above the last one before{' of the same form' * same_form}"
        case Entries():
            return _counted(condition)


def _counted(one: Entries) -> str:
    how_many = f"at least {one.least}" if one.least is not None else f"at most {one.most}"
    among = f"of the last {one.last} {one.prefix} entries" if one.last else f"{one.prefix} entries"
    details = [
        ("on different days", one.on_different_days),
        (f"at least {_span(one.apart)} apart", one.apart),
        (f"within {_span(one.within)}", one.within),
        ("before the first infusion", one.before_course),
        ("since the last infusion", one.since_infusion),
        ("new to the course, or worse than before it", one.new_to_course),
        (f"with the same `{one.same}` as this entry", one.same),
        (f"with `{one.at_least_this}` at least that of this entry", one.at_least_this),
        (f"with `{one.at_most_this}` at most that of this entry", one.at_most_this),
        ("this entry included", one.includes_this),
    ]
    said = ", ".join(text for text, holds in details if holds)
    return f"{how_many} {among} ({said}) in which {in_words(one.where, one.prefix)}"


def _bracketed(part: Condition, prefix: str) -> str:
    text = in_words(part, prefix)
    return f"({text})" if isinstance(part, AllOf | AnyOf | Entries) else text


def _field(name: str, prefix: str = "") -> str:
    return f"`{prefix}.{name}`" if prefix else f"`{name}`"


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, frozenset):
        return ", ".join(sorted(value))
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _span(span: timedelta | None) -> str:
    minutes = int(span.total_seconds() // 60) if span else 0
    for size, unit in ((1440, "days"), (60, "hours")):
        if minutes >= 2 * size and minutes % size == 0:
            return f"{minutes // size} {unit}"
    return f"{minutes} minutes"


def _rule(rule: Rule) -> str:
    marks = [
        ("about now", rule.now),
        ("without a pause", not rule.has_cooldown),
        ("gentle, not the whole screen", rule.soft),
        ("on the same day", rule.same_day),
        (f"followed by the question {rule.asks}", rule.asks),
    ]
    return "\n".join(
        [
            f"### {rule.id}\n",
            f"- **Level**: {rule.level.name.lower()} ({LEVEL_WORDS[rule.level]})",
            f"- **Fires when** {in_words(rule.condition)}",
            *([f"- **Marks**: {'; '.join(text for text, holds in marks if holds)}"] * any(holds for _, holds in marks)),
            *([f"- **Once it is over**: {_floor(rule)}"] if rule.floor else []),
            *([f"- **At most once a week**, unless {in_words(rule.weekly_unless)}"] if rule.weekly_unless else []),
            f"- **Asked by** {'; '.join(asked)}"
            if (asked := questions_of(rule))
            else f"- **Waits for** `{rule.waits_for}`",
            *(
                [f"- **Asked by an earlier version** {'; '.join(before)}"]
                if (before := earlier_questions_of(rule))
                else []
            ),
            f"- **Message**: [{rule.message}](#{rule.message})",
            f"- **Sources**: {', '.join(rule.sources)}",
            f"- **Test**: `{TEST}[{rule.id}]`\n",
        ]
    )


def _floor(rule: Rule) -> str:
    """The lowest level by how long ago it was, as in `emergencies.json` where it is one of its signs."""
    named = f" (sign `{rule.sign}`)" if rule.sign else ""
    return "; ".join(_step(step) for step in rule.floor) + named


def _step(step: FloorStep) -> str:
    since = " of an infusion, opioid or sedative" if step.of_sedation else ""
    within = f"within {_span(step.within)}{since}" if step.within else "older"
    first = ", if it was the first ever" if step.only_first_ever else ""
    day = ", on the same day" if step.same_day else ""
    return f"{within}{first}: {step.level.name.lower()}{day}, [{step.message}](#{step.message})"


def _message(message: Message) -> str:
    paragraphs = [one.text + _only(one) for one in message.paragraphs]
    offered = ", ".join(_offer(one) for one in message.offers)
    return "\n".join(
        [
            f"### {message.id}\n",
            f"**{message.title}**\n",
            *(f"> {one}\n>" for one in paragraphs),
            f"> Offers: {offered}\n",
        ]
    )


def _only(paragraph: Paragraph) -> str:
    country = f" *({paragraph.country} only)*" if paragraph.country else ""
    return country + GIVEN[paragraph.given]


GIVEN = {"": "", "infusion": " *(only after an infusion)*", "browser": " *(only in a browser)*"}
"""What has to be known for a paragraph -> how the document says it."""


def _offer(offer: Offer) -> str:
    return offer.action.value + (f" ({offer.country} only)" if offer.country else "")


OPERATORS = {
    Kind.NUMBER: "`is`, `at_least`, `at_most`, `above`, `below` a whole number; `at_least_field` another number",
    Kind.BOOLEAN: "`is` true or false",
    Kind.CODE: "`is` a code; `in` a list of codes",
    Kind.CODES: "`any_of` a list of codes: at least one is checked; `only_one_of`: one of them is checked, and nothing else",
}


def _grammar() -> str:
    limits = {name: f"{least} to {most:,}".replace(",", " ") for name, (least, most) in NUMBERS_OF_ENTRIES.items()}
    change = f"{CHANGE[0]} to {CHANGE[1]}"
    rows = [
        ("`field`, and one operator", "the answer just given; each [field](#fields) has its own operators", ""),
        ("`field`, `missing: true`", "the question was not answered", ""),
        ("`field`, `at_least_field`", "one number is at least another one of the same entry", ""),
        ("`all`, or `any`", "a list of conditions: all of them are true, or at least one", f"at most {DEEPEST} deep"),
        ("`entries`, `where`", "the number of entries of a form for which `where` is true; `where` uses fields of "
                               f"that form only. Forms: {', '.join(f'`{one}`' for one in FORMS)}", ""),
        ("with `at_least`, or `at_most`", "how many", f"{limits['at_least']}, or {limits['at_most']}"),
        ("and `within_hours`", "no older than this", limits["within_hours"]),
        ("and `apart_minutes`", "at least this far apart", limits["apart_minutes"]),
        ("and `last`", "only among the last ones", limits["last"]),
        ("and `different_days: true`", "each on a different day", ""),
        ("and `including_this: true`", "this entry counts, too", "not with `before_course`"),
        ("and `before_course: true`", "only before the first infusion", ""),
        ("and `since_infusion: true`", "only since the start of the last infusion", ""),
        ("and `new_to_course: true`", "only side effects that are new, or worse than before the course", "`se` alone"),
        ("and `same`, `at_least_this`, `at_most_this`", "a field: only entries with the same answer as this one, or with a "
                                                       "number as high, or as low", ""),
        ("`new_to_course: se`", "this side effect is new, or worse than before the course", ""),
        ("`falls`, `by`, `from_mean_of`", "a number is lower, by this much, than the mean of so many entries before",
         f"{change}, both"),
        ("`rises`, `by`", "a number is higher, by this much, than the last one before; `same_form: true` where only one "
                          "of the same form counts", change),
    ]  # fmt: skip
    return "\n".join(
        ["| Condition | True when | Limits |", "|---|---|---|", *(f"| {' | '.join(row)} |" for row in rows)]
    )


def _parts() -> str:
    levels, topics = (", ".join(f"`{one}`" for one in names) for names in (LEVELS, [topic.value for topic in Topic]))
    rows = [
        ("`id`", "letters, digits, - and _, up to 64; it does not begin with `RF-`", "yes"),
        ("`topic`", f"one of {topics}", "yes"),
        ("`level`", f"one of {levels}", "yes"),
        ("`when`", "a condition", "yes"),
        ("`message`", "the id of a shipped message, or of one under `messages`", "yes"),
        ("`sources`", "a list with at least one key; those below, or the clinic's own", "yes"),
        ("`soft`", "true: gentle, not the whole screen", "no"),
        ("`same_day`", "true: the card says to call the same day", "no"),
        ("`cooldown`", "false: shown each time; an `emergency` always is", "no"),
        ("`now`", "true: only for what is happening now", "no"),
        ("`asks`", f"`{SUI_NOW}`: followed by the question whether the person is thinking of acting on it now", "no"),
    ]
    actions = ", ".join(f"`{one.value}`" for one in Action)
    return "\n".join(
        [
            "| Field of a rule | What it is | Needed |",
            "|---|---|---|",
            *(f"| {' | '.join(row)} |" for row in rows),
            "",
            "| Field of a message | What it is | Needed |",
            "|---|---|---|",
            "| `id` | its name; none that ships | yes |",
            "| `title` | a few words | yes |",
            "| `paragraphs` | a list of `text`, with `country` (two capital letters) where it is true of one country "
            "alone, and `given: infusion` where it is true only after an infusion; {em}, {cl} and {clinic} may stand in it, and one paragraph holds in every country, without {clinic} "
            "| yes |",
            f"| `actions` | a list, each once: {actions}; or `id` and `country` | yes |",
        ]
    )


def _fields() -> str:
    rows = [f"| `{name}` | {_kind(field)}{_since(name)} | {OPERATORS[field.kind]} |" for name, field in FIELDS.items()]
    return "\n".join(["| Field | What it holds | Operators |", "|---|---|---|", *rows])


def _since(name: str) -> str:
    return " (asked by an earlier version)" if asked_before(name) and not asked_by(name) else ""


def _waiting() -> str:
    shipped = load_content(assets_dir()).forms
    waiting = dict.fromkeys(prefix for form, prefix in PREFIXES.items() if form not in shipped)
    return ", ".join(f"`{prefix}`" for prefix in (*waiting, "course.point"))


def _kind(field: Field) -> str:
    if field.kind in (Kind.NUMBER, Kind.BOOLEAN):
        return {Kind.NUMBER: "a number", Kind.BOOLEAN: "yes or no"}[field.kind]
    codes = ", ".join(f"`{code}`" for code in field.codes)
    return f"{'a code' if field.kind is Kind.CODE else 'several codes'}: {codes}{' (for a clinic alone)' if field.is_for_packs else ''}"


def document(book: RuleBook) -> str:
    """The whole document: the same for the same rules. `book` has those that wait, too."""
    parts = [HEAD]
    for topic in Topic:
        parts.append(f"## Rules: {topic.value}\n")
        parts += [_rule(rule) for rule in book.rules if rule.topic is topic and not rule.waits_for]
    parts += ["## Rules that wait for a form\n", WAITING_SAID, *(_rule(rule) for rule in book.rules if rule.waits_for)]
    parts += [
        "## What a clinic may write\n",
        WRITING.replace("SHIPPED", ", ".join(f"`{word}`" for word in SHIPPED_WORDS)),
        _parts(),
        "",
        _grammar(),
        "",
        "### Fields\n",
        FIELDS_SAID.replace("WAITING", _waiting()),
        _fields(),
        "",
    ]
    parts += ["## Messages\n", *(_message(message) for message in book.messages.values())]
    parts += ["## Sources\n", "\n".join(f"- **{key}**: {text}" for key, text in book.sources.items()), ""]
    return "\n".join(parts)


if __name__ == "__main__":
    DOCUMENT.write_text(document(load_rules(assets_dir(), with_waiting=True)), "utf-8")
    sys.exit(0)
