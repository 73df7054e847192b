"""What the site says of its clinic: `clinic.json`, which may change without a build, and its time zone."""

import base64
from typing import Any

from companion.config import ClinicSettings
from companion.site.zones import zone_file


def shown_of(clinic: ClinicSettings) -> dict[str, Any]:
    """`clinic.json`: what patients see, and the rules of its course. js/clinic.js reads it."""
    return {
        "name": clinic.name,
        "phone": clinic.phone_display,
        "phone_uri": clinic.phone_uri,
        "hours": clinic.hours,
        "after_hours": clinic.after_hours,
        "available_time": clinic.available_time,
        "time_zone": clinic.time_zone,
        "zone_data": zone_data(clinic.time_zone),
        "phones": clinic.phones,
        "address": clinic.address,
        "country": clinic.country,
        "reading": clinic.reading,
        "course": clinic.course,
    }


def zone_data(name: str) -> str:
    """A time zone's file in base64, "" where none is named: a browser's Python has no zones of its own."""
    return base64.b64encode(zone_file(name)).decode() if name else ""
