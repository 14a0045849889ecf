"""Words for counts of people by area: how columns of census tables are told apart, whatever office made them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

TOTAL = "total"
"""Category that holds a table's own total."""


class Unit(StrEnum):
    """What is counted. Households are never counted as residents."""

    RESIDENTS = "residents"
    HOUSEHOLDS = "households"


# Words in headings (plain form) that say what is counted; the first row that fits decides.
UNIT_WORDS: tuple[tuple[str, Unit], ...] = (
    ("resident", Unit.RESIDENTS),
    ("population", Unit.RESIDENTS),
    ("person", Unit.RESIDENTS),
    ("people", Unit.RESIDENTS),
    ("household", Unit.HOUSEHOLDS),
    ("dwelling", Unit.HOUSEHOLDS),
)

# Headings (squeezed: letters and digits only) of the column with the counts in a long table.
COUNT_HEADINGS: frozenset[str] = frozenset(
    {"n", "count", "value", "observation", "obs", "obsvalue", "number", "people", "persons", "residents", "households"}
)
# Headings and categories (squeezed) that are a table's own total; 'total...' always is.
TOTAL_HEADINGS: frozenset[str] = frozenset(
    {
        "total", "all", "allages", "allpeople", "allpersons", "allusualresidents", "allhouseholds", "allcategories",
        "population", "residents", "usualresidents", "households", "people", "persons",
    }
)  # fmt: skip
TOTAL_START = "total"
# Headings (squeezed) of columns that are never counts.
NOT_COUNT_HEADINGS: frozenset[str] = frozenset(
    {"date", "year", "objectid", "fid", "id", "x", "y", "lon", "lat", "longitude", "latitude", "easting", "northing",
     "measures", "rank", "areahectares", "areasqkm", "shapearea", "shapelength"}
)  # fmt: skip
# Words (plain form) in headings of scores and shares, which must not be taken for counts.
SCORE_WORDS: frozenset[str] = frozenset(
    {
        "score",
        "decile",
        "quintile",
        "rank",
        "index",
        "percent",
        "percentage",
        "rate",
        "ratio",
        "share",
        "mean",
        "median",
    }
)
SCORE_SIGN = "%"

SCORE_SHARE = 0.1
"""A table with more than this share of numbers that are not whole holds scores, not counts with a few slips."""

DATA_SHARE = 0.5
"""A column counts as one of numbers, or of area codes, if more than this share of its filled cells are."""

# What Nomis writes into headings: 'Disability: Total: All usual residents; measures: Value'.
MEASURE_SUFFIX = "; measures: value"
LABEL_SEPARATOR = ":"

AGE_TABLE = "age"
AGE_PATTERN = r"^(aged?\s*)?\d{1,3}(\s*(-|to)\s*\d{1,3}|\s*\+|\s*years?( old)?| and over| or over)*( years?)?$"
HIDDEN_COUNTS: frozenset[str] = frozenset({"", "-", "..", ":", "c", "x", "*", "na", "n/a", "[c]", "[x]", "[z]"})
"""What offices write where a count is not given: not known, never nought."""

MISSING_SHOWN = 20
"""How many areas a message names before it says 'and so many more'."""


@dataclass(frozen=True)
class TableWord:
    """One kind of table: its name in a place, and the plain headings other offices give it."""

    name: str
    synonyms: tuple[str, ...]


TABLE_WORDS: tuple[TableWord, ...] = (
    TableWord("age", ("age", "age group", "age band", "age by single year", "age by five year age bands", "oed")),
    TableWord("sex", ("sex", "gender", "rhyw")),
    TableWord("disability", ("disability", "disabled", "disability 3 categories", "anabledd")),
    TableWord("ethnic_group", ("ethnic group", "ethnicity", "grwp ethnig", "ethnic group 20 categories")),
    TableWord("unpaid_care", ("unpaid care", "provision of unpaid care", "carer", "unpaid carer")),
    TableWord(
        "cars", ("cars", "car or van availability", "number of cars or vans", "car availability", "cars or vans")
    ),
    TableWord("religion", ("religion", "crefydd")),
    TableWord("language", ("language", "main language", "iaith")),
    TableWord("english_proficiency", ("proficiency in english language", "proficiency in english")),
    TableWord("sexual_orientation", ("sexual orientation", "cyfeiriadedd rhywiol")),
    TableWord("tenure", ("tenure", "tenure of household")),
)
TABLE_OF_HEADING: dict[str, str] = {synonym: row.name for row in TABLE_WORDS for synonym in row.synonyms}

NOMIS_FILE = r"census(\d{4})-(ts\d{3}[a-z]?)"
"""How the bulk files of Nomis are named, such as census2021-ts038-lsoa.csv: the year and the data set."""

# Topic summaries of the 2021 Census of England and Wales, as Nomis numbers them.
TABLE_OF_DATASET: dict[str, str] = {
    "ts007": "age", "ts007a": "age", "ts008": "sex", "ts021": "ethnic_group", "ts022": "ethnic_group",
    "ts024": "language", "ts029": "english_proficiency", "ts030": "religion", "ts031": "religion",
    "ts038": "disability", "ts039": "unpaid_care", "ts045": "cars", "ts054": "tenure", "ts077": "sexual_orientation",
    "ts079": "sexual_orientation",
}  # fmt: skip
HOUSEHOLD_DATASETS: frozenset[str] = frozenset({"ts045", "ts054"})

ASKED_FROM_AGE: dict[str, int] = {"unpaid_care": 5, "language": 3, "english_proficiency": 3, "sexual_orientation": 16}
"""Youngest age a question was asked of (ONS Census 2021 dictionary): such a table's total is not all residents."""
