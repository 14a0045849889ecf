"""What a list of assets may hold: the fields and the headings people give them, and words that keep a row out."""

from __future__ import annotations

from dataclasses import dataclass

from assetmap.messages import mark


@dataclass(frozen=True)
class AssetField:
    """One field of an asset and the column headings that hold it, normalised, English and Welsh, best first.

    Attributes
    ----------
    private
        Never leaves the register: not on a map, feed, print or page that is shown.
    many
        All columns with such a heading are put together; else only the best one is taken.
    plain_fact
        Kept as a fact of the asset as it is written; the others steer the import.
    """

    name: str
    label: str
    synonyms: tuple[str, ...]
    private: bool = False
    many: bool = False
    plain_fact: bool = False


ASSET_FIELDS: tuple[AssetField, ...] = (
    AssetField("id", mark("Its own number"), ("osm id", "id", "asset id", "ref", "reference", "uid", "unique id",
                                         "service id", "cyfeirnod")),
    AssetField("name", mark("Name"), ("name", "name of group", "group name", "title", "venue name", "library name",
                                "service name", "organisation name", "organisation", "group", "venue", "library",
                                "enw", "enw r grwp", "enw y grwp", "enw y llyfrgell")),
    AssetField("name_cy", mark("Name in Welsh"), ("name cy", "welsh name", "enw cymraeg", "name welsh", "enw",
                                                  "enw r grwp", "enw y grwp", "enw y llyfrgell"), plain_fact=True),
    AssetField("name_gd", mark("Name in Gaelic"), ("name gd", "gaelic name"), plain_fact=True),
    AssetField("kind", mark("Kind"), ("kind", "what is it", "asset type", "type of asset", "type", "category",
                                "type of library", "math", "categori")),
    AssetField("where", mark("Where it is met"), ("where", "how it is met", "delivery", "how to meet")),
    AssetField("address", mark("Address"), ("address", "where they meet", "address 1", "address 2", "address 3",
                                      "address line 1", "address line 2", "address line 3", "addr unit",
                                      "addr housename", "addr housenumber", "addr substreet", "addr street",
                                      "addr place", "addr locality", "addr city", "street", "town", "location",
                                      "community", "cyfeiriad", "cyfeiriad 1", "cyfeiriad 2", "cyfeiriad 3", "tref",
                                      "lleoliad"), many=True),
    AssetField("postcode", mark("Postcode"), ("postcode", "post code", "addr postcode", "postal code", "zip",
               "cod post",
                                        "codpost")),
    AssetField("latitude", mark("Latitude"), ("latitude", "lat", "geoy", "lledred", "y")),
    AssetField("longitude", mark("Longitude"), ("longitude", "lon", "long", "lng", "geox", "hydred", "x")),
    AssetField("easting", mark("Easting"), ("easting", "eastings", "ea")),
    AssetField("northing", mark("Northing"), ("northing", "northings", "no")),
    AssetField("phone", mark("Telephone"), ("phone", "tel", "tel no", "telephone", "phone number", "telephone number",
                                      "contact phone", "contact number", "ffon", "rhif ffon"), many=True),
    AssetField("email", mark("E-mail"), ("email", "e mail", "email address", "contact e mail", "contact email", "ebost",
                                   "e bost")),
    AssetField("website", mark("Website"), ("website", "url", "web", "web site", "contact website", "gwefan"),
               plain_fact=True),
    AssetField("opening_hours", mark("When"), ("opening hours", "when", "when open", "times", "hours", "service times",
                                         "pryd", "oriau agor"), plain_fact=True),
    AssetField("description", mark("What it offers"), ("description", "about", "what they do", "summary", "disgrifiad"),
               plain_fact=True),
    AssetField("who_for", mark("Who it is for"), ("who is it for", "who for", "for whom", "audience", "i bwy"),
               plain_fact=True),
    AssetField("checked_on", mark("Last checked"), ("last checked", "checked on", "date checked", "check date",
                                              "survey date", "dyddiad gwirio")),
    AssetField("visibility", mark("Who may see it"), ("visibility", "who may see it", "pwy gaiff weld")),
    AssetField("agreed_by", mark("Who agreed"), ("agreed by", "who agreed", "cytunwyd gan")),
    AssetField("agreed_on", mark("When they agreed"), ("agreed on", "date agreed", "cytunwyd ar")),
    AssetField("may_be_shown_to", mark("To whom it may be shown"), ("may be shown to", "shown to")),
    AssetField("source", mark("Which list it came from"), ("source list",)),
    AssetField("mobile", mark("Personal mobile"), ("mobile", "mobile number", "personal mobile", "symudol"),
               private=True),
    AssetField("contact_name", mark("Contact person"), ("contact", "contact name", "contact person", "key holder",
                                                  "keyholder", "who holds the key", "secretary", "cyswllt"),
               private=True, many=True),
    AssetField("personal_email", mark("Personal e-mail"), ("personal email", "personal e mail"), private=True),
)  # fmt: skip

ASSET_FIELD_BY_NAME: dict[str, AssetField] = {row.name: row for row in ASSET_FIELDS}

# Fields that only mean something together: with one of them alone, the column is not taken for it.
FIELD_PAIRS: tuple[tuple[str, str], ...] = (("latitude", "longitude"), ("easting", "northing"))

# Places never located or published, in lists without tags: whole words of a name, kind or detail, normalised. Sure.
NEVER_LOCATED_WORDS: tuple[str, ...] = (
    "womens refuge", "women s refuge", "womens refuges", "women s refuges", "refuge for women", "refuges for women",
    "mens refuge", "men s refuge", "family refuge", "domestic abuse refuge", "domestic abuse refuges",
    "domestic violence refuge", "domestic violence refuges", "refuge accommodation", "refuge space", "refuge spaces",
    "safe house", "safe houses", "safehouse", "safehouses",
    "asylum accommodation", "asylum seeker accommodation", "asylum seekers accommodation", "asylum hostel",
    "asylum hotel", "asylum seekers hostel", "hostel for asylum seekers", "accommodation for asylum seekers",
    "refugee hostel", "hostel for refugees", "refugee accommodation", "initial accommodation",
    "dispersal accommodation", "immigration removal centre", "detention centre",
    "childrens home", "childrens homes", "children s home", "children s homes", "residential child care home",
    "secure unit", "secure childrens home", "secure children s home",
    "hmp", "hmyoi", "hm prison", "hm prisons", "prison", "prisons", "young offender", "young offenders institution",
    "approved premises", "bail hostel", "bail hostels", "probation hostel", "probation hostels",
    "traveller site", "traveller sites", "travellers site", "travellers sites", "traveller s site",
    "gypsy site", "gypsy sites", "gypsy and traveller site", "gypsy and traveller sites", "halting site",
    "halting sites",
    "lloches i ferched", "lloches i fenywod", "lloches i deuluoedd", "lloches merched", "lloches menywod",
    "lloches cam drin domestig", "lloches trais domestig", "llety lloches", "llety ceiswyr lloches",
    "hostel ceiswyr lloches", "ty diogel", "tai diogel",
    "cartref plant", "cartrefi plant", "cartref i blant", "cartrefi i blant", "uned ddiogel",
    "carchar", "carchardai", "sefydliad troseddwyr ifanc", "hostel mechniaeth", "mangre a gymeradwywyd",
    "safle teithwyr", "safleoedd teithwyr", "safle sipsiwn", "safleoedd sipsiwn", "safle sipsiwn a theithwyr",
)  # fmt: skip

# Words that may mean such a place and often mean another ("Refuge Assurance building"): in a name, kind or detail.
NEVER_LOCATED_DOUBTFUL_WORDS: tuple[str, ...] = ("refuge", "refuges", "lloches", "llochesi", "asylum")

# Words of the tables above that say nothing about the place itself where they stand in a description or address:
# "We visit people in prison", "4 Old Prison Lane".
NEVER_LOCATED_NOT_IN_TEXTS: frozenset[str] = frozenset({
    "asylum", "prison", "prisons", "young offender", "carchar", "carchardai",
})  # fmt: skip

# Whole phrases in which such a word speaks of people who seek refuge, not of a place.
SEEKING_REFUGE_WORDS: tuple[str, ...] = (
    "asylum seeker", "asylum seekers", "seeking asylum", "ceisiwr lloches", "geisiwr lloches", "ceiswyr lloches",
    "geiswyr lloches", "cheiswyr lloches", "ceisio lloches",
)  # fmt: skip

# A UK number that begins so, from its leading zero, is somebody's own (Ofcom, 07 numbers; the islands' mobiles too).
MOBILE_START = "07"
UK_COUNTRY_CODE = "44"
# A UK number of ten digits that begins so lost its leading zero in a spreadsheet.
LOST_ZERO_STARTS: tuple[str, ...] = ("1", "2", "3", "7", "8")
UK_NUMBER_DIGITS_WITHOUT_ZERO = 10

# Addresses that a person, not a group, usually holds; kept private. Their subdomains too.
PERSONAL_EMAIL_HOSTS: frozenset[str] = frozenset({
    "icloud.com", "me.com", "mac.com", "aol.com", "aol.co.uk", "btinternet.com", "btopenworld.com", "sky.com",
    "talktalk.net", "talktalk.co.uk", "virginmedia.com", "virgin.net", "ntlworld.com", "blueyonder.co.uk",
    "tiscali.co.uk", "tiscali.com", "manx.net", "protonmail.com", "proton.me", "pm.me", "mail.com", "fastmail.com",
    "rocketmail.com", "tutanota.com", "tuta.com", "zohomail.eu", "zoho.com", "o2.co.uk", "orange.net", "wanadoo.fr",
    "freeserve.co.uk", "plus.com", "plusnet.com", "lineone.net", "supanet.com", "uwclub.net", "hushmail.com",
    "madasafish.com", "onetel.com", "fsmail.net", "email.com", "duck.com",
})  # fmt: skip
# Providers with an ending for each country: hotmail.co.uk, yahoo.fr.
PERSONAL_EMAIL_PROVIDERS: frozenset[str] = frozenset({
    "gmail", "googlemail", "hotmail", "outlook", "live", "msn", "yahoo", "ymail", "gmx",
})  # fmt: skip

# Facts that anybody may read, in which people write a mobile or their own e-mail address all the same.
FREE_TEXT_FACTS: tuple[str, ...] = (
    "name", "name_cy", "name_gd", "detail", "address", "opening_hours", "description", "who_for",
)  # fmt: skip

FIX_REASON_HEADING = "What to mend"
FIX_SOURCE_HEADING = "Source list"
"""Headings a fix file has beside the list's own; the second brings its rows back to the list they came from."""

IDENTITY_DECIMALS = 4
"""Decimals of a coordinate that tell two assets of one name apart: about ten metres."""

LEADING_WORDS: frozenset[str] = frozenset({"the", "y", "yr"})
"""Words at the front of a name that tell nothing: 'The Hall' and 'Hall' are alike."""

LIKENESS_DECIMALS = 3
"""Decimals of a coordinate by which an asset that asked to be off the map is known again: about 100 metres."""

LIKENESS_NEAR_KM = 0.5
"""A row of the same name this near may be the one that asked to be off the map."""

FAR_OUTSIDE_KM = 50
"""A point further than this from the place is asked about and not put on the map."""

NULL_ISLAND_DEGREES = 0.01
"""Coordinates this near to 0, 0 are a blank that a program filled in."""

# Bounds (west, south, east, north, degrees) inside which exchanged coordinates are told as such.
BRITISH_ISLES = (-11.0, 49.0, 2.5, 61.5)
# Largest easting and northing of the British National Grid, metres.
GRID_EAST_LIMIT_M, GRID_NORTH_LIMIT_M = 700_000, 1_300_000
