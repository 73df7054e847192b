"""What has arrived, ready to be shown: the clinic's own view over all patients."""

from dataclasses import asdict

from clinic.outcome import Resource
from clinic.search import AnyOf, HasUrl, Query
from clinic.store import Store, Stored
from clinic.times import instant, is_date, local, now_ms, period
from clinic.words import Line, changes, lines, questions

_MOST_SHOWN = 300
_STATUS = {
    "completed": "completed",
    "amended": "corrected",
    "entered-in-error": "entered in error",
    "in-progress": "not finished",
    "stopped": "stopped",
}


class Inbox:
    """Reads the store for the staff page; nothing of what it reads is kept."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def since(self, seq: int) -> Resource:
        """`{"upTo", "total", "patients": [...], "entries": [...]}`: what was written after `seq`, newest first.

        An entry has: id, patient, identifier, form, status, statusWords, version, received, authored (each time as
        {"at", "words"}), answers [{question, answer, linkId, depth}] and earlier versions with what changed after each.
        """
        up_to = self._store.last_write()
        page = self._store.newest("QuestionnaireResponse", seq, _MOST_SHOWN)
        forms: dict[str, Resource | None] = {}
        people = self._store.newest("Patient", 0, _MOST_SHOWN)
        return {
            "upTo": up_to,
            "total": page.total,
            "patients": [self._person(stored.resource) for stored in reversed(people.rows)],
            "entries": [self._entry(stored, forms) for stored in page.rows],
        }

    def _person(self, patient: Resource) -> Resource:
        name = patient.get("name", [{}])[0].get("text") or patient["id"]
        booked = Query("Appointment", (AnyOf("status", ("booked",)),), sort="happens", count=100)
        found = self._store.find(booked, patient["id"], self._store.last_write(), 0)
        coming = [row.resource["start"] for row in found.rows if period(row.resource["start"])[0] > now_ms()]
        return {"id": patient["id"], "name": name, "next": _when(coming[0]) if coming else None}

    def _entry(self, stored: Stored, forms: dict[str, Resource | None]) -> Resource:
        response = stored.resource
        patient = response["subject"]["reference"].partition("/")[2]
        form = self._form(response["questionnaire"], patient, forms)
        asked = questions(form)
        answered = lines(response, asked)
        versions = self._store.history("QuestionnaireResponse", response["id"], patient) if stored.number > 1 else ()
        told = [lines(version.resource, asked) for version in versions]
        return {
            "id": response["id"],
            "seq": stored.seq,
            "patient": patient,
            "identifier": response.get("identifier", {}).get("value", ""),
            "form": (form or {}).get("title") or response["questionnaire"],
            "status": response["status"],
            "statusWords": _STATUS[response["status"]],
            "version": stored.number,
            "received": _moment(stored.updated),
            "authored": _when(response["authored"]),
            "answers": [_row(line) for line in answered],
            "earlier": [_earlier(version, told[n + 1], told[n]) for n, version in enumerate(versions[1:])],
        }

    def _form(self, canonical: str, patient: str, forms: dict[str, Resource | None]) -> Resource | None:
        """The form in the version that was answered, or else in the one that the clinic has."""
        if canonical not in forms:
            url, _, version = canonical.partition("|")
            found = self._forms(url, version or None, patient) or self._forms(url, None, patient)
            forms[canonical] = found[-1].resource if found else None
        return forms[canonical]

    def _forms(self, url: str, version: str | None, patient: str) -> tuple[Stored, ...]:
        query = Query("Questionnaire", (HasUrl(((url, version),)),))
        return self._store.find(query, patient, self._store.last_write(), 0).rows


def _earlier(version: Stored, told: list[Line], following: list[Line]) -> Resource:
    """One earlier version: when it came, and what the version after it changed."""
    return {
        "version": version.number,
        "status": version.resource["status"],
        "statusWords": _STATUS[version.resource["status"]],
        "received": _moment(version.updated),
        "changes": [asdict(change) for change in changes(told, following)],
    }


def _row(line: Line) -> Resource:
    return {"linkId": line.link_id, "question": line.question, "answer": line.answer, "depth": line.depth}


def _moment(ms: int) -> Resource:
    """A moment as the United States write it, where the demo clinic is: Wed, Dec 2, 2026, 2:03 PM."""
    here = local(ms)
    clock = f"{here.hour % 12 or 12}:{here:%M} {'AM' if here.hour < 12 else 'PM'}"
    return {"at": instant(ms), "words": f"{here:%a, %b} {here.day}, {here.year}, {clock}"}


def _when(text: str) -> Resource:
    """A dateTime on this machine's clock; one without a time of day stays as it is."""
    return {"at": text, "words": text} if is_date(text) else _moment(period(text)[0])
