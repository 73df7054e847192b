"""Where a line may break: a day and its month stay together as long as the two fit into one line."""

GLUE = "\u00a0"
MOST_IN_HEADING, MOST_IN_CHOICE = 9, 10
"""Letters that fit into one line at 200 % text in a window of 320 pixels: of a heading, of a choice's label."""


def breakable(value: str, most: int) -> str:
    """Return the text with a plain space in each glued pair of more than `most` letters.

    What does not fit into a line breaks anywhere, and "September 3" with a 0 below it is another day.
    """
    return " ".join(one.replace(GLUE, " ") if len(one) > most else one for one in value.split(" "))
