"""The signs of a number or a time, whichever keyboard or page they come from, as plain ones."""

import unicodedata

UNSEEN = frozenset({"Cc", "Cf"})
"""Unicode's categories of signs that show nothing and part nothing."""


def plain_signs(typed: str) -> str:
    """Return a text with plain digits and plain blanks, without what nobody sees.

    A raised 2, a half or a digit in a circle is no digit of a number: it stays as it is, so that 12² is never 122.
    """
    return "".join(_plain(one) for one in typed)


def _plain(sign: str) -> str:
    if sign.isspace():
        return " "
    kind = unicodedata.category(sign)
    if kind in UNSEEN:
        return ""
    if kind in ("No", "Nl"):
        return sign
    return "".join(str(unicodedata.decimal(one, one)) for one in unicodedata.normalize("NFKC", sign))
