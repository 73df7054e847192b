"""A sound article, and the same with one thing changed."""

GOOD = """+++
title = "Good"
summary = "One. Two."
topic = "safety"
order = 5
related = ["sleep"]
also = []
sources = ["SHORT2018"]
reviewed = 2026-01-02
next_review = 2027-01-01
reviewed_by = ""
unknown = [
  "We do not know more.",
]
questions = [
  "Is it so?",
]

[[claims]]
text = "It is so."
sources = ["SHORT2018"]
limit = "We do not know more."
+++

A short text.

It is so.
"""


def changed(was: str, becomes: str) -> str:
    """The sound article with one thing in another's place."""
    assert was in GOOD, was
    return GOOD.replace(was, becomes)
