"""The facts about help lines in one plain shape, so that the shipped file can be compared with them."""

from collections.abc import Mapping
from typing import Any

Fact = dict[str, Any]

RANK = ("low", "medium", "medium-high", "high")


def shipped_fact(line: Mapping[str, Any]) -> Fact:
    """Return a line of assets/crisis.json: country, kind, how to reach it, when, in which languages, how sure."""
    hours = line["hours"]
    return {
        "country": line["country"],
        "kind": line["kind"],
        "channels": sorted(f"{one['type']} {one['uri']}" for one in line["channels"]),
        "hours": "unsure" if hours is None else "always" if hours.get("all_day") else "times",
        "languages": sorted(line["languages"]),
        "confidence": line["confidence"],
        "less_sure": sorted(one["uri"] for one in line["channels"] if one.get("confidence")),
    }
