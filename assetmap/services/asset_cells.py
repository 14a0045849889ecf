"""How single cells of a list are read: dates, addresses, answers. Nothing is guessed."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from assetmap.model.access_feature import ANSWER_WORDS, OSM_ANSWERS, AccessFeature, Answer
from assetmap.model.text import find_postcode, plain_form, tidy_postcode

_DATE_FORMS = (
    "%Y-%m-%d", "%Y/%m/%d", "%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y", "%d.%m.%Y", "%d.%m.%y", "%d %B %Y", "%d %b %Y",
)  # fmt: skip
_TIME_OF_DAY = re.compile(r"[T ]\d\d:\d\d(:\d\d)?([.,]\d+)?(Z|[+-]\d\d:?\d\d)?$")
_HOUSE_NUMBER = re.compile(r"^\d+[a-z]?(?:[-/]\d+[a-z]?)?$", re.IGNORECASE)
_COUNT = re.compile(r"^\d+\b")
_ANSWERS = {word: answer for answer, words in ANSWER_WORDS.items() for word in words}
_PLAIN_ANSWERS = {plain_form(word): answer for word, answer in _ANSWERS.items() if plain_form(word)}


def read_date(text: str, *, today: dt.date) -> str | None:
    """Return a day as ISO text; None where it is no day of the calendar or lies ahead."""
    bare = _TIME_OF_DAY.sub("", text.strip())
    for form in _DATE_FORMS:
        try:
            day = dt.datetime.strptime(bare, form).replace(tzinfo=dt.UTC).date()
        except ValueError:
            continue
        return day.isoformat() if day <= today else None
    return None


def join_address(parts: Iterable[str]) -> tuple[str, str]:
    """Put the parts of an address together, each once, and take a postcode out of them: (address, postcode)."""
    address = ""
    postcode = ""
    for part in parts:
        found = find_postcode(part)
        bare = part if found is None else _without(part, found)
        postcode = found or postcode
        tidy = bare.strip(" ,;\n")
        if tidy and (_HOUSE_NUMBER.match(tidy) or not _has_words(address, tidy)):
            between = " " if _HOUSE_NUMBER.search(address.rpartition(",")[2].strip()) else ", "
            address = f"{address}{between}{tidy}" if address else tidy
    return address, postcode


def _has_words(address: str, part: str) -> bool:
    return f" {plain_form(part)} " in f" {plain_form(address)} "


def _without(part: str, postcode: str) -> str:
    outward, inward = postcode.split()
    return re.sub(rf",?\s*\b{outward}\s*{inward}\b", "", part, flags=re.IGNORECASE)


def read_postcode(text: str) -> str | None:
    """Return a cell's postcode in tidy form, also from among other words; None if there is none."""
    return tidy_postcode(text) or find_postcode(text)


def read_answer(feature: AccessFeature, text: str) -> tuple[Answer, str, bool]:
    """Read an access cell: (answer, detail as written, whether the words were understood)."""
    answer = _known_answer(text)
    if answer is not None:
        return answer, "", True
    count = _COUNT.match(text.strip())
    if feature.counted and count:
        return _answer_of_count(count[0]), text.strip(), True
    return Answer.NOT_RECORDED, text.strip(), False


def _answer_of_count(digits: str) -> Answer:
    """Return yes for one or more; by its digits, as a number of thousands of digits cannot be converted."""
    return Answer.YES if any(unicodedata.decimal(digit) for digit in digits) else Answer.NO


@lru_cache(maxsize=4096)
def _known_answer(text: str) -> Answer | None:
    bare = text.strip().casefold()
    return _ANSWERS[bare] if bare in _ANSWERS else _PLAIN_ANSWERS.get(plain_form(bare))


def read_osm_answer(feature: AccessFeature, value: str) -> tuple[Answer, str]:
    """Read an OpenStreetMap value: (answer, detail as written where there is more to say)."""
    bare = value.strip().casefold()
    if bare in feature.osm_unclear:
        return Answer.NOT_RECORDED, value.strip()
    if bare in OSM_ANSWERS:
        return OSM_ANSWERS[bare], ""
    if feature.counted and bare.isdecimal():
        return _answer_of_count(bare), bare
    return Answer.NOT_RECORDED, value.strip()
