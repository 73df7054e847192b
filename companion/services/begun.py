"""What was typed on a screen where a tap on Save alone keeps it: it is there again when the person comes back."""


class Begun:
    """Texts by the screen on which they stand. They end with the open journal, and are never stored."""

    def __init__(self) -> None:
        self._texts: dict[str, tuple[str, ...]] = {}

    def texts(self, place: str) -> tuple[str, ...]:
        """Return what stands on a screen and is not saved, () for nothing."""
        return self._texts.get(place, ())

    def keep(self, place: str, texts: tuple[str, ...]) -> None:
        """Hold what stands on a screen now; nothing but empty texts is nothing."""
        if any(texts):
            self._texts[place] = texts
        else:
            self.drop(place)

    def drop(self, place: str) -> None:
        """Forget it: it was saved, or left out."""
        self._texts.pop(place, None)
