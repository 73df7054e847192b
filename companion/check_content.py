"""`companion check-content`: what the app ships as content, looked at before a release."""

import json
from argparse import Namespace
from asyncio import Event
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path

from companion.check_library import clinic_findings, library_findings
from companion.check_reviews import review_findings
from companion.config import assets_dir
from companion.content import load_exercises
from companion.domain.crisis import crisis_from_json
from companion.domain.review import Finding, confirmations, faults
from companion.guidance_file import guidance_findings

Check = Callable[[Path, date], Iterable[Finding]]


def crisis_lines(assets: Path, today: date) -> list[Finding]:
    """The help lines: confirmed by a person and not too long ago; each number the one that its link calls."""
    try:
        crisis = crisis_from_json(json.loads((assets / "crisis.json").read_text("utf-8")))
    except (OSError, ValueError) as error:
        return [Finding("crisis.json", str(error), is_error=True)]
    return [*faults(crisis, today), *confirmations(crisis, today)]


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
    "Guidance": lambda assets, _: guidance_findings(assets),
    "Review dates": review_findings,
}
"""By the name that is printed. Content of another kind gets its check here."""


async def check_content(options: Namespace, stop: Event) -> int:
    """Print what was found; 1 for an error, and before a release for anything."""
    return look_at(assets_dir(), date.today(), is_release=options.release, clinic_texts=options.clinic_texts)


def look_at(
    assets: Path,
    today: date,
    *,
    is_release: bool,
    clinic_texts: Path | None = None,
    checks: Mapping[str, Check] = CHECKS,
) -> int:
    """The exit status of the checks over the assets on that day, and over a clinic's own texts."""
    refused, checks = False, dict(checks)
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
