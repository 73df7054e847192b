"""The words of a note as people type them: without accents, spaced out, with stars, digits or a letter wrong."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼ`´′＇"))
WORD = re.compile(r"[^\W_]+")
TOKEN = re.compile(r"[^\W_]+(?:[*@$#]+[^\W_]+)*|[,:()—–…]")
"""A word, one with a letter masked, or a sign at which people pause."""

END = "$"
"""Last in a phrase: it is met at the end of a clause or before a pause alone."""

FOLDS: Mapping[tuple[str, str], str] = {
    ("do", "not"): "dont", ("does", "not"): "doesnt", ("did", "not"): "didnt", ("can", "not"): "cant",
    ("would", "not"): "wouldnt", ("will", "not"): "wont",
    ("i", "am"): "im", ("my", "self"): "myself", ("any", "more"): "anymore",
    ("un", "alive"): "unalive",
    ("sui", "cide"): "suicide",
    ("sui", "cidal"): "suicidal", ("what", "is"): "whats",
}  # fmt: skip
"""Two words that say what one says."""

WRITTEN = {"cannot": ("cant",), "wanna": ("want", "to"), "wana": ("want", "to"), "gonna": ("going", "to"),
           "gunna": ("going", "to"), "imma": ("im", "going", "to")}  # fmt: skip

DIGITS = str.maketrans("013457@$", "oieastas")
LONG_DRAWN, DOUBLED = re.compile(r"(.)\1{2,}"), re.compile(r"(.)\1+")
LETTER_RUN = 3
"""So many letters standing alone are one word that was spaced out."""

JOINED = 7
"""So long a word may be a phrase without its spaces; a shorter one is too often another word."""

MANY, MANY_FROM = "99", 15
"""Every count from here on is this one, so that a phrase with such a number is met with each of them. A judgement."""
ABOUT = frozenset(["about", "around", "like", "over", "almost", "nearly", "roughly", "como", "unas", "unos"])
"""Words before a count that change nothing of it."""

NUMBERS = frozenset(
    [
        "twenty",
        "thirty",
        "forty",
        "fifty",
        "sixty",
        "hundred",
        "veinte",
        "treinta",
        "cuarenta",
        "cincuenta",
        "sesenta",
        "cien",
    ]
)

Words = tuple[str, ...]
Phrases = Mapping[str, tuple[Words, ...]]


@dataclass(frozen=True, slots=True)
class Repairs:
    """What is known of words that were typed otherwise.

    Attributes:
        vocabulary: every word of a phrase.
        spelled: a word as it is mistyped -> the word.
        joined: a phrase without its spaces -> its words.
        masked: words of which a letter is hidden with a star.
    """

    vocabulary: frozenset[str]
    spelled: Mapping[str, str]
    joined: Mapping[str, Words]
    masked: Sequence[str]


@dataclass(frozen=True, slots=True)
class Clause:
    """Words in a row; `pauses` are the places after which somebody paused, the end among them."""

    words: Words
    pauses: frozenset[int]


def plain(text: str) -> str:
    """Return a text in lower case without accents, apostrophes and what does not show."""
    folded = unicodedata.normalize("NFKD", text.translate(APOSTROPHES)).casefold()
    # Once more: folding may bring an accent back.
    kept = (one for one in unicodedata.normalize("NFKD", folded) if unicodedata.category(one) not in ("Mn", "Cf"))
    return "".join(kept).translate(APOSTROPHES)


def words(text: str) -> Words:
    """Return the words of a text: plain, contractions as one word."""
    return tuple(one for one, _ in _folded((word, False) for word in WORD.findall(plain(text))))


def clause_of(text: str, repairs: Repairs) -> Clause:
    """Return the words of a clause, put right where they were typed otherwise, and where it pauses."""
    tokens: list[tuple[str, bool]] = []
    for found in TOKEN.findall(plain(text)):
        if WORD.match(found):
            tokens += [(one, False) for one in _repaired(found, repairs)]
        elif tokens:
            tokens[-1] = tokens[-1][0], True
    folded = _folded(_spaced(tokens, repairs))
    pauses = {place for place, (_, is_pause) in enumerate(folded) if is_pause} | {len(folded) - 1}
    return Clause(tuple(one for one, _ in folded), frozenset(pauses))


def _folded(tokens: Iterable[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """Contractions and what is written as it is spoken, in one form."""
    found: list[tuple[str, bool]] = []
    for token, is_pause in tokens:
        for word in WRITTEN.get(token, (MANY if _is_many(token) else token,)):
            if word == MANY and found and found[-1][0] in ABOUT:
                found.pop()
            before = found[-1] if found else ("", False)
            if not before[1] and (one := FOLDS.get((before[0], word))):
                found[-1] = one, is_pause
            else:
                found.append((word, False))
        found[-1] = found[-1][0], is_pause
    return found


def _is_many(token: str) -> bool:
    return token in NUMBERS or (token.isdecimal() and len(token) <= 3 and int(token) >= MANY_FROM)


def _repaired(token: str, repairs: Repairs) -> Words:
    """A word as it was meant, if that is a word of a phrase; else as it stands."""
    if token in repairs.vocabulary:
        return (token,)
    if token in repairs.spelled:
        return (repairs.spelled[token],)
    if len(token) >= JOINED and token in repairs.joined:
        return repairs.joined[token]
    once, twice = LONG_DRAWN.sub(r"\1", token), LONG_DRAWN.sub(r"\1\1", token)
    for one in (token.translate(DIGITS), once, twice, DOUBLED.sub(r"\1", token)):
        if one != token and one in repairs.vocabulary:
            return (one,)
    if "*" in token or "#" in token:
        pattern = re.compile(re.sub(r"[*#]+", ".{1,6}", token))
        if found := next((one for one in repairs.masked if pattern.fullmatch(one)), None):
            return (found,)
    return tuple(WORD.findall(token))


def _spaced(tokens: Sequence[tuple[str, bool]], repairs: Repairs) -> list[tuple[str, bool]]:
    """Letters that stand alone, put together: "k m s", "k i l l  m y s e l f"."""
    found: list[tuple[str, bool]] = []
    start = 0
    while start < len(tokens):
        end = start
        while end < len(tokens) and len(tokens[end][0]) == 1:
            end += 1
        if end - start < LETTER_RUN:
            end = max(end, start + 1)
            found += tokens[start:end]
        else:
            letters = "".join(one for one, _ in tokens[start:end])
            found += [(word, False) for word in _from_letters(letters, repairs)]
            found[-1] = found[-1][0], tokens[end - 1][1]
        start = end
    return found


def _from_letters(letters: str, repairs: Repairs) -> list[str]:
    """The longest phrases and words in a run of letters; a letter that begins none stays alone."""
    longest = max(map(len, repairs.joined), default=0)
    found, at = list[str](), 0
    while at < len(letters):
        for size in range(min(longest, len(letters) - at), LETTER_RUN - 1, -1):
            part = letters[at : at + size]
            if part in repairs.joined or part in repairs.vocabulary:
                found += repairs.joined.get(part, (part,))
                at += size
                break
        else:
            found.append(letters[at])
            at += 1
    return found


# Phrases


def phrases_of(lines: Sequence[str]) -> Phrases:
    """Return phrases by their first word; "a|b" in a line stands for either. Raises ValueError."""
    found: dict[str, dict[Words, None]] = {}
    for line in lines:
        for chosen in product(*(part.split("|") for part in line.split())):
            if not (split := _phrase(chosen)):
                raise ValueError(f"{line!r} has no word")
            found.setdefault(split[0], {})[split] = None
    return {word: tuple(several) for word, several in found.items()}


def _phrase(parts: Sequence[str]) -> Words:
    tokens = ((word, False) for part in parts for word in _plain_words(part))
    split = tuple(one for one, _ in _folded(tokens))
    return (*split, END) if split and parts[-1] == END else split


@lru_cache(4096)
def _plain_words(part: str) -> Words:
    return tuple(WORD.findall(plain(part)))


def spans(clause: Clause, phrases: Phrases) -> Iterable[tuple[int, int]]:
    """Yield from where to where phrases stand in a clause."""
    for start, word in enumerate(clause.words):
        for phrase in phrases.get(word, ()):
            size = len(phrase) - (phrase[-1] == END)
            end = start + size
            if clause.words[start:end] == phrase[:size] and (size == len(phrase) or end - 1 in clause.pauses):
                yield start, end


def repairs_of(
    tiers: Mapping[str, Phrases], spelled: Mapping[str, Sequence[str]], near: Sequence[str], masked: Sequence[str]
) -> Repairs:
    """Return what is known of other ways to type the words of the tiers; what is joined is of A and C alone."""
    known = {tier: [one for several in found.values() for one in several] for tier, found in tiers.items()}
    vocabulary = frozenset(word for found in known.values() for phrase in found for word in phrase if word != END)
    wrong = {typed: word for word in near for typed in _one_off(word)}
    wrong |= {typed: word for word, several in spelled.items() for typed in several}
    whole = (phrase for tier in ("A", "C") for phrase in known[tier] if phrase[-1] != END)
    joined = {"".join(phrase): phrase for phrase in whole}
    return Repairs(vocabulary, {typed: word for typed, word in wrong.items() if typed not in vocabulary}, joined,
                   tuple(masked))  # fmt: skip


def _one_off(word: str) -> set[str]:
    """A long word with one letter inside it left out, changed, doubled or swapped with the next one."""
    inside = range(1, len(word) - 1)
    letters = "abcdefghijklmnopqrstuvwxyz"
    return {
        *(word[:at] + word[at + 1 :] for at in inside),
        *(word[:at] + other + word[at + 1 :] for at in inside for other in letters),
        *(word[:at] + word[at] + word[at:] for at in inside),
        *(word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)),
    } - {word}
