"""The words for who could introduce us: which kinds of asset are asked first and why, and how a list names a group."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, nan

from assetmap.messages import mark
from assetmap.model.journey import Mode, Way


@dataclass(frozen=True)
class IntroducingKind:
    """One kind of asset that could introduce us.

    Attributes
    ----------
    kind
        A key of ``ASSET_KINDS``.
    order
        The smaller is asked first.
    reason
        Why, in one sentence.
    by_its_name
        Whether its name says whom it is for: "Travellers' Rest" is a pub.
    """

    kind: str
    order: int
    reason: str
    by_its_name: bool = True


INTRODUCING_KINDS: tuple[IntroducingKind, ...] = (
    IntroducingKind("user_led_organisation", 0, mark("A user-led organisation: run by the people it is for.")),
    IntroducingKind("group", 1, mark("A group: people there know each other.")),
    IntroducingKind("peer_support", 1, mark("People there support each other.")),
    IntroducingKind("time_bank", 1, mark("A time bank: its members know many people.")),
    IntroducingKind("service", 2, mark("A service: its staff may know people there.")),
    IntroducingKind("skill", 2, mark("People there offer what they can do.")),
    IntroducingKind("word_of_mouth", 3, mark("News gets round here."), by_its_name=False),
    IntroducingKind("venue", 4, mark("People meet here already: ask who uses it."), by_its_name=False),
)
"""Kinds in the order they are asked. Those about people are never shown themselves: their host group is."""

INTRODUCING_KIND_BY_NAME: dict[str, IntroducingKind] = {row.kind: row for row in INTRODUCING_KINDS}

HOST_HEADINGS: frozenset[str] = frozenset({
    "host", "host group", "hosted by", "reached through", "through which group", "contact through", "drwy ba grwp",
})  # fmt: skip
"""Headings, in plain form, of a list's column that names the group through which a person's offer is reached."""

SERVES_FIELDS: tuple[str, ...] = ("who_for", "description", "detail")
NAME_FIELDS: tuple[str, ...] = ("name", "name_cy", "name_gd")
"""Facts in which a group is looked for; the names only of kinds whose name says whom they are for."""

OLD_AFTER_DAYS = 365
"""A check longer ago than this is said to be old."""

MOST_BY_VEHICLE = 16
"""Ways by vehicle are asked for to so many assets of a sort, the nearest by straight line."""


@dataclass(frozen=True)
class Visit:
    """When somebody would go to an asset by vehicle: a weekday (Monday is 0), from a start to an end."""

    weekday: int
    start: str
    end: str


VISIT = Visit(weekday=2, start="11:00", end="12:00")
"""Midweek, late enough for passes that start at 09:30, early enough to be home before school ends."""

_BY_VEHICLE = 1
_WAY_ORDER: dict[str, int] = {Mode.WALK: 0, Mode.DRIVE: 2}
"""Which ways stand first; those by vehicle have ``_BY_VEHICLE``."""


@dataclass(frozen=True)
class AssetWay:
    """The way between a patch and one asset.

    Attributes
    ----------
    state
        A value of `Way`; not known too where nothing can be worked out.
    mode
        The way of travelling that is answered; empty where none was found.
    minutes_there, minutes_back
        Means over the patch's points with a way; nan where none was found.
    vehicles
        By which vehicles a way was asked for, in words; empty where by none.
    """

    state: str = Way.NOT_KNOWN
    mode: str = ""
    minutes_there: float = nan
    minutes_back: float = nan
    vehicles: str = ""

    @property
    def rank(self) -> tuple[int, float]:
        """What stands first: found on foot, by vehicle, by car, not known, not found; each by minutes both ways."""
        if self.state == Way.FOUND:
            return _WAY_ORDER.get(self.mode, _BY_VEHICLE), self.minutes_there + self.minutes_back
        return len(_WAY_ORDER) + (2 if self.state == Way.NOT_FOUND else 1), inf


NOTHING_KNOWN = AssetWay()


MOST_ROWS = 50
"""No more introductions are listed at once, however many are asked for."""


@dataclass(frozen=True)
class ServedGroup:
    """One group: its name in a sentence, and words that lists use for it, in plain form, English and Welsh."""

    label: str
    words: tuple[str, ...]


_ETHNIC = ("bme", "bame", "ethnic minority", "ethnic minorities", "minority ethnic", "ethnically diverse",
           "global majority", "race equality", "lleiafrif ethnig", "lleiafrifoedd ethnig")  # fmt: skip
_BLACK = ("black people", "black communities", "black community", "black led", "black british", "black welsh",
          "black women", "black men", "black history", "african", "caribbean", "windrush", "somali", "pobl ddu",
          *_ETHNIC)  # fmt: skip
_ASIAN = ("asian", "south asian", "asiaidd", *_ETHNIC)
_LGBT = ("lgbt", "lgbtq", "lgbtqi", "lgbtqia", "queer", "lhdt", "lhdtc", "lhdtcra")
_OLDER = ("older people", "older adults", "older person", "older residents", "over 50s", "over 60s", "over 65s",
          "over fifties", "over sixties", "over nineties", "pensioners", "seniors", "age cymru", "age uk",
          "age concern", "age scotland", "age ni", "pobl hyn", "henoed")  # fmt: skip
_YOUNG = ("young people", "young adults", "young person", "youth", "youth club", "teenagers", "students",
          "pobl ifanc", "ieuenctid")  # fmt: skip
_MIXED = ("mixed heritage", "dual heritage", "mixed race", "treftadaeth gymysg", *_ETHNIC)

SERVED_GROUPS: dict[tuple[str, str], ServedGroup] = {
    ("disability", "disabled"): ServedGroup(mark("disabled people"), (
        "disabled", "disabled people", "disability", "disabilities", "disabled adults", "disabled children", "deaf",
        "deafblind", "blind", "partially sighted", "sight loss", "hearing loss", "autistic", "autism", "neurodivergent",
        "neurodiverse", "learning disability", "learning disabilities", "learning difficulties", "wheelchair users",
        "long term conditions", "dementia", "stroke", "mental health", "brain injury", "people first",
        "anabl", "pobl anabl", "anabledd", "anableddau", "byddar", "dall", "awtistig", "awtistiaeth", "dementia",
        "iechyd meddwl", "anabledd dysgu", "anableddau dysgu")),
    ("disability", "deaf"): ServedGroup(mark("deaf people"), (
        "deaf", "deafblind", "hard of hearing", "hearing loss", "bsl", "sign language", "signing group", "byddar",
        "trwm eu clyw", "colled clyw", "iaith arwyddion")),
    ("disability", "blind"): ServedGroup(mark("blind and partially sighted people"), (
        "blind", "deafblind", "partially sighted", "sight loss", "visually impaired", "visual impairment",
        "talking newspaper", "dall", "rhannol ddall", "colled golwg")),
    ("disability", "dementia"): ServedGroup(mark("people with dementia"), (
        "dementia", "alzheimer s", "alzheimers", "alzheimer", "memory cafe", "memory clinic", "memory loss",
        "singing for the brain", "caffi cof")),
    ("disability", "learning disability"): ServedGroup(mark("people with a learning disability"), (
        "learning disability", "learning disabilities", "learning difficulties", "people first", "mencap", "down s",
        "downs syndrome", "down s syndrome", "anabledd dysgu", "anableddau dysgu", "pobl yn gyntaf")),
    ("disability", "autistic"): ServedGroup(mark("autistic people"), (
        "autistic", "autism", "asperger s", "aspergers", "neurodivergent", "neurodiverse", "awtistig", "awtistiaeth",
        "niwroamrywiol")),
    ("disability", "mental health"): ServedGroup(mark("people with mental health problems"), (
        "mental health", "mental illness", "mental distress", "depression", "anxiety", "hearing voices", "psychosis",
        "bipolar", "survivors of psychiatry", "iechyd meddwl", "iselder", "gorbryder")),
    ("carer_status", "unpaid carer"): ServedGroup(mark("unpaid carers"), (
        "carer", "carers", "unpaid carers", "family carers", "young carers", "parent carers", "gofalwr", "gofalwyr",
        "gofalwyr ifanc", "gofalwyr di dal")),
    ("ethnic_group", "White: Gypsy or Irish Traveller"): ServedGroup(mark("Gypsy and Traveller families"), (
        "gypsy", "gypsies", "romany", "traveller", "travellers", "irish traveller", "irish travellers",
        "traveller families", "traveller children", "grt", "sipsi", "sipsiwn", "teithiwr", "teithwyr")),
    ("ethnic_group", "White: Roma"): ServedGroup(mark("Roma families"), ("roma", "romani", "grt")),
    ("ethnic_group", "White: Irish"): ServedGroup(mark("Irish people"), ("irish", "irish in britain", "gwyddelig")),
    ("ethnic_group", "White: Other White"): ServedGroup(mark("people from other white backgrounds"), (
        "polish", "portuguese", "romanian", "bulgarian", "lithuanian", "latvian", "hungarian", "slovak", "czech",
        "ukrainian", "eastern european", "migrant workers", "migrants", "pwylaidd", "wcrain", "mudwyr")),
    ("ethnic_group", "Asian, Asian British or Asian Welsh"): ServedGroup(mark("Asian people"), (
        "bangladeshi", "chinese", "indian", "pakistani", "filipino", "nepalese", *_ASIAN)),
    ("ethnic_group", "Asian: Bangladeshi"): ServedGroup(mark("Bangladeshi people"), (
        "bangladeshi", "bengali", "sylheti", *_ASIAN)),
    ("ethnic_group", "Asian: Chinese"): ServedGroup(mark("Chinese people"), (
        "chinese", "cantonese", "mandarin", "hong kong", "hong kongers", "tsieineaidd", "asian", *_ETHNIC)),
    ("ethnic_group", "Asian: Indian"): ServedGroup(mark("Indian people"), (
        "indian", "gujarati", "punjabi", "malayali", "tamil", "indiaidd", *_ASIAN)),
    ("ethnic_group", "Asian: Pakistani"): ServedGroup(mark("Pakistani people"), (
        "pakistani", "kashmiri", "urdu", "punjabi", *_ASIAN)),
    ("ethnic_group", "Asian: Other Asian"): ServedGroup(mark("people from other Asian backgrounds"), (
        "filipino", "nepalese", "sri lankan", "thai", "vietnamese", "korean", "japanese", *_ASIAN)),
    ("ethnic_group", "Black, Black British, Black Welsh, Caribbean or African"):
        ServedGroup(mark("Black people"), _BLACK),
    ("ethnic_group", "Black: African"): ServedGroup(mark("Black African people"), _BLACK),
    ("ethnic_group", "Black: Caribbean"): ServedGroup(mark("Black Caribbean people"), _BLACK),
    ("ethnic_group", "Black: Other Black"): ServedGroup(mark("people from other Black backgrounds"), _BLACK),
    ("ethnic_group", "Mixed or Multiple ethnic groups"): ServedGroup(mark("people of mixed heritage"), _MIXED),
    ("ethnic_group", "Mixed: White and Asian"): ServedGroup(mark("people of mixed heritage"), _MIXED),
    ("ethnic_group", "Mixed: White and Black African"): ServedGroup(mark("people of mixed heritage"), _MIXED),
    ("ethnic_group", "Mixed: White and Black Caribbean"): ServedGroup(mark("people of mixed heritage"), _MIXED),
    ("ethnic_group", "Mixed: Other Mixed"): ServedGroup(mark("people of mixed heritage"), _MIXED),
    ("ethnic_group", "Other ethnic group"): ServedGroup(mark("people from other ethnic groups"), (
        "arab", "arabic", "yemeni", "kurdish", "iranian", "afghan", "syrian", "refugees", "asylum seekers", *_ETHNIC)),
    ("ethnic_group", "Other: Arab"): ServedGroup(mark("Arab people"), ("arab", "arabic", "yemeni", "syrian", *_ETHNIC)),
    ("ethnic_group", "Other: Any other ethnic group"): ServedGroup(mark("people from other ethnic groups"), (
        "kurdish", "iranian", "afghan", "refugees", "asylum seekers", "ffoaduriaid", "ceiswyr lloches", *_ETHNIC)),
    ("gender", "female"): ServedGroup(mark("women"), (
        "women", "woman", "women s", "womens", "girls", "mothers", "mums", "women s institute", "merched",
        "menywod", "merched y wawr")),
    ("gender", "male"): ServedGroup(mark("men"), (
        "men", "men s", "mens", "fathers", "dads", "men s shed", "mens shed", "dynion", "tadau")),
    ("gender", "non-binary"): ServedGroup(mark("non-binary people"), (
        "non binary", "nonbinary", "transgender", "trans people", "gender diverse", "anneuaidd",
        "trawsryweddol", *_LGBT)),
    ("gender", "in another way"): ServedGroup(mark("trans and gender diverse people"), (
        "transgender", "trans people", "trans women", "trans men", "intersex", "gender diverse", "trawsryweddol",
        *_LGBT)),
    ("sexual_orientation", "gay or lesbian"): ServedGroup(mark("gay and lesbian people"), (
        "gay", "lesbian", "lesbians", "hoyw", "lesbiaidd", *_LGBT)),
    ("sexual_orientation", "bisexual"): ServedGroup(mark("bisexual people"), ("bisexual", "deurywiol", *_LGBT)),
    ("sexual_orientation", "all other sexual orientations"): ServedGroup(mark("LGBT people"), (
        "pansexual", "asexual", *_LGBT)),
    ("religion", "Christian"): ServedGroup(mark("Christians"), (
        "christian", "christians", "christianity", "congregation", "cristnogol", "cristnogion", "cynulleidfa")),
    ("religion", "Buddhist"): ServedGroup(mark("Buddhists"), ("buddhist", "buddhists", "bwdhaidd")),
    ("religion", "Hindu"): ServedGroup(mark("Hindus"), ("hindu", "hindus", "mandir", "hindwaidd")),
    ("religion", "Jewish"): ServedGroup(mark("Jewish people"), ("jewish", "synagogue", "iddewig")),
    ("religion", "Muslim"): ServedGroup(mark("Muslims"), (
        "muslim", "muslims", "islamic", "mosque", "masjid", "mwslimaidd", "mosg")),
    ("religion", "Sikh"): ServedGroup(mark("Sikhs"), ("sikh", "sikhs", "gurdwara", "sikhaidd")),
    ("language", "Welsh"): ServedGroup(mark("Welsh speakers"), (
        "welsh speakers", "welsh speaking", "welsh language", "welsh learners", "cymraeg", "cymry cymraeg",
        "dysgwyr", "merched y wawr", "papur bro", "menter iaith")),
    ("language", "British Sign Language"): ServedGroup(mark("people who sign"), (
        "bsl", "sign language", "signing group", "deaf", "iaith arwyddion", "byddar")),
    **{("age_band", band): ServedGroup(mark("older people"), _OLDER) for band in ("65-74", "75-84", "85+")},
    ("age_band", "50-64"): ServedGroup(mark("people over 50"), ("over 50s", "over fifties", "older workers")),
    ("age_band", "16-24"): ServedGroup(mark("young people"), _YOUNG),
    ("age_band", "25-34"): ServedGroup(mark("young adults"), ("young adults", "young parents", "new parents")),
    ("age_band", "0-15"): ServedGroup(mark("children and families"), (
        "children", "families", "parents", "toddlers", "parent and toddler", "i blant", "teuluoedd", "rhieni")),
}  # fmt: skip
"""Groups by characteristic and category: those of `CATEGORIES`, and some that a census does not count.

A group without a row, such as people who are not disabled, is not looked for: nobody is put first for it.
"""
