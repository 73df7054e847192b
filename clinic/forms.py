"""The forms that the clinic offers: Questionnaire files put into the store as it starts."""

import json
import logging
from pathlib import Path

from clinic.store import Store


def default_folder() -> Path:
    """The repository's forms, which lie next to this package, or those that were installed with it."""
    beside = Path(__file__).resolve().parent.parent
    installed = beside / "companion" / "_assets" / "forms"
    return installed if installed.is_dir() else beside / "assets" / "forms"


def load_forms(store: Store, folder: Path) -> int:
    """Puts each Questionnaire of the folder into the store, and says how many; what is none is passed over.

    Unchanged forms change nothing. A folder that does not exist holds no forms.
    """
    loaded = 0
    for path in sorted(folder.glob("*.json")):
        try:
            form = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError):
            form = None
        if not isinstance(form, dict) or form.get("resourceType") != "Questionnaire":
            logging.getLogger("clinic").warning("%s holds no Questionnaire and was passed over", path.name)
            continue
        store.put({"id": path.stem, "status": "active", **form})
        loaded += 1
    return loaded
