"""A number that is shown and the one that a tap calls: the same line, or not.

`companion/browser/js/clinic.js` judges a clinic's numbers in the same way.
"""

import re

from companion.domain.phones import Number, Problem, read_phone

CALLED = re.compile(r"tel:(\+?[0-9](?:-?[0-9]){2,14})([,;][0-9*,;]{0,23}|;ext=[0-9]{1,6})?")
"""A number, without a code that does something else (`*72` forwards calls); then, after a pause, an extension."""


def shown_number(text: str) -> Number | None:
    """Return the number that a clinic shows, also with letters of the keypad; None where it is not one alone."""
    read = read_phone(text)
    on_keys = read.choices[0] if read.problem is Problem.LETTERS and len(read.choices) == 1 else ""
    return read.number or (read_phone(on_keys).number if on_keys else None)


def called_number(uri: str) -> Number | None:
    """Return the number of a `tel:` address, with what is dialed after a pause; None where it is not one."""
    found = CALLED.fullmatch(uri)
    return Number(found[1].replace("-", ""), found[2] or "") if found else None


def same_number(read: Number, called: Number) -> bool:
    """Return whether two numbers are the same line; one of them may lack the code of its country."""
    (one_abroad, one), (other_abroad, other) = _from_abroad(read), _from_abroad(called)
    if one_abroad == other_abroad:
        # Without a code of a country: the 1 before an area's code in North America may be there or not.
        return one == other or (not one_abroad and sorted((one, other), key=len)[1] == f"1{min(one, other, key=len)}"
                                and len(one) + len(other) == 21)  # fmt: skip
    national, abroad = (other, one) if one_abroad else (one, other)
    if national == abroad:
        return len(national) >= WITH_COUNTRY
    forms = [one for one in (national, national.lstrip("0")) if len(one) >= FEWEST_OF_A_COUNTRY]
    return any(abroad.endswith(form) and len(abroad) - len(form) <= LONGEST_COUNTRY for form in forms)


WITH_COUNTRY, FEWEST_OF_A_COUNTRY, LONGEST_COUNTRY = 10, 5, 3
"""Digits: of a number that begins with its country's code unsaid, of the shortest whole number, of a country's code."""


def _from_abroad(number: Number) -> tuple[bool, str]:
    """Whether a number begins with a country's code, and its digits from there on."""
    for prefix, longer_than in (("+", 0), ("00", 9), ("011", 11)):  # Delhi's own numbers begin with 011, too
        if number.digits.startswith(prefix) and len(number.digits) > longer_than:
            return True, number.digits.removeprefix(prefix)
    return False, number.digits
