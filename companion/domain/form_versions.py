"""Every version of every form: today's are asked, earlier ones show what was saved under them as it was asked then."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from companion.domain.answering import fits
from companion.domain.journal import Draft, Fact, facts_of
from companion.domain.questionnaire import Answers, AnswerValue, Coding, Item, OneAnswer, Questionnaire

Version = tuple[str, str]
"""Canonical url and version of a form."""


class Forms(Mapping[str, Questionnaire]):
    """Today's forms by canonical url, and the earlier versions of them.

    A linkId keeps its meaning for ever, and so does a code of a choice: what asks something else gets a new one. So
    an answer may move to another version of its form that still has its question.
    """

    def __init__(
        self,
        current: Mapping[str, Questionnaire],
        earlier: Callable[[], Mapping[Version, Questionnaire]] = dict,
    ) -> None:
        """`earlier` is called when an earlier version is first needed, not before."""
        self._current = current
        self.earlier = earlier

    def __getitem__(self, url: str) -> Questionnaire:
        return self._current[url]

    def __iter__(self) -> Iterator[str]:
        return iter(self._current)

    def __len__(self) -> int:
        return len(self._current)

    def of(self, url: str, version: str) -> Questionnaire | None:
        """Return the form as this version asked it, today's where that version is unknown, None for an unknown form."""
        today = self._current.get(url)
        if today is not None and version in ("", today.version):
            return today
        return self.earlier().get((url, version), today)

    def versions(self, url: str) -> Iterator[Questionnaire]:
        """Yield every version of a form that is known, today's first, then the later ones before the earlier ones."""
        if url in self._current:
            yield self._current[url]
        older = [form for (one, _), form in self.earlier().items() if one == url]
        yield from sorted(older, key=lambda form: _order(form.version), reverse=True)

    def asked(self, url: str, link_id: str) -> Item | None:
        """Return the question with this linkId as the latest version that has it asks it, None where none has it."""
        found = (item for form in self.versions(url) for item in form.questions() if item.link_id == link_id)
        return next(found, None)

    def moved(self, draft: Draft) -> Draft:
        """Return the draft of a new entry in the version in which it goes on; no answer is lost.

        That is today's version where each answer still fits its question there. An answer whose question is gone
        stays as it is. Where an answer does not fit today's version, or what was typed and is no answer yet has no
        field there, the draft goes on in its own.
        """
        today = self._current.get(draft.form)
        if today is None or draft.form_version == today.version:
            return draft
        for form in self._candidates(draft):
            answers = _worded(form, draft.answers)
            if _all_fit(form, answers) and _asks(form, draft.typed):
                return replace(draft, form_version=form.version, answers=answers)
        known = self.of(draft.form, draft.form_version) or today
        return replace(draft, form_version=known.version)

    def _candidates(self, draft: Draft) -> Iterator[Questionnaire]:
        own = self.of(draft.form, draft.form_version)
        for form in self.versions(draft.form):
            if form.url in self._current and (form == self._current[form.url] or not draft.form_version):
                yield form
        if own is not None:
            yield own

    def facts(self, form: Questionnaire, answers: Answers) -> dict[str, Fact]:
        """Return the facts of all answers: also of those that this version does not ask and another version does."""
        known = {item.link_id for item in form.questions()}
        found = facts_of(form, answers)
        if answers.keys() <= known:
            return found
        for other in self.versions(form.url):
            found |= {key: fact for key, fact in facts_of(other, answers).items() if key not in known | found.keys()}
        return found


def _order(version: str) -> tuple[int, str]:
    return (int(version), "") if version.isdecimal() else (0, version)


def _worded(form: Questionnaire, answers: Answers) -> dict[str, AnswerValue]:
    """The same answers, choices in the words of this version."""
    items = {item.link_id: item for item in form.questions()}
    return {key: _value_in(items[key], value) if key in items else value for key, value in answers.items()}


def _value_in(item: Item, value: AnswerValue) -> AnswerValue:
    if isinstance(value, tuple):
        return tuple(_one_in(item, one) for one in value)
    return _one_in(item, value)


def _one_in(item: Item, value: OneAnswer) -> OneAnswer:
    if not isinstance(value, Coding):
        return value
    same = (one for one in item.options if (one.system, one.code) == (value.system, value.code))
    return next(same, value)


def _asks(form: Questionnaire, typed: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether each field with what is no answer yet is there: what nobody sees would be dropped without a word."""
    return typed.keys() <= {item.link_id for item in form.questions()}


def _all_fit(form: Questionnaire, answers: Answers) -> bool:
    asked = {item.link_id: item for item in form.questions()}
    return all(fits(asked[key], value) for key, value in answers.items() if key in asked)
