"""Only people of some ages: what range is meant, and who of those who came is known to be in it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assetmap.model.ages import age_words
from assetmap.services import census_ages
from assetmap.services.people_counted import People

AGE = "age_band"


@dataclass(frozen=True)
class AgeRange:
    """Ages in whole years, both in it; ``oldest`` is ``OLDEST_AGE`` where it is open."""

    youngest: int
    oldest: int

    def words(self) -> str:
        """Return the range as people say it."""
        return age_words(self.youngest, self.oldest)


def read_ages(text: str) -> AgeRange:
    """Read a range of ages as a person writes it; OptionError where the text is none."""
    return AgeRange(*census_ages.read_ages(text))


def within(people: People, ages: AgeRange | None) -> tuple[People, int, int]:
    """Return the people known to be of some ages, how many are not known to be, and how many are of other ages.

    Somebody who did not say, or whose band lies across an end of the range, is not known to be: never guessed.
    """
    if ages is None:
        return people, 0, 0
    held = census_ages.within_ages(people.values(AGE), ages.youngest, ages.oldest)
    inside = held.fillna(value=False).to_numpy(dtype=bool)
    not_known = int(held.isna().sum())
    # Seats are rows of everybody: beside people of some ages they would mislead.
    smaller = replace(people.only(inside), seats={})
    return smaller, not_known, len(people.latest) - len(smaller.latest) - not_known
