"""How hard a text is to read: the Flesch-Kincaid grade."""

import re

WORD = re.compile(r"[A-Za-z’']+")
VOWELS = re.compile(r"[aeiouy]+")


def grade(text: str) -> float:
    """The grade of a text; a number is one word of one syllable, as it is read at a glance."""
    sentences = [one for one in re.split(r"[.?:]+\s*", text) if WORD.search(one)]
    spoken = WORD.findall(re.sub(r"\d+", "ten", text))
    syllables = sum(_syllables(word.lower()) for word in spoken)
    return 0.39 * len(spoken) / len(sentences) + 11.8 * syllables / len(spoken) - 15.59


def _syllables(word: str) -> int:
    silent = word.endswith("e") and not word.endswith(("le", "ee")) and len(word) > 3
    return max(1, len(VOWELS.findall(word)) - silent)
