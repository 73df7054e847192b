"""The two numbers that texts about health name, by the person's country."""

from dataclasses import dataclass

from companion.domain.crisis import Crisis

FOR_EVERYBODY = ("suicide", "crisis")


@dataclass(frozen=True, slots=True)
class Numbers:
    """What stands for {em} and {cl} in a text; "" where there is none to name."""

    emergency: str
    crisis_line: str


def numbers_of(crisis: Crisis, country: str) -> Numbers:
    """The country's emergency number, and the first line that everybody there can call when it is too much.

    Nothing where the country is not known ("") or has none: another country's number helps nobody.
    """
    emergency = crisis.emergency.get(country)
    calls = (
        channel.display
        for line in crisis.lines
        if line.country == country and line.kind in FOR_EVERYBODY and not line.fits
        for channel in line.channels
        if channel.type == "call"
    )
    return Numbers(emergency.number if emergency else "", next(calls, ""))


def fill(text: str, numbers: Numbers, *, emergency: str, crisis_line: str) -> str:
    """A text with {em} and {cl} filled; `emergency` and `crisis_line` are the words where no number is known."""
    return text.replace("{em}", numbers.emergency or emergency).replace("{cl}", numbers.crisis_line or crisis_line)
