"""The words of the safety plan: each part's heading, its question, examples to begin with."""

from collections.abc import Mapping
from dataclasses import dataclass

from companion.domain.plan import Step
from companion.i18n import N_


@dataclass(frozen=True, slots=True)
class PartWords:
    """What a part of the plan is called, what it asks, and what may stand there."""

    title: str
    asks: str
    examples: tuple[str, ...] = ()
    more: str = ""


PARTS: Mapping[Step, PartWords] = {
    Step.SIGNS: PartWords(
        N_("Signs that I am getting worse"),
        N_("What do you notice first: thoughts, feelings, your body, what you do?"),
        (N_("I sleep badly"), N_("I stay in bed"), N_("I feel like a burden"), N_("I drink more"),
         N_("I feel low in the days after an infusion")),
    ),
    Step.ALONE: PartWords(
        N_("Things I can do by myself"),
        N_("What has taken your mind off things before?"),
        (N_("Cold water on my face"), N_("A walk"), N_("Music"), N_("A shower"), N_("Time with my pet")),
    ),
    Step.COMPANY: PartWords(
        N_("Places and people that take my mind off things"),
        N_("Where do things feel easier, or who makes them easier? You do not have to say why you are there."),
        (N_("A café"), N_("The gym"), N_("My place of faith"), N_("A film with a friend")),
    ),
    Step.TELL: PartWords(
        N_("People I can tell"),
        N_("Who can you ask for help?"),
        more=N_("Add a person with a phone number, and you can call with one tap."),
    ),
    Step.LINES: PartWords(
        N_("Professionals and crisis lines"),
        N_("These numbers are always here. Is there anyone to add, such as your therapist or the nearest emergency "
           "room?"),
    ),
    Step.SAFER: PartWords(
        N_("Making my space safer"),
        N_("How can you put time and distance between you and what could hurt you? Who can help you with that?"),
        (N_("Someone I trust keeps it for now"), N_("It is locked, and someone else has the key"),
         N_("Ask my pharmacy for small packs"), N_("Little or no alcohol at home in hard weeks")),
        N_("A crisis often lasts minutes to hours. Time and distance help. You do not have to write down what "
           "could hurt you. Do not stop a medicine without asking your clinic."),
    ),
    Step.LIVE_FOR: PartWords(
        N_("What I live for"),
        N_("People, pets, hopes, small things. You can leave this empty."),
    ),
    Step.HELPER: PartWords(
        N_("For my helper"),
        N_("What helps you, and what does not? You can leave this empty."),
        (N_("Stay with me, or on the phone"), N_("You do not have to find the right words"), N_("Call my clinic")),
    ),
}  # fmt: skip
