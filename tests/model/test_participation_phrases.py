"""Answers of more than one word: those of the census forms are read, half-known ones are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetmap.model import participation_phrases as phrases
from assetmap.model.participation_categories import CATEGORIES
from assetmap.model.text import plain_form

BRITISH = "White: English, Welsh, Scottish, Northern Irish or British"
READ: dict[tuple[str, str], tuple[str, ...]] = {
    ("disability", "disabled"): (
        "Yes - limited a lot", "yes, limited a little", "Yes limited a lot", "Day-to-day activities limited a lot",
        "wheelchair user", "Yes, a little", "limiting long-term illness", "learning disability", "I am disabled",
        "Long-term condition that limits my day-to-day activities a lot", "Ydy, yn fawr", "Ydy, ychydig",
        "Yn anabl o dan y Ddeddf Cydraddoldeb: Gweithgareddau o ddydd i ddydd wedi'u cyfyngu llawer",
    ),
    ("disability", "not disabled"): (
        "No, not limited", "Not at all", "Ddim o gwbl", "no disabilities", "Not a disabled person",
        "Long-term health condition, not limiting",
        "Ddim yn anabl o dan y Ddeddf Cydraddoldeb: Dim cyflyrau iechyd meddwl nac iechyd corfforol hirdymor",
    ),
    ("carer_status", "unpaid carer"): (
        "parent carer", "yes - 20 hours a week", "Yes, 9 hours or less a week", "Yes, 50 or more hours a week",
        "50+ hrs", "1-19 hours", "I care for my mother", "Ydw, 10 i 19 awr yr wythnos", "Rhiant-ofalwr",
        "Yn darparu 50 neu fwy o oriau o ofal di-dâl yr wythnos",
    ),
    ("carer_status", "not an unpaid carer"): (
        "0 hours", "No, I am not a carer", "Provides no unpaid care", "Ddim yn darparu unrhyw ofal di-dâl",
    ),
    ("ethnic_group", BRITISH): (
        "English, Welsh, Scottish, Northern Irish or British", "White - English/Welsh/Scottish/Northern Irish/British",
        "White Welsh", "Gwyn: Cymreig, Seisneg, Albanaidd, Gwyddelig Gogledd Iwerddon neu Brydeinig",
    ),
    ("ethnic_group", "Asian: Pakistani"): (
        "British Pakistani", "Asian or Asian British - Pakistani",
        "Asiaidd, Asiaidd Cymreig neu Asiaidd Prydeinig: Pacistanaidd",
    ),
    ("ethnic_group", "Black: Other Black"): (
        "Any other Black/African/Caribbean background", "Any other Black, Black British, or Caribbean background",
    ),
    ("ethnic_group", "Black: African"): (
        "Black African British", "Du, Du Cymreig, Du Prydeinig, Caribïaidd neu Affricanaidd: Affricanaidd",
    ),
    ("ethnic_group", "Mixed: White and Asian"): ("Mixed/multiple ethnic groups: White and Asian", "Asian and White"),
    ("ethnic_group", "Mixed: Other Mixed"): ("Any other Mixed/Multiple ethnic background",),
    ("ethnic_group", "White: Gypsy or Irish Traveller"): ("Gwyn: Sipsi neu Deithiwr Gwyddelig",),
    ("gender", "female"): ("Woman (including trans woman)", "I am a woman", "Benywaidd"),
    ("gender", "in another way"): ("Prefer to self-describe", "I use another term"),
    ("language", "Welsh"): ("Welsh speaker", "My first language is Welsh"),
    ("language", "Welsh and English"): ("English & Welsh", "Cymraeg a Saesneg"),
    ("sexual_orientation", "straight or heterosexual"): ("Heterosexual/Straight", "Heterorywiol/Strêt"),
    ("sexual_orientation", "bisexual"): ("Bi-sexual", "Deurywiol/Bi"),
    ("religion", "Christian"): ("Christian (all denominations)", "C of E", "I'm a Catholic"),
    ("religion", "no religion"): ("No religion or belief", "not religious"),
}  # fmt: skip


@pytest.mark.parametrize(("of", "category", "text"), [(*key, text) for key, texts in READ.items() for text in texts])
def test_answers_of_census_forms_and_sign_in_sheets_are_read(of: str, category: str, text: str) -> None:
    assert phrases.phrase_meaning(text, of) == category


@pytest.mark.parametrize(
    ("of", "text"),
    [
        ("disability", "long term condition"),
        ("disability", "Yes, long-term condition"),
        ("disability", "Yes, not limited"),
        ("disability", "No - limited a lot"),
        ("disability", "No, disabled person"),
        ("disability", "Yes, her hip"),
        ("disability", "limited"),
        ("carer_status", "paid carer"),
        ("carer_status", "former carer"),
        ("carer_status", "yes, my children"),
        ("carer_status", "less than 20 hours"),
        ("carer_status", "carer for Canaria Jonesova"),
        ("ethnic_group", "African-Caribbean"),
        ("ethnic_group", "Black African and Black Caribbean"),
        ("ethnic_group", "White European"),
        ("gender", "trans"),
        ("sexual_orientation", "gay straight"),
        ("language", "English please"),
    ],
)
def test_what_could_mean_two_things_or_has_a_word_left_over_is_not_read(of: str, text: str) -> None:
    assert phrases.phrase_meaning(text, of) == ""


@pytest.mark.parametrize("of", sorted(CATEGORIES))
def test_no_pattern_takes_a_word_of_another_category(of: str) -> None:
    assert set(phrases._READERS[of]) <= {row.name for row in CATEGORIES[of]}
    for row in CATEGORIES[of]:
        for word in (row.name, *row.words):
            matched = {name for name, reader in phrases._READERS[of].items() if reader.fullmatch(plain_form(word))}
            assert matched <= {row.name}, word


@given(st.text(max_size=40), st.sampled_from(sorted(CATEGORIES)))
def test_nothing_but_a_category_comes_out(text: str, of: str) -> None:
    assert phrases.phrase_meaning(text, of) in {"", *(row.name for row in CATEGORIES[of])}


def test_who_would_rather_not_say_is_heard_in_both_languages() -> None:
    declined = ["Rather not say", "I'd rather not say", "prefer not to disclose", "Prefer not to say",
                "Do not wish to answer", "Mae'n well gennyf beidio â dweud", "declined"]  # fmt: skip
    assert [text for text in declined if not phrases.is_declined(text)] == []
    assert not any(phrases.is_declined(text) for text in ("not sure", "say not to prefer", "no", "", "none"))
