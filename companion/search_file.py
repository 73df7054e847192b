"""Read assets/content/en/search.toml: how people ask, so that what they type finds an article.

    same = [["pee", "urinate", "wee"], …]     words and phrases that mean the same

    [[asked]]                                 what people type, and the articles that answer it, the best first
    articles = ["bladder"]
    typed = ["it hurts when I pee", …]

    [[first]]                                 after these words help stands above the articles
    message = "medical_now"                   a message of assets/safety/rules.json; the most urgent comes first
    article = "call-for-help"                 the article that is shown first then
    typed = ["chest pain", …]

    calm = ["poison ivy|oak", …]              no danger, though a phrase of danger stands in it; "|" is "or", "*" is one
                                              to three words, "*1" one word

Case, accents, apostrophes, endings (-s, -ed, -ing) and every kind of "not" are one, so one form of a word is enough.
The words of `asked` may stand in any order and among others; those of `first` stand in theirs, with "|" for "or"
between words that may stand in one place, and "#" for a number from 5 on.
"""

import tomllib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from companion.domain.search_index import HelpFirst, Question, SearchWords
from companion.domain.search_words import stems_of, words_of

FILE = "search.toml"


def load_search_words(content: Path, language: str = "en") -> SearchWords:
    """Return how people ask in a language. Raises ValueError, OSError."""
    return search_words_of(tomllib.loads((content / language / FILE).read_text("utf-8")))


def search_words_of(data: Mapping[str, Any]) -> SearchWords:
    """Return the same from what the file holds. Raises ValueError on another shape."""
    if strange := data.keys() - {"same", "asked", "first", "calm"}:
        raise ValueError(f"{FILE} has {', '.join(sorted(strange))}, which nothing reads")
    try:
        asked = [
            Question(typed, tuple(_texts(one["articles"])))
            for one in data.get("asked", ())
            for typed in _texts(one["typed"])
        ]
        first = [
            HelpFirst(str(one["message"]), str(one["article"]), tuple(_texts(one["typed"])))
            for one in data.get("first", ())
        ]
        calm = _texts(data["calm"]) if "calm" in data else []
        same = [tuple(_texts(group)) for group in data.get("same", ())]
    except (KeyError, TypeError, AttributeError):
        raise ValueError(f"{FILE} is not in the shape that companion/search_file.py describes") from None
    return SearchWords(tuple(same), tuple(asked), tuple(first), tuple(calm))


def _texts(raw: Any) -> list[str]:
    if not isinstance(raw, list) or not raw or not all(isinstance(one, str) and one.strip() for one in raw):
        raise TypeError("a list of texts is needed")
    return raw


def faults_of(words: SearchWords, articles: Collection[str], messages: Collection[str]) -> Iterator[str]:
    """Yield what is wrong: unknown articles and messages, and phrases that stand there twice."""
    named = {id for one in words.asked for id in one.articles} | {one.article for one in words.first}
    for id in sorted(named - set(articles)):
        yield f"there is no article {id}"
    for id in sorted({one.message for one in words.first} - set(messages)):
        yield f"there is no message {id}"
    for typed, times in Counter(" ".join(words_of(one.typed)) for one in words.asked).items():
        if times > 1:
            yield f"“{typed}” is asked {times} times; name all its articles in one place"
    for term, times in Counter(" ".join(stems_of(term)) for group in words.same for term in group).items():
        if times > 1:
            yield f"“{term}” stands {times} times in the groups of words that mean the same"
