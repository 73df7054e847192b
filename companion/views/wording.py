"""What screens say about states and errors: one place for each sentence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from companion import errors
from companion.content import BLOOD_PRESSURE, DAILY_CHECK_IN, SIDE_EFFECT
from companion.domain.journal import UNREADABLE, Delivery, Infusion, OutboxItem
from companion.domain.written_day import Parts
from companion.i18n import N_, Words


@dataclass(frozen=True, slots=True)
class FormWords:
    """What a form is called where it is offered, while it is not finished, and once its day has ended."""

    log: str
    unfinished: str
    left_over: str
    anew: str


FORMS: Mapping[str, FormWords] = {
    DAILY_CHECK_IN: FormWords(N_("Check in"), N_("Your check-in is not finished"),
                              N_("Your check-in from {day} is not finished"), N_("New check-in for today")),
    SIDE_EFFECT: FormWords(N_("Log a side effect"), N_("Your side effect entry is not finished"),
                           N_("Your side effect entry from {day} is not finished"), N_("Log a new side effect")),
    BLOOD_PRESSURE: FormWords(N_("Log blood pressure"), N_("Your blood pressure entry is not finished"),
                              N_("Your blood pressure entry from {day} is not finished"),
                              N_("Log a new blood pressure reading")),
}  # fmt: skip
"""The forms that a person fills in by their own choice, in the order in which they are offered."""


def day_name(words: Words, day: date, today: date) -> str:
    """A calendar day as a person says it: Today, Yesterday, Monday, November 16."""
    distance = (today - day).days
    if distance == 0:
        return words("Today")
    if distance == 1:
        return words("Yesterday")
    if distance == -1:
        return words("Tomorrow")
    return words.day(day, Parts.WEEKDAY if day.year == today.year else Parts.FULL)


def full_day(words: Words, day: date) -> str:
    """A calendar day with nothing left out: Monday, November 16, 2026."""
    return words.day(day)


def greeting(words: Words, clock: str) -> str:
    """By the person's own clock, "HH:MM"."""
    hour = int(clock[:2])
    if hour < 4:
        return words("Hello")
    if 4 <= hour < 12:
        return words("Good morning")
    return words("Good afternoon") if 12 <= hour < 18 else words("Good evening")


def delivery_line(
    words: Words, item: OutboxItem | None, local: datetime | None, waits_for_clinic: bool, today: date
) -> str:
    """Saved and sent, told apart.

    `local` is the time of the last acknowledgement on the person's clock; `waits_for_clinic` says that sending is
    agreed to and there is a clinic.
    """
    if item is None:
        return words("Saved on this device")
    match item.state:
        case Delivery.SENT if local and local.date() == today:
            return words("Sent to your clinic, {time}", time=words.time(local))
        case Delivery.SENT if local:
            day = day_name(words, local.date(), today)
            return words("Sent to your clinic: {day}, {time}", day=day, time=words.time(local))
        case Delivery.REFUSED if UNREADABLE in item.issues:
            return words("This entry is damaged on this device and cannot be sent. A backup may still have it.")
        case Delivery.REFUSED:
            return words("Your clinic's system did not accept this. It is still saved here.")
        case Delivery.HERE:
            return words("Saved on this device. It came from another backup and is not sent.")
        case Delivery.CONFLICT:
            return words("Your clinic has a different version of this. Yours is still saved here.")
        case _ if waits_for_clinic:
            return words("Saved on this device. Waiting to be sent.")
        case _:
            return words("Saved on this device")


def trouble_line(words: Words, trouble: str | None) -> str:
    """Why nothing goes to the clinic at present; "" where all is well."""
    lines = {
        "offline": words(
            "You are offline. Your entries are saved on this device and will be sent to your clinic later."
        ),
        "signed_out": words("Your clinic asks you to sign in again. Your entries are saved on this device."),
        "not_allowed": words("Your clinic does not accept entries from this app. They are saved on this device."),
        "server": words("Your clinic's system is not answering. Your entries are saved here and will be sent later."),
        "busy": words("Your clinic's system is busy. Your entries are saved here and will be sent later."),
        "app": words(
            "A problem in the app keeps it from sending. Your entries are saved here. The app will try again."
        ),
    }
    return lines.get(trouble or "", "")


def infusion_line(words: Words, infusion: Infusion, today: date) -> str:
    """The next infusion with its day and time."""
    day = day_name(words, infusion.start.date, today)
    return words(
        "Infusion {number}: {day}, {time}", number=infusion.number, day=day, time=words.time(infusion.start.clock)
    )


@dataclass(frozen=True, slots=True)
class Trouble:
    """An error in words: what happened, what is kept, what to do."""

    title: str
    kept: str
    do: str


def trouble(words: Words, error: BaseException) -> Trouble:
    """The words for an error of the tree. Never the error's own text."""
    kept = words("Everything that was saved before is still on this device.")
    match error:
        case errors.StoreFull():
            return Trouble(
                words("Not saved: this device is full"),
                words("What you just entered is still on the screen. Everything saved before is kept."),
                words("Delete a few files or photos on this device, then save again."),
            )
        case errors.StoreReadOnly():
            return Trouble(
                words("Not saved: the app is not allowed to write here"),
                words("What you just entered is still on the screen. Everything saved before is kept."),
                words("Check that the app is allowed to write to its folder, then try again."),
            )
        case errors.StoreBusy():
            return Trouble(
                words("Your journal is open somewhere else"),
                kept,
                words("Close the other window of this app, then try again."),
            )
        case errors.StoreNewer():
            return Trouble(
                words("Your journal was written by a newer version of this app"),
                words("Nothing was changed."),
                words("Update the app, then open it again."),
            )
        case errors.StoreDamaged():
            return Trouble(
                words("Your journal's file is damaged"),
                words("The file was left as it is. Nothing was deleted."),
                words("You can recover what can still be read. The damaged file is set aside and kept."),
            )
        case errors.StoreWiped():
            return Trouble(
                words("This browser has erased your journal"),
                words("What was sent to your clinic is still there. What was only on this device is gone."),
                words(
                    "If you have a backup file, it can restore your journal. Without one, you can start a new journal."
                ),
            )
        case errors.SecondUnread():
            return Trouble(
                words("Your journal cannot be read right now"),
                words("This browser may hold a second copy of it. Nothing was changed or deleted."),
                words(
                    "Wait a minute, then try again. If this keeps happening, close the browser, open it again, and "
                    "try once more."
                ),
            )
        case errors.FirstUnread():
            return Trouble(
                words("One of your journal's two copies cannot be read"),
                words("The second copy can be read. Nothing was changed or deleted."),
                words(
                    "Close the browser, open it again, and try once more. If this keeps happening, continue with "
                    "the second copy. The app then makes a new first copy from it."
                ),
            )
        case errors.StoreSilent():
            return Trouble(
                words("Not saved yet: the storage is not responding"),
                words("What you entered is still on the screen. Everything saved before is kept."),
                words("Wait a moment, then save again. Leave this tab open until then."),
            )
        case errors.StorageRefused():
            return Trouble(
                words("This browser does not let the app use its storage"),
                words("What was saved before was not changed. Nothing new can be saved here now."),
                words(
                    "If this is a private window, open the app in a normal window. If you block website data, "
                    "allow it for this page. Then close the browser, open it again, and try once more."
                ),
            )
        case errors.KeyMissing() | errors.KeyWrong():
            return Trouble(
                words("The key to your journal is missing"),
                words("Your journal is still on this device, locked. Nothing was deleted."),
                words(
                    "Unlock this device's keyring and try again. If the key is lost and you have a backup, you can "
                    "start a new journal and restore the backup into it."
                ),
            )
        case errors.SealBroken():
            return Trouble(
                words("This entry cannot be read"), kept, words("A backup may still have it. Your clinic may, too.")
            )
        case errors.EntryGone():
            return Trouble(words("This entry is not in your journal anymore"), kept, words("Go back to your journal."))
        case errors.TriesUsedUp():
            return Trouble(
                words("You have no PIN tries left"),
                words("There were 10 wrong PINs. Your journal is still here, locked."),
                words("Your recovery code opens it."),
            )
        case errors.TooSoon():
            return Trouble(
                words("Not yet"), words("Your journal is still here, locked."), words("Wait a moment, then try again.")
            )
        case errors.StretchMissing():
            return Trouble(
                words("The PIN cannot be checked right now"),
                words("Your journal is still here, locked. This did not count as a try."),
                words("Close other apps and tabs, go online, and try again. Your recovery code works, too."),
            )
        case errors.LockError():
            return Trouble(
                words("That is not right"), words("Your journal is still here, locked."), words("Try again.")
            )
        case errors.BackupLocked():
            return Trouble(
                words("This does not open the backup"),
                words("Nothing was changed."),
                words("Check the passphrase or the recovery code and try again."),
            )
        case errors.BackupUnreadable():
            return Trouble(
                words("This file is not a backup that the app can read"),
                words("Nothing was changed."),
                words("Choose another file."),
            )
        case errors.RevisionConflict():
            return Trouble(
                words("This entry was changed somewhere else"), kept, words("Open the entry again and check it.")
            )
        case errors.SavedAlready():
            return Trouble(
                words("This was already saved"),
                words("What you entered after that was not saved with it."),
                words("Open the entry in your journal and change it there."),
            )
        case errors.NotTaken():
            return Trouble(
                words("Not saved yet"),
                words("Something you typed could not be read. It is still here."),
                words("Go back to your answers and change it, or leave it out."),
            )
        case errors.NothingAnswered():
            return Trouble(
                words("There is nothing to save yet"),
                words("You skipped every question, and that is OK."),
                words("Answer one question, or come back any time."),
            )
        case errors.InvalidAnswer():
            return Trouble(words("This answer does not fit the question"), kept, words("Answer it again, or skip it."))
        case errors.ClinicError():
            return Trouble(words("Your clinic's system did not answer"), kept, words("Try again later."))
        case _:
            return Trouble(
                words("Something in the app went wrong"),
                kept,
                words("Try again. If it happens again, close the app and open it."),
            )
