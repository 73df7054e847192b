"""Reads the one list of emergency signs."""

import json
from pathlib import Path

from companion.domain.safety.emergencies import Signs, emergency_signs_from_json


def load_signs(assets: Path) -> Signs:
    """Return the signs of assets/safety/emergencies.json, in their order. Raises ValueError, OSError."""
    return emergency_signs_from_json(json.loads((assets / "safety" / "emergencies.json").read_text("utf-8")))
