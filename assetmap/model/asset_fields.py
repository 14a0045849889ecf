"""What a list of assets may hold: the fields and the headings people give them, and words that keep a row out."""

from __future__ import annotations

from dataclasses import dataclass


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
    AssetField("id", "Its own number", ("osm id", "id", "asset id", "ref", "reference", "uid", "unique id",
                                         "service id", "cyfeirnod")),
    AssetField("name", "Name", ("name", "name of group", "group name", "title", "venue name", "library name",
                                "service name", "organisation name", "organisation", "group", "venue", "library",
                                "enw", "enw r grwp", "enw y grwp", "enw y llyfrgell")),
    AssetField("name_cy", "Name in Welsh", ("name cy", "welsh name", "enw cymraeg", "name welsh", "enw",
                                                  "enw r grwp", "enw y grwp", "enw y llyfrgell"), plain_fact=True),
    AssetField("name_gd", "Name in Gaelic", ("name gd", "gaelic name"), plain_fact=True),
    AssetField("kind", "Kind", ("kind", "what is it", "asset type", "type of asset", "type", "category",
                                "type of library", "math", "categori")),
    AssetField("where", "Where it is met", ("where", "how it is met", "delivery", "how to meet")),
    AssetField("address", "Address", ("address", "where they meet", "address 1", "address 2", "address 3",
                                      "address line 1", "address line 2", "address line 3", "addr unit",
                                      "addr housename", "addr housenumber", "addr substreet", "addr street",
                                      "addr place", "addr locality", "addr city", "street", "town", "location",
                                      "community", "cyfeiriad", "cyfeiriad 1", "cyfeiriad 2", "cyfeiriad 3", "tref",
                                      "lleoliad"), many=True),
    AssetField("postcode", "Postcode", ("postcode", "post code", "addr postcode", "postal code", "zip", "cod post",
                                        "codpost")),
    AssetField("latitude", "Latitude", ("latitude", "lat", "geoy", "lledred", "y")),
    AssetField("longitude", "Longitude", ("longitude", "lon", "long", "lng", "geox", "hydred", "x")),
    AssetField("easting", "Easting", ("easting", "eastings", "ea")),
    AssetField("northing", "Northing", ("northing", "northings", "no")),
    AssetField("phone", "Telephone", ("phone", "tel", "tel no", "telephone", "phone number", "telephone number",
                                      "contact phone", "contact number", "ffon", "rhif ffon"), many=True),
    AssetField("email", "E-mail", ("email", "e mail", "email address", "contact e mail", "contact email", "ebost",
                                   "e bost")),
    AssetField("website", "Website", ("website", "url", "web", "web site", "contact website", "gwefan"),
               plain_fact=True),
    AssetField("opening_hours", "When", ("opening hours", "when", "when open", "times", "hours", "service times",
                                         "pryd", "oriau agor"), plain_fact=True),
    AssetField("description", "What it offers", ("description", "about", "what they do", "summary", "disgrifiad"),
               plain_fact=True),
    AssetField("who_for", "Who it is for", ("who is it for", "who for", "for whom", "audience", "i bwy"),
               plain_fact=True),
    AssetField("checked_on", "Last checked", ("last checked", "checked on", "date checked", "check date",
                                              "survey date", "dyddiad gwirio")),
    AssetField("visibility", "Who may see it", ("visibility", "who may see it", "pwy gaiff weld")),
    AssetField("agreed_by", "Who agreed", ("agreed by", "who agreed", "cytunwyd gan")),
    AssetField("agreed_on", "When they agreed", ("agreed on", "date agreed", "cytunwyd ar")),
    AssetField("may_be_shown_to", "To whom it may be shown", ("may be shown to", "shown to")),
    AssetField("source", "Which list it came from", ("source list",)),
    AssetField("mobile", "Personal mobile", ("mobile", "mobile number", "personal mobile", "symudol"), private=True),
    AssetField("contact_name", "Contact person", ("contact", "contact name", "contact person", "key holder",
                                                  "keyholder", "who holds the key", "secretary", "cyswllt"),
               private=True, many=True),
    AssetField("personal_email", "Personal e-mail", ("personal email", "personal e mail"), private=True),
)  # fmt: skip

ASSET_FIELD_BY_NAME: dict[str, AssetField] = {row.name: row for row in ASSET_FIELDS}

# Fields that only mean something together: with one of them alone, the column is not taken for it.
FIELD_PAIRS: tuple[tuple[str, str], ...] = (("latitude", "longitude"), ("easting", "northing"))

# Places never located or published, in lists without tags: whole words looked for in a name or type, normalised.
NEVER_LOCATED_WORDS: tuple[str, ...] = (
    "refuge", "womens refuge", "safe house", "asylum", "asylum seekers accommodation", "initial accommodation",
    "childrens home", "children s home", "prison", "hmp", "young offender", "secure unit", "traveller site",
    "travellers site", "gypsy site", "halting site", "approved premises",
)  # fmt: skip

# A number that begins so is somebody's own mobile in the United Kingdom and on the islands (Ofcom, 07 numbers).
MOBILE_STARTS: tuple[str, ...] = ("07", "+447", "00447")
# A UK number of ten digits that begins so lost its leading zero in a spreadsheet.
LOST_ZERO_STARTS: tuple[str, ...] = ("1", "2", "3", "7", "8")
UK_NUMBER_DIGITS_WITHOUT_ZERO = 10

# Addresses that a person, not a group, usually holds; kept private.
PERSONAL_EMAIL_HOSTS: frozenset[str] = frozenset({
    "gmail.com", "googlemail.com", "hotmail.com", "hotmail.co.uk", "outlook.com", "live.co.uk", "live.com", "msn.com",
    "yahoo.com", "yahoo.co.uk", "ymail.com", "icloud.com", "me.com", "aol.com", "btinternet.com", "sky.com",
    "talktalk.net", "virginmedia.com", "ntlworld.com", "manx.net", "protonmail.com", "proton.me",
})  # fmt: skip

FIX_REASON_HEADING = "What to mend"
FIX_SOURCE_HEADING = "Source list"
"""Headings a fix file has beside the list's own; the second brings its rows back to the list they came from."""

IDENTITY_DECIMALS = 4
"""Decimals of a coordinate that tell two assets of one name apart: about ten metres."""

FAR_OUTSIDE_KM = 50
"""A point further than this from the place is asked about and not put on the map."""

NULL_ISLAND_DEGREES = 0.01
"""Coordinates this near to 0, 0 are a blank that a program filled in."""

# Bounds (west, south, east, north, degrees) inside which exchanged coordinates are told as such.
BRITISH_ISLES = (-11.0, 49.0, 2.5, 61.5)
# Largest easting and northing of the British National Grid, metres.
GRID_EAST_LIMIT_M, GRID_NORTH_LIMIT_M = 700_000, 1_300_000
