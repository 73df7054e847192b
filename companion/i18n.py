"""Texts in the person's language, through gettext. No module holds a language: screens are given `Words`."""

import gettext
from pathlib import Path

DOMAIN = "companion"


class Words:
    """Turns the English texts of the source into the person's language."""

    def __init__(self, translations: gettext.NullTranslations, language: str = "en") -> None:
        self._translations = translations
        self.language = language

    def __call__(self, message: str, **values: object) -> str:
        """The translation, with its {placeholders} filled. An empty text stays empty."""
        if not message:
            return ""
        text = self._translations.gettext(message)
        return text.format(**values) if values else text

    def plural(self, one: str, many: str, n: int) -> str:
        """The form for `n`, with {n} filled."""
        return self._translations.ngettext(one, many, n).format(n=n)


def load_words(assets: Path, language: str = "en") -> Words:
    """The catalogue of a language; the source's English where there is none."""
    found = gettext.translation(DOMAIN, assets / "locale", [language], fallback=True)
    return Words(found, language)


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for it
    """Marks a text for collection where it is translated later."""
    return message
