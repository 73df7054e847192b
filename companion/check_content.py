"""`companion check-content`: what the app ships as content, looked at before a release."""

import json
from argparse import Namespace
from asyncio import Event
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from functools import partial
from pathlib import Path

from companion.check_library import clinic_findings, library_findings, search_findings
from companion.check_reviews import review_findings
from companion.config import assets_dir
from companion.content import load_exercises
from companion.domain.crisis import crisis_from_json
from companion.domain.review import Finding, confirmations, faults
from companion.guidance_file import guidance_findings

Check = Callable[[Path, date], Iterable[Finding]]


def crisis_lines(assets: Path, today: date, countries: Collection[str] = ()) -> list[Finding]:
    """Look at the help lines: confirmed by a person and not too long ago; each number the one that its link calls.

    Args:
        countries: whose confirmations count, as codes of two capital letters; all where there are none.
    """
    try:
        crisis = crisis_from_json(json.loads((assets / "crisis.json").read_text("utf-8")))
    except (OSError, ValueError) as error:
        return [Finding("crisis.json", str(error), is_error=True)]
    unknown = [Finding(one, "Help has no numbers for this country", is_error=True)
               for one in countries if one not in crisis.countries]  # fmt: skip
    unsigned = [one for one in confirmations(crisis, today) if not countries or one.where in countries]
    return [*unknown, *faults(crisis, today), *unsigned]


def exercises(assets: Path, today: date) -> list[Finding]:
    """The steadying exercises: each with a known source, and nothing that points nowhere."""
    try:
        load_exercises(assets)
    except (OSError, ValueError) as error:
        return [Finding("exercises.json", str(error), is_error=True)]
    return []


CHECKS: dict[str, Check] = {
    "Help lines": crisis_lines,
    "Exercises": exercises,
    "Library": library_findings,
    "Search": search_findings,
    "Guidance": lambda assets, _: guidance_findings(assets),
    "Review dates": review_findings,
}
"""By the name that is printed. Content of another kind gets its check here."""


async def check_content(options: Namespace, stop: Event) -> int:
    """Print what was found; 1 for an error, and before a release for anything."""
    return look_at(
        assets_dir(),
        date.today(),
        is_release=options.release,
        clinic_texts=options.clinic_texts,
        countries=options.country or (),
    )


def look_at(
    assets: Path,
    today: date,
    *,
    is_release: bool,
    clinic_texts: Path | None = None,
    countries: Collection[str] = (),
    checks: Mapping[str, Check] = CHECKS,
) -> int:
    """Return the exit status of the checks over the assets on that day, and over a clinic's own texts.

    Args:
        countries: whose help lines have to be confirmed; all where there are none.
    """
    refused, checks = False, dict(checks)
    if countries:
        checks["Help lines"] = partial(crisis_lines, countries=countries)
    if clinic_texts:
        texts = clinic_texts
        checks["The clinic's texts"] = lambda assets, today: clinic_findings(assets, texts, today)
    for name, check in checks.items():
        found = list(check(assets, today))
        print(f"{name}: {len(found) or 'no'} {'finding' if len(found) == 1 else 'findings'}")
        for one in found:
            is_refused = one.is_error or is_release
            print(f"  {'error' if is_refused else 'warning'}: {one.where}: {one.said}")
            refused |= is_refused
    return 1 if refused else 0
