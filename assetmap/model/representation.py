"""The words for "Who have we not reached yet?": labels, their thresholds, and the sentences a person reads.

The rules are those of the project's methods: people are compared with a binomial, a label is given only where the
numbers can carry it, and what leaves the house is rounded first. Each number below says where it comes from.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from assetmap.messages import mark, tr, tr_count
from assetmap.model.participation import MeantFor


class Label(StrEnum):
    """What can be said about one area, patch or group. The empty text means: no label can be given."""

    TOO_FEW = mark("Too few people to tell")
    ABOUT = mark("About what we would expect")
    FEWER = mark("Fewer than expected")
    MUCH_FEWER = mark("Much fewer than expected")
    MORE = mark("More than expected")
    MUCH_MORE = mark("Much more than expected")
    UNKNOWN = mark("Can't tell: too many people did not say")
    NONE = ""


WEAKER_LABEL: dict[Label, Label] = {Label.MUCH_FEWER: Label.FEWER, Label.MUCH_MORE: Label.MORE}
"""What is also true wherever the stronger label is true: much fewer is fewer too."""

TELLING_EXPECTED = 3.7
"""Fewer expected people than this cannot be told apart from nobody: exp(-3.7) = 0.025."""

UNUSUAL_TAIL = 0.025
"""One-sided chance at or below which we say fewer or more: one end of the usual 95 % interval."""

RARE_TAIL = 0.001
"""One-sided chance at or below which we say much fewer or much more: the 99.8 % limits of funnel plots (OHID)."""

INTERVAL_SHARE = 0.95
"""How much of the chance the drawn interval holds; its ends are the tails above."""

EXACT_BYAR_BELOW = 10
"""Counts below this use exact Poisson limits, others Byar's (OHID, PHEindicatormethods)."""

PLACE_GROUP_PEOPLE = 10
"""Groups within one place are compared only where at least this many of its people said which group they are in."""

LUCK_DRAWS = 9_999
"""How many made-up tables a chance is counted from; with the table itself that makes 10,000 (Hope 1968)."""

GROUP_SEED = 20_260_102
"""Where the chance of group tables begins, so that the same records give the same answer."""

FALSE_DISCOVERIES = 0.10
"""Of the flags that get the extra tick, at most this share is false in the long run (Benjamini and Hochberg 1995)."""

# Expected people from which a shortfall of that size is likely to be seen (power .8; the project's simulations).
SHORTFALL_SEEN_FROM: tuple[tuple[float, str], ...] = ((25.0, mark("half")), (9.0, mark("three quarters")))


@dataclass(frozen=True)
class CountRule:
    """How counts of people are shown to others.

    Attributes
    ----------
    hidden_below
        Counts below this, nobody included, are shown as ``hidden_text``.
    rounded_to
        All other counts go to the nearest multiple of this.
    narrowest
        A hidden count must still leave at least this many values open, totals taken into account.
    """

    hidden_below: int
    hidden_text: str
    rounded_to: int
    narrowest: int


SHARE_RULE = CountRule(hidden_below=10, hidden_text=mark("fewer than 10"), rounded_to=5, narrowest=5)
"""The 10-5 rule; tried against differencing attacks before it was chosen."""


@dataclass(frozen=True)
class Comparison:
    """Which census figures stand for the people a meeting was meant for.

    Attributes
    ----------
    table
        Name of the population table; empty means the residents' totals.
    wanted
        Our categories that count, of the characteristic that this table is about; empty means every category.
    from_age
        Youngest age that counts, for an age table; None where age plays no part.
    label
        Plain words for the people compared with.
    reason
        Why no comparison can be made; empty where one can.
    """

    table: str
    wanted: tuple[str, ...]
    from_age: int | None
    label: str
    reason: str = ""


COMPARISONS: dict[MeantFor, Comparison] = {
    MeantFor.EVERYONE: Comparison("", (), None, mark("all residents, of all ages")),
    MeantFor.DISABLED_PEOPLE: Comparison("disability", ("disabled",), None, mark("disabled residents")),
    MeantFor.OLDER_PEOPLE: Comparison("age", (), 65, mark("residents aged 65 and over")),
    MeantFor.UNPAID_CARERS: Comparison("unpaid_care", ("unpaid carer",), None, mark("unpaid carers")),
    MeantFor.LIST_WE_KNOW: Comparison(
        "",
        (),
        None,
        mark("a list we know"),
        mark("These meetings were meant for people on a list, which no census counts."),
    ),
    MeantFor.NO_COUNT: Comparison(
        "",
        (),
        None,
        mark("people we have no count of"),
        mark("We have no count of the people these meetings were meant for."),
    ),
}


class WhyNoLabels(StrEnum):
    """Why a table has counts and no labels."""

    NO_POPULATION = mark("This place has no population figures, so we can show counts but not compare them.")
    NO_TABLE = mark("This place has no figures for the people these meetings were meant for ({label}).")
    NOBODY_LIVES = mark("The figures say that nobody of these people lives here, so there is nothing to compare with.")
    AGES_OF_ALL = mark("We have no count of {label} by age, so these ages cannot be compared.")
    NOBODY_OF_AGES = mark("No {label} are of these ages, so there is nobody to compare with.")
    NO_AREAS = mark("This place has no areas or postcodes, so nobody can be placed. Add an areas or postcodes file.")
    VISITS = mark("Nobody is named in these records, so these are visits, not people. We cannot compare them.")


SHORTFALL_SENTENCE = mark(
    "In {where} with no clear difference we could only have spotted a shortfall of {size} or more."
)

COMPARED_AT_LEAST = 2
"""Fewer patches than this have nothing to be compared with."""

PEOPLE_A_PATCH_SHARED = 17.1
"""Expected people from which a patch with hardly anybody can be told apart in rounded numbers: P(X <= 9) = .025."""

PEOPLE_A_PATCH_PRIVATE = 4.0
"""Expected people from which a patch can be told apart in exact numbers."""


class UnitKind(StrEnum):
    """What people are compared by."""

    AREA = mark("area")
    SQUARE = mark("square")
    PATCH = mark("patch")


UNIT_PLURALS: dict[UnitKind, str] = {
    UnitKind.AREA: mark("areas"), UnitKind.SQUARE: mark("squares"), UnitKind.PATCH: mark("patches"),
}  # fmt: skip

LEFT_OUT = ""
"""Stands for the patch of an area that is in none."""

BY_PATCH, BY_AREA_ALONE, BY_GROUP, BY_PATCH_AND_GROUP, BY_CLUSTER = COMPARED_BY = (
    "patch", "area", "group", "patch-and-group", "cluster",
)  # fmt: skip
"""What people can be compared by."""

BY_AREA: frozenset[str] = frozenset({BY_AREA_ALONE, BY_CLUSTER})
"""These look at the areas themselves, whatever patches there are."""

BY_PATCHES: frozenset[str] = frozenset({BY_PATCH, BY_PATCH_AND_GROUP})
"""These want patches."""

BY_GROUPS: frozenset[str] = frozenset({BY_GROUP, BY_PATCH_AND_GROUP})
"""These look at groups of people."""

METHODS: dict[str, str] = {
    BY_PATCH: mark("the share of all who came from each patch, beside its share of residents; exact binomial chances"),
    BY_AREA_ALONE: mark(
        "the share of all who came from each area, beside its share of residents; exact binomial chances"
    ),
    BY_GROUP: mark(
        "the share of each group among those who said, beside its share of residents; exact binomial chances"
    ),
    BY_PATCH_AND_GROUP: mark("the same within each patch, among its people who said; exact binomial chances"),
    BY_CLUSTER: mark("circles of every size over the map, beside 999 maps made by chance (Kulldorff, Poisson)"),
}
"""How each is worked out, in a few words: they go with every row and file."""

SCAN_MAX_SHARE = 0.25
"""The largest share of residents that a cluster may hold; at half, a scan returns half the map."""

SCAN_SIMULATIONS = 999
SCAN_SEED = 20_260_101
"""Where chance begins, so that the same records give the same answer."""

SCAN_TELLING = 0.05
"""Luck alone names a cluster, fewer or more, on less than this share of maps: 1 in 40 for each of the two."""

SHARE_VIEW, WORKING_VIEW = "share", "working"

PATCH_FILE_AREA_HEADINGS: tuple[str, ...] = ("area", "area id", "area code", "code", "lsoa", "ward", "district", "id")
PATCH_FILE_PATCH_HEADINGS: tuple[str, ...] = ("patch", "patch name", "ardal leol")
"""Headings, in plain form, of a list that says which patch each area belongs to."""

PATCH_OUTLINE_HEADINGS: tuple[str, ...] = (*PATCH_FILE_PATCH_HEADINGS, "name", "enw")
"""Headings, in plain form, of the names of patches that were drawn on a map."""

LONGEST_PATCH_NAME = 80
"""Letters: two long settlements and the word between them."""

TOUCHING_METRES = 5.0
"""Areas whose outlines come so near lie side by side: outlines are often made simpler, each on its own."""

SHORTEST_BORDER_METRES = 50.0
"""Areas that meet along less than this meet at a corner: nobody would call them neighbours."""


def other_areas_refused(kind: UnitKind, number: int) -> str:
    """Return why figures for other areas are not shared once some were released.

    Parameters
    ----------
    kind
        What the released figures are for.
    number
        How many there are.
    """
    return tr(
        "Released figures already use {units}. Expected the same ones: figures for two sets would give small "
        "numbers away. Patches can still be renamed; no area can be moved. For your own eyes, the working view "
        "takes any list.",
        units=unit_count(kind, number),
    )


def unit_count(kind: UnitKind, number: int) -> str:
    """Return a number of what people are compared by, in words: '12 patches'."""
    if kind is UnitKind.PATCH:
        return tr_count("{number} patch", "{number} patches", number)
    if kind is UnitKind.SQUARE:
        return tr_count("{number} square", "{number} squares", number)
    return tr_count("{number} area", "{number} areas", number)


def shortfall_sentences(expected: Iterable[float], kind: UnitKind) -> list[str]:
    """Say what "no clear difference" could have missed.

    Parameters
    ----------
    expected
        Expected people of each unit labelled "About what we would expect".
    kind
        What the units are.
    """
    numbers: dict[str, int] = {}
    for people in expected:
        missed = [size for limit, size in SHORTFALL_SEEN_FROM if people < limit]
        if missed:
            numbers[missed[-1]] = numbers.get(missed[-1], 0) + 1
    return [
        tr(SHORTFALL_SENTENCE, where=unit_count(kind, number), size=tr(size))
        for size, number in sorted(numbers.items())
    ]
