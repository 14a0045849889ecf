"""The words for characteristics: every category that may be kept about a person, and the words that mean it.

Nothing but a category's name is ever kept. Categories are those of the 2021 Census of England and Wales (ONS), so that
they can be compared with it; the words are those of the census and of sign-in sheets, in plain form.
"""

from __future__ import annotations

from dataclasses import dataclass

from assetmap.messages import mark


@dataclass(frozen=True)
class Category:
    """One category and the words for it; its own name is one of them."""

    name: str
    words: tuple[str, ...] = ()


OTHER_CATEGORY = mark("other or not listed")
"""What a word that is in no table becomes. The word itself is not kept."""

CENSUS_HINTS: dict[str, str] = {
    "disability": mark("By the census, a long-term condition is a disability only where it limits day-to-day life."),
    "carer_status": mark("By the census, care that is paid, or for children who need no more than others, is none."),
}
"""What the census means where people's words often mean something else."""

YES: tuple[str, ...] = ("yes", "y", "true", "1", "oes", "ydw", "ie")
NO: tuple[str, ...] = ("no", "n", "false", "0", "nac oes", "nac ydw", "na")

_LIMITED = "disabled under the equality act day to day activities limited a"
_NOT_DISABLED = "not disabled under the equality act"
_NOT_LIMITED = "has long term physical or mental health condition but day to day activities are not limited"


def _each(*names: str) -> tuple[Category, ...]:
    return tuple(Category(name) for name in names)


CATEGORIES: dict[str, tuple[Category, ...]] = {
    "disability": (
        Category("disabled", (*YES, "disabled under the equality act", f"{_LIMITED} lot", f"{_LIMITED} little",
                              "limited a lot", "limited a little", "disabled person", "has a disability", "anabl")),
        Category("not disabled", (*NO, _NOT_DISABLED, "none", "not limited", "non disabled", "no disability",
                                  f"{_NOT_DISABLED} no long term physical or mental health conditions",
                                  f"{_NOT_DISABLED} {_NOT_LIMITED}", "ddim yn anabl")),
    ),
    "ethnic_group": (
        Category("Asian, Asian British or Asian Welsh", ("asian", "asian british", "asian welsh",
                                                         "asian or asian british")),
        Category("Asian: Bangladeshi", ("bangladeshi", "asian asian british or asian welsh bangladeshi")),
        Category("Asian: Chinese", ("chinese", "asian asian british or asian welsh chinese")),
        Category("Asian: Indian", ("indian", "asian asian british or asian welsh indian")),
        Category("Asian: Pakistani", ("pakistani", "asian asian british or asian welsh pakistani")),
        Category("Asian: Other Asian", ("other asian", "any other asian background",
                                        "asian asian british or asian welsh other asian")),
        Category("Black, Black British, Black Welsh, Caribbean or African",
                 ("black", "black british", "black welsh", "black or black british")),
        Category("Black: African", ("african", "black african",
                                    "black black british black welsh caribbean or african african")),
        Category("Black: Caribbean", ("caribbean", "black caribbean",
                                      "black black british black welsh caribbean or african caribbean")),
        Category("Black: Other Black", ("other black", "any other black background",
                                        "black black british black welsh caribbean or african other black")),
        Category("Mixed or Multiple ethnic groups", ("mixed", "multiple", "mixed or multiple", "mixed race",
                                                     "mixed or multiple ethnic group", "dual heritage")),
        Category("Mixed: White and Asian", ("white and asian", "mixed or multiple ethnic groups white and asian")),
        Category("Mixed: White and Black African",
                 ("white and black african", "mixed or multiple ethnic groups white and black african")),
        Category("Mixed: White and Black Caribbean",
                 ("white and black caribbean", "mixed or multiple ethnic groups white and black caribbean")),
        Category("Mixed: Other Mixed", ("other mixed",
                                        "mixed or multiple ethnic groups other mixed or multiple ethnic groups",
                                        "any other mixed background")),
        Category("White", ("gwyn",)),
        Category("White: English, Welsh, Scottish, Northern Irish or British",
                 ("white british", "white welsh", "white english", "white scottish", "white northern irish")),
        # A nationality alone, such as British or Irish, says nothing of the group: people of every group are.
        Category("White: Irish", ("white irish",)),
        Category("White: Gypsy or Irish Traveller", ("gypsy or irish traveller", "gypsy", "irish traveller",
                                                     "traveller", "white gypsy or irish traveller")),
        Category("White: Roma", ("roma", "white roma")),
        Category("White: Other White", ("other white", "white other", "any other white background")),
        Category("Other ethnic group", ("any other ethnic group", "other")),
        Category("Other: Arab", ("arab", "other ethnic group arab")),
        Category("Other: Any other ethnic group", ("other ethnic group any other ethnic group",)),
    ),
    "gender": (
        Category("female", ("f", "woman", "women", "girl", "trans woman", "she her", "benyw", "menyw")),
        Category("male", ("m", "man", "men", "boy", "trans man", "he him", "gwryw", "dyn")),
        Category("non-binary", ("nonbinary", "enby", "they them", "anneuaidd")),
        Category("in another way", ("other", "another", "self described", "agender", "gender fluid", "genderfluid",
                                    "genderqueer", "intersex")),
    ),
    "carer_status": (
        Category("unpaid carer", (*YES, "carer", "family carer", "provides unpaid care", "young carer", "gofalwr",
                                  "provides 19 hours or less unpaid care a week",
                                  "provides 20 to 49 hours unpaid care a week",
                                  "provides 50 or more hours unpaid care a week",
                                  "provides 9 hours or less unpaid care a week",
                                  "provides 10 to 19 hours unpaid care a week")),
        Category("not an unpaid carer", (*NO, "none", "not a carer", "provides no unpaid care")),
    ),
    "language": (
        Category("English", ("saesneg",)), Category("Welsh", ("cymraeg",)),
        Category("British Sign Language", ("bsl", "sign language")),
        Category("Welsh and English", ("english and welsh", "bilingual", "english or welsh",
                                       "english or welsh in wales")),
        Category("Persian or Farsi", ("persian", "farsi")), Category("Panjabi", ("punjabi",)),
        Category("Bengali", ("sylheti", "bangla", "bengali with sylheti and chatgaya")),
        Category("Chinese", ("cantonese", "mandarin")), Category("Tagalog or Filipino", ("tagalog", "filipino")),
        Category("Scottish Gaelic", ("gaelic", "gaidhlig")), Category("Manx", ("manx gaelic", "gaelg")),
        *_each("Albanian", "Amharic", "Arabic", "Bulgarian", "Czech", "Dutch", "French", "German", "Greek", "Gujarati",
               "Hindi", "Hungarian", "Igbo", "Irish", "Italian", "Japanese", "Kurdish", "Latvian", "Lithuanian",
               "Makaton", "Malayalam", "Nepalese", "Pashto", "Polish", "Portuguese", "Romanian", "Russian", "Scots",
               "Shona", "Sinhala", "Slovak", "Somali", "Spanish", "Swahili", "Tamil", "Telugu", "Thai", "Tigrinya",
               "Turkish", "Ukrainian", "Urdu", "Vietnamese", "Yoruba"),
        Category("another language", ("other", "other language")),
    ),
    "sexual_orientation": (
        Category("straight or heterosexual", ("straight", "heterosexual", "hetero")),
        Category("gay or lesbian", ("gay", "lesbian", "homosexual", "hoyw")),
        Category("bisexual", ("bi",)),
        Category("all other sexual orientations", ("other", "queer", "pansexual", "asexual",
                                                   "other sexual orientation")),
    ),
    "religion": (
        Category("no religion", ("none", "no", "atheist", "agnostic", "humanist", "dim crefydd")),
        Category("Christian", ("christianity", "catholic", "roman catholic", "church of england", "church in wales",
                               "anglican", "methodist", "baptist", "presbyterian", "chapel", "quaker", "orthodox")),
        Category("Buddhist", ("buddhism",)), Category("Hindu", ("hinduism",)), Category("Jewish", ("judaism", "jew")),
        Category("Muslim", ("islam", "islamic")), Category("Sikh", ("sikhism",)),
        Category("other religion", ("other", "pagan", "spiritualist", "jain", "bahai", "any other religion")),
    ),
}  # fmt: skip
"""Categories by characteristic; age is not here, it always becomes one of AGE_BANDS."""
