"""How single cells of a list are read: dates, telephone numbers, e-mail, addresses, answers. Nothing is guessed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from functools import lru_cache

from assetmap.model.access_feature import ANSWER_WORDS, OSM_ANSWERS, AccessFeature, Answer
from assetmap.model.asset_fields import (
    LOST_ZERO_STARTS,
    MOBILE_STARTS,
    PERSONAL_EMAIL_HOSTS,
    UK_NUMBER_DIGITS_WITHOUT_ZERO,
)
from assetmap.model.text import find_postcode, plain_form, tidy_postcode

_DATE_FORMS = (
    "%Y-%m-%d", "%Y/%m/%d", "%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y", "%d.%m.%Y", "%d.%m.%y", "%d %B %Y", "%d %b %Y",
)  # fmt: skip
_TIME_OF_DAY = re.compile(r"[T ]\d\d:\d\d(:\d\d)?([.,]\d+)?(Z|[+-]\d\d:?\d\d)?$")
_NUMBER = re.compile(r"(?:\+|\b)\d[\d() .-]{5,}\d(?: *(?:ext|x)\.? *\d+)?", re.IGNORECASE)
_BETWEEN_NUMBERS = re.compile(r"[/;,|\s()]|\b(?:or|neu|tel|ffon|mob|mobile|symudol)\b:?", re.IGNORECASE)
_HOUSE_NUMBER = re.compile(r"^\d+[a-z]?(?:[-/]\d+[a-z]?)?$", re.IGNORECASE)
_COUNT = re.compile(r"^(\d+)\b")
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


def read_phones(text: str) -> tuple[str, str, bool]:
    """Split a cell into (public numbers, personal mobiles, whether it also holds other words, such as a name).

    A leading zero that a spreadsheet lost comes back.
    """
    public: list[str] = []
    mobiles: list[str] = []
    for found in _NUMBER.findall(text):
        number = _with_zero(found.strip())
        (mobiles if _is_mobile(number) else public).append(number)
    rest = _BETWEEN_NUMBERS.sub("", _NUMBER.sub("", text))
    return ", ".join(public), ", ".join(mobiles), bool(rest)


def _with_zero(text: str) -> str:
    digits = text.replace(" ", "")
    lost = digits.isdecimal() and len(digits) == UK_NUMBER_DIGITS_WITHOUT_ZERO and digits.startswith(LOST_ZERO_STARTS)
    return f"0{text}" if lost else text


def _is_mobile(number: str) -> bool:
    bare = "".join(letter for letter in number if letter.isdecimal() or letter == "+").replace("+440", "+44")
    return bare.startswith(MOBILE_STARTS)


def read_email(text: str) -> tuple[str, str]:
    """Return (public address, personal address); one of them is empty."""
    bare = text.strip().removeprefix("mailto:").strip()
    host = bare.rpartition("@")[2].casefold()
    return ("", bare) if host in PERSONAL_EMAIL_HOSTS else (bare, "")


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
        return (Answer.YES if int(count[1]) else Answer.NO), text.strip(), True
    return Answer.NOT_RECORDED, text.strip(), False


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
        return (Answer.YES if int(bare) else Answer.NO), bare
    return Answer.NOT_RECORDED, value.strip()
