"""Telephone numbers, e-mail and web addresses in what people write: a person's own stay private."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

from assetmap.model.asset_fields import (
    LOST_ZERO_STARTS,
    MOBILE_START,
    PERSONAL_EMAIL_HOSTS,
    PERSONAL_EMAIL_PROVIDERS,
    UK_COUNTRY_CODE,
    UK_NUMBER_DIGITS_WITHOUT_ZERO,
)

# What people and programs put between the digits of one number: spaces, brackets, dots, dashes, invisible marks.
_GAP = r"[\s()./_\u00ad\u200b-\u200f\u2010-\u2015\u202a-\u202e\u2060-\u2069\ufeff-]{0,4}"
_WITH_START = rf"(?:(?:(?:\+|00){_GAP})?{UK_COUNTRY_CODE}{_GAP}0?{_GAP}|0{_GAP})7(?:{_GAP}[0-9]){{9}}"
_WITHOUT_ZERO = rf"7[0-9]{{3}}{_GAP}[0-9]{{3}}{_GAP}[0-9]{{3}}"
_TIME_OF_DAY = r"07\.[0-5][0-9](?![0-9.])"  # "07.30-9.00" begins like a mobile
_MOBILE = re.compile(rf"(?<![0-9])(?!{_TIME_OF_DAY})\+?(?:{_WITH_START}|{_WITHOUT_ZERO})(?![0-9])")
_MOBILE_IN_LINK = re.compile(rf"(?<![0-9])(?:{_WITH_START})(?![0-9])")
_NUMBER = re.compile(r"(?:\+|\b)[0-9][0-9() .-]{5,}[0-9](?: *(?:ext|x)\.? *[0-9]+)?", re.IGNORECASE)
_BETWEEN_NUMBERS = re.compile(r"[/;,|\s()]|\b(?:or|neu|tel|ffon|mob|mobile|symudol)\b:?", re.IGNORECASE)
_AT = r" {0,2}(?:@|\(at\)|\[at\]) {0,2}"
_EMAIL = re.compile(  # lengths are held, so that a long text without an address costs no time
    rf"(?:mailto:)?(?<![\w.+'%-])([\w.+'%-]{{1,64}}{_AT}(?:[\w-]{{1,63}}\.){{1,8}}\w{{2,24}})", re.IGNORECASE
)
_BETWEEN_EMAILS = re.compile(r"[/;,|\s<>()]|\b(?:or|neu|and|a|e-?mail|e-?bost)\b:?", re.IGNORECASE)
_BARE_HOST = re.compile(r"^(?:[a-z0-9-]+\.)+[a-z]{2,}(?::[0-9]+)?(?:[/?#]\S*)?$", re.IGNORECASE)
_HOST = re.compile(r"^(?:[\w-]+\.)+\w{2,}$")
_WEB_SCHEMES = frozenset({"http", "https"})
_LONE_MARKS = re.compile(r"\(\s*\)|<\s*>|\[\s*\]")
_SPACES = re.compile(r"[ \t]{2,}")


def read_phones(text: str) -> tuple[str, str, bool]:
    """Split a cell into (public numbers, personal mobiles, whether it also holds other words, such as a name).

    Each number is looked at by itself, by its digits. A leading zero that a spreadsheet lost comes back.
    """
    mobiles, rest = _cut(_MOBILE, _plain_digits(text))
    public: list[str] = []
    for found in _NUMBER.findall(rest):
        number = _with_zero(found.strip())
        (mobiles if _is_mobile(number) else public).append(number)
    words = _BETWEEN_NUMBERS.sub("", _NUMBER.sub("", rest))
    return ", ".join(public), ", ".join(_with_zero(number) for number in mobiles), bool(words)


def _plain_digits(text: str) -> str:
    """Return text with the digits of any script as 0 to 9; nothing else changes, and no place shifts."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in text)


def _cut(pattern: re.Pattern[str], text: str) -> tuple[list[str], str]:
    """Return what a pattern finds, and the text without it."""
    return [found.group(0).strip() for found in pattern.finditer(text)], pattern.sub(" / ", text)


def _with_zero(text: str) -> str:
    bare = _digits(text)
    lost = len(bare) == UK_NUMBER_DIGITS_WITHOUT_ZERO and bare.startswith(LOST_ZERO_STARTS) and "+" not in text
    return f"0{text}" if lost else text


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdecimal())


def _is_mobile(number: str) -> bool:
    """Tell by the digits from the leading zero: country code and its written variants are taken away."""
    digits = _digits(number)
    bare = digits.removeprefix("00")
    abroad = "+" in number or bare != digits or len(bare) >= len(UK_COUNTRY_CODE) + UK_NUMBER_DIGITS_WITHOUT_ZERO
    if abroad and bare.startswith(UK_COUNTRY_CODE):
        bare = "0" + bare.removeprefix(UK_COUNTRY_CODE).lstrip("0")
    return bare.startswith(MOBILE_START)


def read_emails(text: str) -> tuple[str, str, bool]:
    """Split a cell into (public addresses, personal addresses, whether it also holds other words, such as a name)."""
    found = [_tidy_email(address) for address in _EMAIL.findall(text)]
    public = [address for address in found if not is_personal_email(address)]
    personal = [address for address in found if is_personal_email(address)]
    words = _BETWEEN_EMAILS.sub("", _EMAIL.sub("", text))
    return ", ".join(public), ", ".join(personal), bool(words)


def _tidy_email(written: str) -> str:
    return re.sub(_AT, "@", written, flags=re.IGNORECASE)


def is_personal_email(address: str) -> bool:
    """Tell whether an address is at a host where people, not groups, usually have theirs."""
    labels = address.rpartition("@")[2].casefold().strip(".").split(".")
    parents = {".".join(labels[at:]) for at in range(len(labels))}
    return not parents.isdisjoint(PERSONAL_EMAIL_HOSTS) or not PERSONAL_EMAIL_PROVIDERS.isdisjoint(labels[:-1])


def read_website(text: str) -> tuple[str, bool]:
    """Return (the first web address of a cell, whether the cell holds anything else).

    Only http, https and bare hosts are web addresses; one that holds a mobile or an e-mail address is none.
    """
    parts = [part for part in re.split(r"\s+|[;,](?=\s|https?://|www\.|$)", text) if part]
    found = [part for part in parts if _is_website(part)]
    return (found[0] if found else ""), len(parts) > len(found[:1])


def _is_website(text: str) -> bool:
    if "@" in text or _MOBILE_IN_LINK.search(_plain_digits(text)):
        return False
    if _BARE_HOST.match(text):
        return True
    try:
        parts = urlsplit(text)
        return parts.scheme in _WEB_SCHEMES and bool(_HOST.match(parts.hostname or ""))
    except ValueError:
        return False


def _without_personal(found: re.Match[str]) -> str:
    return " " if is_personal_email(_tidy_email(found[1])) else found[0]


def take_private(text: str) -> tuple[str, str, str]:
    """Return a text without personal mobiles and e-mail addresses, and these: (text, mobiles, addresses)."""
    plain = _plain_digits(text)
    addresses = [one for one in map(_tidy_email, _EMAIL.findall(plain)) if is_personal_email(one)]
    mobiles = [found.group(0).strip() for found in _MOBILE.finditer(plain)]
    if not addresses and not mobiles:
        return text, "", ""
    bare = _MOBILE.sub(" ", _EMAIL.sub(_without_personal, plain))
    tidy = _SPACES.sub(" ", _LONE_MARKS.sub(" ", bare)).strip(" ,;:/|-\n")
    return tidy, ", ".join(_with_zero(one) for one in mobiles), ", ".join(addresses)
