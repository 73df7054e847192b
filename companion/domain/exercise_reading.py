"""Reads assets/exercises.json, and refuses what is not whole."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from companion.domain.exercises import Breath, Exercise, Exercises, Feeling, Step, Try, Version
from companion.domain.safety.emergencies import Signs, with_signs
from companion.domain.sources import titled

Json = Mapping[str, Any]

AFTER_INFUSION = "after-infusion"


def exercises_from_json(data: Json, signs: Signs) -> Exercises:
    """Parse assets/exercises.json, which names signs by their ids. Raises ValueError, also for what points nowhere."""
    try:
        found = Exercises(
            all=tuple(_exercise(raw) for raw in data["exercises"]),
            feelings=tuple(_feeling(raw, signs) for raw in data["feelings"]),
            sources={key: titled(key, raw) for key, raw in data["sources"].items()},
            reviewed=date.fromisoformat(data["reviewed"]),
            evidence=str(data["general"]["evidence"]),
            evidence_sources=tuple(data["general"]["sources"]),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("the exercises are not in the expected shape") from error
    if faults := _faults(found):
        raise ValueError("; ".join(faults))
    return found


def _exercise(raw: Json) -> Exercise:
    lists: dict[str, tuple[Any, ...]] = {
        key: tuple(raw.get(key, ())) for key in ("cautions", "not_if", "minutes", "rounds")
    }
    return Exercise(
        id=str(raw["id"]),
        title=str(raw["title"]),
        good_when=str(raw["good_when"]),
        about=str(raw["about"]),
        evidence=str(raw["evidence"]),
        sources=tuple(raw["sources"]),
        versions=tuple(_version(one) for one in raw["versions"]),
        instead=str(raw.get("instead", "")),
        after_high_pressure=str(raw.get("after_high_pressure", "")),
        moves=bool(raw.get("moves", False)),
        **lists,
    )


def _version(raw: Json) -> Version:
    loop, steps = (tuple(_step(one) for one in raw.get(key, ())) for key in ("loop", "steps"))
    return Version(str(raw["id"]), str(raw["name"]), loop, steps, bool(raw.get("stands", False)))


def _step(raw: Json) -> Step:
    breath = Breath(raw["breath"]) if "breath" in raw else None
    return Step(str(raw["text"]), raw["seconds"], breath, raw.get("when") == AFTER_INFUSION)


def _feeling(raw: Json, signs: Signs) -> Feeling:
    tries = tuple(Try(str(one["exercise"]), str(one.get("version", ""))) for one in raw["try"])
    then = tuple(with_signs(str(one), signs) for one in raw["then"])
    first = (bool(raw.get(key, False)) for key in ("people_first", "then_first"))
    return Feeling(str(raw["id"]), str(raw["name"]), tries, then, *first)


def _faults(found: Exercises) -> list[str]:
    """What points nowhere, what has no source, and what takes no time."""
    ids = [one.id for one in found.all]
    said = [f"{id} stands twice" for id in {id for id in ids if ids.count(id) > 1}]
    for one in found.all:
        if not one.sources or set(one.sources) - found.sources.keys():
            said.append(f"{one.id} has no known source")
        if one.instead and one.instead not in ids:
            said.append(f"{one.id}: there is no {one.instead}")
        steps = [step for version in one.versions for step in (*version.loop, *version.steps)]
        if any(not step.seconds > 0 for step in steps) or any(not v.loop + v.steps for v in one.versions):
            said.append(f"{one.id} has a step that takes no time, or none")
    for feeling in found.feelings:
        for one_try in feeling.tries:
            tried = found.find(one_try.exercise)
            if tried is None or (one_try.version and one_try.version not in [v.id for v in tried.versions]):
                said.append(f"{feeling.id}: there is no {one_try.exercise} {one_try.version}".rstrip())
    return said
