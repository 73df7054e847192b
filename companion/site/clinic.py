"""What the site says of its clinic: `clinic.json`, which may change without a build, and its time zone."""

import base64
from typing import Any

from companion.config import ClinicSettings
from companion.site.zones import zone_file


def shown_of(clinic: ClinicSettings) -> dict[str, Any]:
    """`clinic.json`: what patients see, the rules of its course, its texts and its choice of checklists.

    js/clinic.js reads what Help shows, domain/clinic_news.py the rest.
    """
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
        "texts": clinic.texts,
        "forms": clinic.forms,
    }


def zone_data(name: str) -> str:
    """A time zone's name, a colon and its file in base64, "" where none is named.

    A browser's Python has no zones of its own. The name tells a file that belongs to another zone.
    """
    return f"{name}:{base64.b64encode(zone_file(name)).decode()}" if name else ""
