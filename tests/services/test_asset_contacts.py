"""Numbers and addresses in cells: which are a group's, and which are a person's own."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetmap.services import asset_contacts


@pytest.mark.parametrize(
    ("text", "public", "mobile", "other_words"),
    [
        ("1633656656", "01633656656", "", False),
        ("01633 656656", "01633 656656", "", False),
        ("+44 1624 835412", "+44 1624 835412", "", False),
        ("7700900123", "", "07700900123", False),
        ("+44 7700 900123", "", "+44 7700 900123", False),
        ("+44 (0)7700 900123", "", "+44 (0)7700 900123", False),
        ("44 7700 900123", "", "44 7700 900123", False),
        ("447700900123", "", "447700900123", False),
        ("0044 7700 900123", "", "0044 7700 900123", False),
        ("7700-900123", "", "07700-900123", False),
        ("07700\u2013900123", "", "07700\u2013900123", False),
        ("07700\u200b900123", "", "07700\u200b900123", False),
        ("\u0660\u0667\u0667\u0660\u0660\u0669\u0660\u0660\u0661\u0662\u0663", "", "07700900123", False),
        ("01633 656656 07700 900123", "01633 656656", "07700 900123", False),
        ("07700900123 07700900456", "", "07700900123, 07700900456", False),
        ("01633 656656 / 07700 900123", "01633 656656", "07700 900123", False),
        ("01633 656656, 0300 123 4567", "01633 656656, 0300 123 4567", "", False),
        ("01633 656656 (ask for Sue)", "01633 656656", "", True),
        ("9633656656", "9633656656", "", False),
        ("n/a", "", "", True),
        ("", "", "", False),
    ],
)
def test_telephone_numbers(text: str, public: str, mobile: str, other_words: bool) -> None:  # noqa: FBT001
    assert asset_contacts.read_phones(text) == (public, mobile, other_words)


GAPS = st.sampled_from(["", " ", "-", ".", ") ", " (", "\u00a0", "\u2011", "\u200b", "/"])


@given(
    start=st.sampled_from(["07", "+447", "447", "00447", "+44 (0)7", "0044 07"]),
    digits=st.text("0123456789", min_size=9, max_size=9),
    gaps=st.lists(GAPS, min_size=9, max_size=9),
    before=st.sampled_from(["", "Ring ", "01633 656656 or ", "tel:"]),
)
def test_no_way_of_writing_a_mobile_makes_it_public(start: str, digits: str, gaps: list[str], before: str) -> None:
    written = before + start + "".join(gap + digit for gap, digit in zip(gaps, digits, strict=True))
    public, mobile, _ = asset_contacts.read_phones(written)
    assert digits not in only_digits(public)
    assert only_digits(mobile).endswith(digits)
    assert digits not in only_digits(asset_contacts.take_private(written)[0])


def only_digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())


@pytest.mark.parametrize(
    ("text", "public", "personal", "other_words"),
    [
        ("mailto:hall@example.org", "hall@example.org", "", False),
        ("Sue@Gmail.com ", "", "Sue@Gmail.com", False),
        ("jo@gmail.com; office@hall.org", "office@hall.org", "jo@gmail.com", False),
        ("Jo <jo@gmail.com>", "", "jo@gmail.com", True),
        ("jo (at) yahoo.fr", "", "jo@yahoo.fr", False),
        ("jo@mail.live.co.uk", "", "jo@mail.live.co.uk", False),
        ("jo@btinternet.com, jo@mail.icloud.com", "", "jo@btinternet.com, jo@mail.icloud.com", False),
        ("ask Sue", "", "", True),
        ("", "", "", False),
    ],
)
def test_e_mail_addresses(text: str, public: str, personal: str, other_words: bool) -> None:  # noqa: FBT001
    assert asset_contacts.read_emails(text) == (public, personal, other_words)


@pytest.mark.parametrize(
    ("text", "website", "more"),
    [
        ("https://example.org/a,b", "https://example.org/a,b", False),
        ("HTTP://Example.org", "HTTP://Example.org", False),
        ("www.example.org", "www.example.org", False),
        ("http://a.org; http://b.org", "http://a.org", True),
        ("mailto:jo@gmail.com", "", True),
        ("javascript:alert(1)", "", True),
        ("data:text/html,hello", "", True),
        ("http://jo@gmail.com", "", True),
        ("https://wa.me/447700900123", "", True),
        ("http://[", "", True),
        ("//example.org", "", True),
        ("none", "", True),
        ("", "", False),
    ],
)
def test_web_addresses(text: str, website: str, more: bool) -> None:  # noqa: FBT001
    assert asset_contacts.read_website(text) == (website, more)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Ring Sue on 07700 900123 for keys", "Ring Sue on for keys"),
        ("Hall (07700 900123)", "Hall"),
        ("Write to jo@gmail.com or office@hall.org", "Write to or office@hall.org"),
        ("jo@gmail.com", ""),
    ],
)
def test_personal_numbers_and_addresses_leave_a_text(text: str, left: str) -> None:
    assert asset_contacts.take_private(text)[0] == left


@pytest.mark.parametrize(
    "text",
    ["Mo-Fr 07:00-09:00", "07 12 2024 - 07 01 2025", "0700-0900 1300-1500", "07.30-9.00 12.00", "01633 656656",
     "office@hall.org", "Charity 1077009"],
)  # fmt: skip
def test_times_and_a_group_s_own_contacts_stay(text: str) -> None:
    assert asset_contacts.take_private(text) == (text, "", "")


@pytest.mark.parametrize("text", ["x" * 30_000 + "@", "a@" * 15_000, "1 " * 15_000, "@a." * 10_000, "07 " * 10_000])
def test_a_long_cell_costs_little_time(text: str) -> None:
    started = time.process_time()
    for read in (asset_contacts.read_phones, asset_contacts.read_emails, asset_contacts.read_website):
        read(text)
    asset_contacts.take_private(text)
    assert time.process_time() - started < 2
