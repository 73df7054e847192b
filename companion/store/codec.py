"""The journal's dataclasses <-> the JSON inside sealed headers and bodies. Total: what is written can be read."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any

from companion.domain.journal import (
    Delivery,
    Draft,
    Entry,
    EntryHead,
    EntryStatus,
    Infusion,
    Occurrence,
    OutboxItem,
)
from companion.domain.questionnaire import Answers, AnswerValue, Coding, OneAnswer

Json = Mapping[str, Any]


def time_to_json(moment: datetime | None) -> str | None:
    """UTC as ISO 8601."""
    return moment.isoformat() if moment else None


def time_from_json(text: str | None) -> datetime | None:
    """The inverse of `time_to_json`."""
    return datetime.fromisoformat(text) if text else None


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)


def occurrence_to_json(when: Occurrence) -> Json:
    """occurred_at + zone + local date and clock."""
    return {"at": when.at.isoformat(), "zone": when.zone, "date": when.date.isoformat(), "clock": when.clock}


def occurrence_from_json(data: Json) -> Occurrence:
    """The inverse of `occurrence_to_json`."""
    return Occurrence(_time(data["at"]), data["zone"], date.fromisoformat(data["date"]), data["clock"])


def answers_to_json(answers: Answers) -> Json:
    """Answers by linkId, each with its FHIR value type."""
    return {link_id: _value_to_json(value) for link_id, value in answers.items()}


def answers_from_json(data: Json) -> dict[str, AnswerValue]:
    """The inverse of `answers_to_json`."""
    return {link_id: _value_from_json(value) for link_id, value in data.items()}


def _value_to_json(value: AnswerValue) -> Json:
    match value:
        case bool():
            return {"boolean": value}
        case int():
            return {"integer": value}
        case str():
            return {"string": value}
        case Coding():
            return {"coding": [value.system, value.code, value.display]}
        case datetime():  # before date: a moment is one too
            return {"dateTime": value.isoformat()}
        case date():
            return {"date": value.isoformat()}
        case time():
            return {"time": value.isoformat()}
        case tuple():
            return {"several": [_value_to_json(one) for one in value]}


def _value_from_json(data: Json) -> AnswerValue:
    kind, value = next(iter(data.items()))
    match kind:
        case "coding":
            return Coding(*value)
        case "several":
            return tuple(_value_from_json(one) for one in value)  # type: ignore[misc]
        case "dateTime" | "date" | "time":
            return _DAYS_AND_TIMES[kind](value)
        case _:
            answer: AnswerValue = value
            return answer


_DAYS_AND_TIMES: Mapping[str, Callable[[str], OneAnswer]] = {
    "dateTime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
}


def entry_to_json(entry: Entry) -> tuple[Json, Json]:
    """Header and body of an entry."""
    head = entry.head
    header = {
        "k": "entry",
        "form": head.form,
        "formVersion": head.form_version,
        "when": occurrence_to_json(head.occurrence),
        "status": head.status.value,
        "version": head.version,
        "changed": head.changed_at.isoformat(),
        "facts": dict(head.facts),
    }
    return header, {"answers": answers_to_json(entry.answers)}


def head_from_json(id: str, header: Json) -> EntryHead:
    """An entry's header, as lists show it."""
    return EntryHead(
        id=id,
        form=header["form"],
        form_version=header["formVersion"],
        occurrence=occurrence_from_json(header["when"]),
        status=EntryStatus(header["status"]),
        version=header["version"],
        changed_at=_time(header["changed"]),
        facts=header["facts"],
    )


def entry_from_json(id: str, header: Json, body: Json) -> Entry:
    """The inverse of `entry_to_json`."""
    return Entry(head_from_json(id, header), answers_from_json(body["answers"]))


def draft_to_json(draft: Draft) -> tuple[Json, Json]:
    """Header and body of a draft."""
    header = {
        "k": "draft",
        "form": draft.form,
        "formVersion": draft.form_version,
        "entry": draft.entry_id,
        "started": occurrence_to_json(draft.started),
        **({"stays": True} if draft.stays_here else {}),
    }
    body: dict[str, Any] = {"answers": answers_to_json(draft.answers), "page": draft.page}
    if draft.typed:
        body["typed"] = {link_id: list(texts) for link_id, texts in draft.typed.items()}
    if draft.begun:
        body["begun"] = occurrence_to_json(draft.begun)
    return header, body


def draft_from_json(id: str, header: Json, body: Json) -> Draft:
    """The inverse of `draft_to_json`; a draft of an older app has no page and no form version."""
    return Draft(
        id=id,
        form=header["form"],
        started=occurrence_from_json(header["started"]),
        answers=answers_from_json(body["answers"]),
        page=body.get("page", ""),  # an older version wrote the page's index
        entry_id=header["entry"],
        form_version=header.get("formVersion", ""),  # an older version did not write it
        stays_here=header.get("stays", False),
        typed={link_id: tuple(texts) for link_id, texts in body.get("typed", {}).items()},
        begun=occurrence_from_json(body["begun"]) if "begun" in body else None,
    )


def outbox_to_json(item: OutboxItem) -> Json:
    """Header of an outbox record; it has no body."""
    return {
        "k": "outbox",
        "entry": item.entry_id,
        "state": item.state.value,
        "version": item.version,
        "server": item.server_id,
        "etag": item.etag,
        "at": time_to_json(item.at),
        "tries": item.tries,
        "due": time_to_json(item.due),
        "issues": list(item.issues),
    }


def outbox_from_json(header: Json) -> OutboxItem:
    """The inverse of `outbox_to_json`."""
    return OutboxItem(
        entry_id=header["entry"],
        state=Delivery(header["state"]),
        version=header["version"],
        server_id=header["server"],
        etag=header["etag"],
        at=time_from_json(header["at"]),
        tries=header["tries"],
        due=time_from_json(header["due"]),
        issues=tuple(header["issues"]),
    )


def infusion_to_json(infusion: Infusion) -> Json:
    """Header of an infusion that the clinic has booked; it has no body."""
    return {
        "k": "infusion",
        "appointment": infusion.appointment_id,
        "number": infusion.number,
        "start": occurrence_to_json(infusion.start),
        "status": infusion.status,
        "moved": occurrence_to_json(infusion.moved_from) if infusion.moved_from else None,
    }


def infusion_from_json(header: Json) -> Infusion:
    """The inverse of `infusion_to_json`; an older version did not follow moved ones."""
    moved, start = header.get("moved"), occurrence_from_json(header["start"])
    return Infusion(
        appointment_id=header["appointment"],
        number=header["number"],
        start=start,
        status=header["status"],
        moved_from=occurrence_from_json(moved) if moved else None,
    )
