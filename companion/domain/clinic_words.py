"""How the words of a clinic are judged: as people read them, whatever signs they are made of."""

import re
import unicodedata

ALIKE = frozenset(
    {"LATIN", "GREEK", "COPTIC", "CYRILLIC", "ARMENIAN", "GEORGIAN", "CHEROKEE", "LISU", "DESERET", "OSAGE", "TIFINAGH"}
)
"""Alphabets with letters that look like those of another."""

JOINERS = "\u200c\u200d"
"""Signs without a width that Persian and the scripts of India need; for judging they are not there."""

UNSEEN = "\u115f\u1160\u2800\u3164\uffa0"
"""Blanks that count as letters or signs."""

LOOKS_LIKE = str.maketrans("аеорсухкмтіјѕһӏԁԛԝοαυικνρτχ’‘ʼ", "aeopcyxkmtijshldqwoauiknptx'''")
"""Cyrillic and Greek letters, and apostrophes, that are read as these."""

_LATIN = re.compile(r"LATIN .*?LETTER (?:.* )?([A-Z])(?: WITH .*)?")

_GAP = r"(?:_|[^\w.?!])+"
_LITTLE = (
    "(?:(?:now|then|again|also|still|just|soon|already|safely|usually|normally|probably|yourself|go|start|begin|be|"
    f"able|want|ride|both|and|to|back|have|something|anything){_GAP}){{0,4}}"
)
_FINE = "(?:ok|okay|fine|safe|free|allowed|permitted|cleared|all ?right|alright)"
_LEAVES = (
    rf"you{_GAP}(?:may|can|could|might){_GAP}{_LITTLE}(?:drive|driving|eat|eating)",
    rf"(?<!not\s)(?<!n't\s)(?<!never\s){_FINE}{_GAP}(?:for{_GAP}you{_GAP})?to{_GAP}{_LITTLE}(?:drive|eat)",
    rf"(?:driving|eating)(?:{_GAP}[^\W_]+){{0,2}}?{_GAP}(?:is|are|will{_GAP}be){_GAP}{_LITTLE}{_FINE}",
    rf"(?:ok|okay|safe){_GAP}to{_GAP}drive",
    rf"stop{_GAP}taking",
    rf"(?:may|can|could|might|just|please|then|must){_GAP}drive{_GAP}(?:yourself|home|back)",
    rf"(?<!not\s)(?<!n't\s)(?<!never\s)(?<!to\s)drive{_GAP}yourself",
    rf"no{_GAP}(?:driver|ride|escort|helper|companion|chaperone){_GAP}(?:is{_GAP})?(?:needed|required|necessary)",
    rf"(?:do{_GAP}not|don't|don{_GAP}t|dont){_GAP}need{_GAP}(?:a|an|any){_GAP}(?:driver|ride|escort|helper|companion|adult)",
    rf"you{_GAP}(?:may|can|could|might){_GAP}(?:go|leave|travel|walk|get){_GAP}(?:home{_GAP})?"
    rf"(?:alone|by{_GAP}yourself|on{_GAP}your{_GAP}own)",
)
LEAVE = rf"(?<!\w)(?:{'|'.join(_LEAVES)})(?!\w)"
"""Permission to drive, to go home alone or to eat, and instructions to stop a medicine. Only staff may give these."""

_EATS = re.compile(r"\b(?:eat|eating|drink|drinking|sip|breakfast|lunch|dinner|supper|meals?)\b", re.IGNORECASE)
_NO_LEAVE = re.compile(
    r"\b(?:no|not|cannot|nothing|never|none|nobody|without|avoid|tell|say|ask|call|note|write)\b|n't\b", re.IGNORECASE
)

_USUAL = re.compile(r"\b(?:usual|usually|normal|normally|regular|as always)\b", re.IGNORECASE)

ONLY_A_PERSON = (
    "a promise, permission or instruction that only staff may give; you may write what is not allowed, and who to ask"
)


def odd_spelling(text: str) -> str:
    """Why nobody can be sure to read what stands here; "" where they can. Any script may be written."""
    for sign in text:
        if (unicodedata.category(sign) in ("Cc", "Cf", "Co", "Zl", "Zp") and sign not in JOINERS) or sign in UNSEEN:
            return (
                f"has a character in it that is invisible or that reverses the text (U+{ord(sign):04X}): type the "
                "words again, with only letters, punctuation and spaces"
            )
    if not re.search(r"[^\W_]", text):
        return "says nothing; it has no letter and no number"
    for word in re.findall(r"\w+", unicodedata.normalize("NFKC", text)):
        found = {_alphabet(letter) for letter in word} & ALIKE
        if len(found) > 1:
            said = " and ".join(sorted(one.capitalize() for one in found))
            return f"has a word that mixes {said} letters that look alike: type each word in one alphabet"
    return ""


def no_word(text: str) -> str:
    """Why this is no text; "" where it has a letter."""
    return "" if re.search(r"[^\W\d_]", text) else "has no word in it: write what people will read there"


def as_read(text: str) -> str:
    """A text as it is judged: plain letters, single spaces, a dash for dots that end no sentence."""
    apart = unicodedata.normalize("NFKD", text)
    seen = "".join(_plain(one) for one in apart if unicodedata.category(one) not in ("Mn", "Cf"))
    return re.sub(r"\s+", " ", re.sub(r"\.{2,}", " - ", seen.translate(LOOKS_LIKE))).strip()


def leave_in(text: str) -> str:
    """Why a text is refused for a leave or an order; "" where it has none."""
    found = re.search(LEAVE, as_read(text), re.IGNORECASE)
    return f"this cannot be in a text: “{found[0]}”: {ONLY_A_PERSON}" if found else ""


def eating_in(text: str) -> str:
    """The word by which a text speaks of eating or drinking, other than to say that there is none or to ask; or ""."""
    clauses = re.split(r"[.?!;:]", as_read(text))
    return next((found[0] for one in clauses if (found := _EATS.search(one)) and not _NO_LEAVE.search(one)), "")


def usual_eating_in(text: str) -> bool:
    """Return whether a text tells everybody to eat or drink as usual."""
    clauses = re.split(r"[.?!;:]", as_read(text))
    return any(_EATS.search(one) and _USUAL.search(one) and not _NO_LEAVE.search(one) for one in clauses)


def gaps(phrase: str) -> str:
    """A pattern for a phrase, whatever stands between its words but the end of a sentence."""
    return _GAP.join(map(re.escape, phrase.split()))


def _alphabet(letter: str) -> str:
    is_letter = unicodedata.category(letter) in ("Lu", "Ll", "Lt", "Lo")
    return unicodedata.name(letter, "").partition(" ")[0] if is_letter else ""


def _plain(letter: str) -> str:
    """A Latin letter without what is added to it: small capitals, strokes, hooks."""
    if letter.isascii():
        return letter
    found = _LATIN.fullmatch(unicodedata.name(letter, ""))
    return found[1].lower() if found else letter
