"""How hard a text is to read: the Flesch-Kincaid grade."""

import re

WORD = re.compile(r"[A-Za-z’']+")
VOWELS = re.compile(r"[aeiouy]+")


MEDICINES = re.compile(
    r"""\s*\((?:[A-Z]\w+(?:,\s)?)+\) | \b(?:benzodiazepines?|lorazepam|clonazepam|alprazolam|diazepam|opioids?|methadone
    |buprenorphine|gabapentin|pregabalin|phenelzine|tranylcypromine|isocarboxazid|selegiline|amphetamine|methylphenidate
    |modafinil|pseudoephedrine|lamotrigine|antidepressants?|antipsychotics?|antibiotics?|prazosin|theophylline|semaglutide
    |tirzepatide|liraglutide|dulaglutide|exenatide|decongestants?|diabetes|insulin)\b""",
    re.VERBOSE | re.IGNORECASE,
)
"""Names that stand on a person's own boxes and pens: known at a glance or not needed, however many syllables."""


def without_names(text: str) -> str:
    """Return a text with one short word in place of each name of a medicine."""
    return re.sub(r"(?:pill(?:,| or| and)? )+pill", "pill", MEDICINES.sub(" pill", text))


def grade(text: str) -> float:
    """The grade of a text; a number is one word of one syllable, as it is read at a glance."""
    sentences = [one for one in re.split(r"[.?:]+\s*", text) if WORD.search(one)]
    spoken = WORD.findall(re.sub(r"\d+", "ten", text))
    syllables = sum(_syllables(word.lower()) for word in spoken)
    return 0.39 * len(spoken) / len(sentences) + 11.8 * syllables / len(spoken) - 15.59


def _syllables(word: str) -> int:
    silent = word.endswith("e") and not word.endswith(("le", "ee")) and len(word) > 3
    return max(1, len(VOWELS.findall(word)) - silent)
