"""Each stated need held against each recorded fact: met, partly, not recorded or not met. Unknown is not a no."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assetmap.errors import OptionError
from assetmap.messages import tr
from assetmap.model.access_feature import ACCESS_FEATURE_BY_NAME, Answer
from assetmap.model.asset import AccessFact


@dataclass(frozen=True)
class AccessMatch:
    """What one venue's record says about the needs, each need in exactly one list, in the order asked.

    Attributes
    ----------
    met, partly, not_recorded, not_met
        Names of access features.
    reasons
        Why a need is not met, a sentence each, in the order of ``not_met``.
    questions
        What to ask the venue: one question for each need that is partly met or not recorded.
    """

    met: tuple[str, ...]
    partly: tuple[str, ...]
    not_recorded: tuple[str, ...]
    not_met: tuple[str, ...]
    reasons: tuple[str, ...]
    questions: tuple[str, ...]

    @property
    def tier(self) -> int:
        """0 if all is recorded as met, 1 if there is something to ask, 2 if something is recorded as missing."""
        return 2 if self.not_met else 1 if self.partly or self.not_recorded else 0


def check_needs(needs: Iterable[str]) -> tuple[str, ...]:
    """Return the needs without repeats.

    Raises
    ------
    OptionError
        A need is not an access feature; the known ones are listed.
    """
    chosen = tuple(dict.fromkeys(need.strip() for need in needs if need.strip()))
    unknown = [need for need in chosen if need not in ACCESS_FEATURE_BY_NAME]
    if unknown:
        known = ", ".join(ACCESS_FEATURE_BY_NAME)
        raise OptionError(
            tr(
                "--need '{need}': we know no such feature. Expected one of: {known}. Choose from these.",
                need=unknown[0],
                known=known,
            )
        )
    return chosen


def match_access(needs: tuple[str, ...], access: Mapping[str, AccessFact], *, today: str = "") -> AccessMatch:
    """Hold one venue's recorded facts against the needs.

    Parameters
    ----------
    needs
        Names of access features.
    access
        What is recorded; a feature that is absent is not recorded.
    today
        ISO date. Something out of use on that day is not met, whatever is recorded. Without a date, anything with a
        recorded outage counts as out of use: better to ask than to send somebody there.
    """
    sorted_into: dict[Answer, list[str]] = {answer: [] for answer in Answer}
    reasons = []
    for need in needs:
        fact = access.get(need)
        out = fact is not None and is_out_of_use(fact, today)
        answer = Answer.NOT_RECORDED if fact is None else Answer.NO if out else Answer(fact.answer)
        sorted_into[answer].append(need)
        if answer is Answer.NO and fact is not None:
            reasons.append(_reason(need, fact, out=out))
    ask = [need for need in needs if need in {*sorted_into[Answer.PARTLY], *sorted_into[Answer.NOT_RECORDED]}]
    return AccessMatch(
        met=tuple(sorted_into[Answer.YES]),
        partly=tuple(sorted_into[Answer.PARTLY]),
        not_recorded=tuple(sorted_into[Answer.NOT_RECORDED]),
        not_met=tuple(sorted_into[Answer.NO]),
        reasons=tuple(reasons),
        questions=tuple(tr(ACCESS_FEATURE_BY_NAME[need].question) for need in ask),
    )


def is_out_of_use(fact: AccessFact, today: str) -> bool:
    """Tell whether a feature is out of use on a day (ISO date); the last day of an outage still counts as out."""
    if not fact.out_since and not fact.out_until:
        return False
    if not today:
        return True
    return (not fact.out_since or fact.out_since <= today) and (not fact.out_until or today <= fact.out_until)


def _reason(need: str, fact: AccessFact, *, out: bool) -> str:
    label = tr(ACCESS_FEATURE_BY_NAME[need].label)
    if not out:
        return tr("{feature}: recorded as no.", feature=label)
    since = tr(" since {day}", day=fact.out_since) if fact.out_since else ""
    until = tr(" until {day}", day=fact.out_until) if fact.out_until else ""
    return tr("{feature}: out of use{since}{until}.", feature=label, since=since, until=until)
