"""Everything that the form engine can produce, for property tests: forms, answers that fit them, entries.

Generated from valid forms alone: `content.questionnaire_from_json` and the Questionnaire oracle guard those.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from companion.domain.journal import (
    Delivery,
    Draft,
    Entry,
    EntryHead,
    EntryStatus,
    Infusion,
    Occurrence,
    OutboxItem,
    facts_of,
)
from companion.domain.questionnaire import (
    Answers,
    AnswerValue,
    Coding,
    Condition,
    Item,
    ItemType,
    OneAnswer,
    Operator,
    Option,
    Questionnaire,
)
from companion.form_conditions import IN_ORDER
from companion.forms import REPEATED

ZONES = (
    "Europe/Paris",
    "America/New_York",
    "America/St_Johns",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Pacific/Kiritimati",
    "Pacific/Apia",
    "Pacific/Pago_Pago",
    "Australia/Lord_Howe",
    "UTC",
)
OFFSETS = ("+02:00", "-03:30", "+05:45", "+00:00", "-11:00", "+14:00")

odd = st.sampled_from(["\x00", "\x07", "\x1b[0m", "\ud83d", "\ude00", "\ud83d\ude00", "\r\n", "\t", " ", "", "é", "😀"])
texts = st.lists(st.one_of(odd, st.text(max_size=12)), max_size=5).map("".join)
"""What may be typed or pasted: control characters, halves of surrogate pairs, blanks, line ends of every kind."""
integers = st.one_of(st.integers(-20, 20), st.integers(-(2**70), 2**70))
clocks = st.times()
days = st.dates(date(1900, 1, 1), date(2199, 12, 31))
instants = st.datetimes(
    datetime(1900, 1, 1),
    datetime(2199, 1, 1),
    timezones=st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes))),
)
"""Moments with the offset of a clock somewhere on earth."""
moments = st.datetimes(datetime(1990, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC))
_codes = st.from_regex(r"[A-Za-z0-9]{1,6}", fullmatch=True)
_systems = st.sampled_from(["", "http://loinc.org", "http://snomed.info/sct", "https://companion.example/codes"])
_wording = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20)


@st.composite
def occurrences(draw: st.DrawFn) -> Occurrence:
    """A moment with the zone, the day and the hands of the clock that a person had."""
    at, zone = draw(moments), draw(st.sampled_from(ZONES + OFFSETS))
    there = at.astimezone(ZoneInfo(zone) if zone in ZONES else datetime.fromisoformat(f"2000-01-01T00:00{zone}").tzinfo)
    return Occurrence(at, zone, there.date(), there.strftime("%H:%M"))


@st.composite
def items(draw: st.DrawFn, ids: list[str], depth: int = 3) -> Item:
    """An item of any kind, with items inside it down to a depth."""
    kind = draw(st.sampled_from(list(ItemType)))
    ids.append(link_id := f"q.{len(ids)}")
    inside = draw(st.integers(0, 3 if kind is ItemType.GROUP else 1)) if depth and kind is not ItemType.DISPLAY else 0
    offered: tuple[Option, ...] = ()
    if kind in (ItemType.CHOICE, ItemType.OPEN_CHOICE):
        pairs = draw(st.lists(st.tuples(_systems, _codes), min_size=1, max_size=4, unique=True))
        offered = tuple(Option(Coding(system, code, draw(_wording))) for system, code in pairs)
    repeats = kind in REPEATED and draw(st.booleans())
    inside = 0 if repeats else inside
    bounds = draw(st.sampled_from([(None, None), (0, 10), (-5, None), (None, 2**40)]))
    is_bare = kind is ItemType.INTEGER and bounds == (None, None)
    return Item(
        link_id,
        kind,
        draw(_wording),
        offered=offered,
        minimum=bounds[0] if kind is ItemType.INTEGER else None,
        maximum=bounds[1] if kind is ItemType.INTEGER else None,
        max_length=draw(st.sampled_from([None, 40])) if kind is ItemType.TEXT else None,
        levels=draw(st.sampled_from([(), ((0, "None"), (1, "Mild"), (3, "Severe"))])) if is_bare else (),
        items=tuple(draw(items(ids, depth - 1)) for _ in range(inside)),
        repeats=repeats,
        latest=draw(st.sampled_from([None, date(2026, 11, 24)])) if kind is ItemType.DATE else None,
    )


@st.composite
def forms(draw: st.DrawFn) -> Questionnaire:
    """A form of some items, linkIds all different, some of them shown on conditions."""
    ids: list[str] = []
    some = tuple(draw(items(ids)) for _ in range(draw(st.integers(1, 4))))
    before: list[Item] = []
    some = tuple(_conditional(draw, item, before) for item in some)
    return Questionnaire("https://companion.example/fhir/Questionnaire/any", draw(st.sampled_from(["", "1", "2.0"])),
                         "Any", "Any", some)  # fmt: skip


def _conditional(draw: st.DrawFn, item: Item, before: list[Item]) -> Item:
    """The item, and what is in it, with conditions on questions that stand before it: so there is no circle."""
    asked = [one for one in before if one.is_question]
    when: tuple[Condition, ...] = ()
    if asked and draw(st.booleans()):
        on = draw(st.lists(st.sampled_from(asked), min_size=1, max_size=2))
        when = tuple(draw(conditions(one)) for one in on)
    before.append(item)
    inside = tuple(_conditional(draw, child, before) for child in item.items)
    return replace(item, enable_when=when, enable_any=draw(st.booleans()), items=inside)


@st.composite
def conditions(draw: st.DrawFn, asked: Item) -> Condition:
    """A condition on a question that can hold."""
    ordered = [Operator.GREATER, Operator.LESS, Operator.AT_LEAST, Operator.AT_MOST]
    others = [Operator.EXISTS, Operator.EQUAL, Operator.NOT_EQUAL]
    operator = draw(st.sampled_from([*others, *(ordered if asked.type in IN_ORDER else [])]))
    wanted = draw(st.booleans() if operator is Operator.EXISTS else one_answer_to(asked))
    return Condition(asked.link_id, operator, wanted)


def answers_to(item: Item) -> st.SearchStrategy[AnswerValue]:
    """Everything that `fits` the question."""
    one = one_answer_to(item)
    if not item.repeats:
        return one
    return st.lists(one, min_size=1, max_size=4, unique_by=lambda value: (type(value), value)).map(tuple)


def one_answer_to(item: Item) -> st.SearchStrategy[OneAnswer]:
    """One answer to the question, also where it takes several."""
    written = texts.map(lambda text: text[: item.max_length])
    match item.type:
        case ItemType.BOOLEAN:
            return st.booleans()
        case ItemType.CHOICE:
            return st.sampled_from(item.options)
        case ItemType.OPEN_CHOICE:
            return st.one_of(st.sampled_from(item.options), written)
        case ItemType.DATE:
            return days.map(lambda day: min(day, item.latest or day))
        case ItemType.TIME:
            return clocks
        case ItemType.DATE_TIME:
            return st.one_of(days, instants)
        case ItemType.TEXT | ItemType.STRING:
            return written
        case ItemType.INTEGER if item.levels:
            return st.sampled_from([number for number, _ in item.levels])
        case _:
            low, high = item.minimum, item.maximum
            return integers.map(lambda n: max(n, low) if low is not None else n).map(
                lambda n: min(n, high) if high is not None else n
            )


@st.composite
def answered(draw: st.DrawFn, form: Questionnaire) -> Answers:
    """Some of the form's questions answered, others skipped."""
    return {item.link_id: draw(answers_to(item)) for item in form.questions() if draw(st.integers(0, 3))}


@st.composite
def entries(draw: st.DrawFn, form: Questionnaire | None = None) -> tuple[Questionnaire, Entry]:
    """A form and an entry that answers it."""
    form = form or draw(forms())
    answers = draw(answered(form))
    head = EntryHead(
        id=str(draw(st.uuids())),
        form=form.url,
        form_version=form.version,
        occurrence=draw(occurrences()),
        status=draw(st.sampled_from(list(EntryStatus))),
        version=draw(st.integers(1, 9)),
        changed_at=draw(moments),
        facts=facts_of(form, answers),
    )
    return form, Entry(head, answers)


_any_one = st.one_of(st.booleans(), integers, texts, st.builds(Coding, _systems, _codes, texts), clocks, days, instants)
any_answer: st.SearchStrategy[AnswerValue] = st.one_of(_any_one, st.lists(_any_one, min_size=2, max_size=3).map(tuple))
"""Of a form that is not at hand: its codes were FHIR's, whatever their displays."""
drafts = st.builds(
    Draft,
    id=st.uuids().map(str),
    form=st.just("https://companion.example/fhir/Questionnaire/any"),
    started=occurrences(),
    answers=st.dictionaries(texts, any_answer, max_size=4),
    page=st.sampled_from(["", "mood", "q.1"]),
    entry_id=st.none() | st.uuids().map(str),
)
outbox_items = st.builds(
    OutboxItem,
    entry_id=st.uuids().map(str),
    state=st.sampled_from(list(Delivery)),
    version=st.integers(1, 9),
    server_id=texts,
    etag=texts,
    at=st.none() | moments,
    tries=st.integers(0, 99),
    due=st.none() | moments,
    issues=st.lists(texts, max_size=3).map(tuple),
)
infusions = st.builds(
    Infusion,
    appointment_id=st.text(min_size=1, max_size=8),
    number=st.integers(1, 12),
    start=occurrences(),
    status=st.sampled_from(["booked", "arrived", "fulfilled"]),
)
