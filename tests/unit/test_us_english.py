"""Every text of the app is in the English of the United States, whatever the country."""

import re

import pytest

from companion.config import assets_dir
from tests.messages import catalog

BRITISH = re.compile(
    r"\b(\w*(colour|favour|flavour|behaviour|neighbour|tumour|anaesth|paediatr|haemo|oestr|diarrhoea|oedema)\w*"
    r"|\w*(?:organ|recogn|real|apolog|emphas|minim|stabil|priorit|summar|hospital)is(?:e[drs]?|ing|ations?)"
    r"|(?:cancel|travel|label|counsel|signal|model)l(?:ed|ing|ers?)"
    r"|judgements?|programmes?|licence[ds]?|practis\w+|centres?|metres?|litres?|fibres?|grey|whilst|learnt|ageing|cheques?"
    r"|catalogues?|analys(?:e[ds]?|ing)|enrol|fulfil|ill-treat\w*|fortnight\w*|paracetamol|fetch\w*|ring me|tyres?)\b",
    re.IGNORECASE,
)
"""Spellings and words that a reader in the United States trips over."""


AS_TYPED = assets_dir() / "content/en/search.toml"
"""Holds words as people type them, in any spelling."""


def texts() -> dict[str, str]:
    """Every text that a person can read, with where it stands; the sources' own titles are not ours."""
    found = {}
    for message in catalog():
        places = [file for file, _ in message.locations]
        if message.id and not all(place == "assets/crisis.json" or "/earlier/" in place for place in places):
            for text in message.id if isinstance(message.id, tuple) else (message.id,):
                found[text] = places[0]
    for folder in ("content/en", "clinic"):
        for file in sorted({*(assets_dir() / folder).iterdir()} - {AS_TYPED}):
            found |= dict.fromkeys(file.read_text("utf-8").splitlines(), f"assets/{folder}/{file.name}")
    return found


def test_every_text_is_spelled_as_in_the_united_states() -> None:
    known = texts()
    assert len(known) > 3000
    assert {(place, text) for text, place in known.items() if BRITISH.search(text)} == set()


@pytest.mark.parametrize(
    "word", ["cancelled", "Colours", "behaviour", "judgement", "to fetch you", "recognise", "travelling", "programme"]
)
def test_the_check_finds_what_it_is_for(word: str) -> None:
    assert BRITISH.search(f"It is {word} here.")
    for right in ("canceled", "Colors", "behavior", "judgment", "practice", "exercise", "realistic", "counselor"):
        assert not BRITISH.search(right)
