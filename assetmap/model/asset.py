"""The words for assets: kinds, where they are found, who may see them, and how OpenStreetMap names them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from assetmap.messages import mark
from assetmap.model.asset_fields import ASSET_FIELD_BY_NAME, ASSET_FIELDS, AssetField

__all__ = [
    "ASSET_FIELDS", "ASSET_FIELD_BY_NAME", "ASSET_KINDS", "ASSET_KIND_BY_NAME", "NEVER_LOCATED_OSM",
    "OSM_ASSET_RULES", "WHERE_WORDS", "AccessFact", "Agreement", "Asset", "AssetField", "AssetKind", "Fact",
    "LocatedBy", "OsmAssetRule", "Status", "Visibility", "Where",
]  # fmt: skip


@dataclass(frozen=True)
class AssetKind:
    """One kind of asset.

    Attributes
    ----------
    name
        Stable key, used on the command line (``--kind time_bank``).
    label, plural
        Plain words for a page.
    meaning
        One sentence that tells it from its neighbours.
    open_referral
        What the UK profile of Open Referral would call it.
    words
        What people write in a "type" column for it, normalised, English and Welsh.
    about_people
        True where the offer is a person's: placed by area only, reached through a host group.
    """

    name: str
    label: str
    plural: str
    meaning: str
    open_referral: str
    words: tuple[str, ...]
    about_people: bool = False


ASSET_KINDS: tuple[AssetKind, ...] = (
    AssetKind("group", mark("Group"), mark("Groups"), mark("People who meet around something they share."),
              "service",
              ("group", "club", "society", "association", "community group", "grwp", "clwb", "cymdeithas",
               "choir", "coffee morning", "lunch club", "forum", "memory cafe", "dementia cafe", "repair cafe",
               "men s shed", "mens shed", "class", "circle", "allotments")),
    AssetKind("venue", mark("Venue"), mark("Venues"), mark("A room or place where people can meet."),
              "location",
              ("venue", "hall", "village hall", "community hall", "community centre", "library", "church hall",
               "church", "chapel", "place of worship", "school hall", "room", "meeting place", "lleoliad",
               "neuadd", "llyfrgell", "canolfan gymunedol", "eglwys", "capel", "mosque", "temple", "synagogue",
               "memorial hall", "institute", "pub", "cafe", "leisure centre", "arts centre")),
    AssetKind("time_bank", mark("Time bank"), mark("Time banks"),
              mark("People who exchange help, one hour for one hour."),
              "service",
              ("time bank", "timebank", "time banking", "time credits", "banc amser")),
    AssetKind("user_led_organisation", mark("User-led organisation"), mark("User-led organisations"),
              mark("An organisation run by the people it is for."),
              "organization",
              ("user led organisation", "user-led organisation", "ulo", "disabled people's organisation", "dpo",
               "user led", "run by members", "sefydliad dan arweiniad defnyddwyr")),
    AssetKind("service", mark("Service"), mark("Services"), mark("Help or support that an organisation gives."),
              "service",
              ("service", "support service", "advice", "charity", "advice centre", "clinic", "health centre",
               "transport", "dial a ride", "community transport", "food bank", "foodbank", "banc bwyd",
               "gwasanaeth", "elusen", "mobile library")),
    AssetKind("skill", mark("Skill"), mark("Skills"),
              mark("Something a person or group can do or teach and is glad to offer."),
              "service",
              ("skill", "skills", "skill share", "talent", "sgil", "sgiliau"), about_people=True),
    AssetKind("peer_support", mark("Peer support"), mark("Peer support"),
              mark("People who support each other from shared experience."),
              "service",
              ("peer support", "self help", "self-help", "mutual aid", "support group", "buddy",
               "cefnogaeth cyfoedion"), about_people=True),
    AssetKind("word_of_mouth", mark("How word gets round"), mark("How word gets round"),
              mark("Where news travels: a notice board, a radio station, a shop."),
              "location",
              ("how word gets round", "notice board", "noticeboard", "radio", "radio station", "shop",
               "newsletter", "post office", "hysbysfwrdd", "siop")),
)  # fmt: skip

ASSET_KIND_BY_NAME: dict[str, AssetKind] = {kind.name: kind for kind in ASSET_KINDS}


class Where(StrEnum):
    """How an asset is met."""

    PLACE = mark("a place")
    MOVES_AROUND = mark("moves around")
    COMES_TO_YOU = mark("comes to you")
    ONLINE = mark("online")
    PHONE = mark("by phone")
    PRIVATE = mark("private")


WHERE_WORDS: dict[Where, tuple[str, ...]] = {
    Where.PLACE: ("a place", "place", "fixed", "venue", "building", "physical"),
    Where.MOVES_AROUND: (
        "moves around",
        "mobile",
        "various",
        "various venues",
        "different places",
        "rotates",
    ),
    Where.COMES_TO_YOU: ("comes to you", "home visits", "outreach", "at home", "delivered", "we visit"),
    Where.ONLINE: ("online", "virtual", "zoom", "web", "ar lein", "ar-lein", "facebook"),
    Where.PHONE: ("by phone", "phone", "telephone", "helpline", "phone line", "dros y ffon"),
    Where.PRIVATE: ("private", "private address", "area only", "home based", "confidential", "preifat"),
}


class Visibility(StrEnum):
    """Who may see an asset. Everything starts as only us; public needs who agreed and when."""

    ONLY_US = mark("only us")
    PARTNERS = mark("partners")
    PUBLIC = mark("public")


class Status(StrEnum):
    """Whether an asset is in use. One that asked to be off the map is not kept at all: only its key is."""

    OPEN = mark("open")
    HIDDEN = mark("hidden")
    CLOSED = mark("closed")


class LocatedBy(StrEnum):
    """How an asset's point was found; 'area' and 'nothing' have none."""

    COORDINATES = mark("coordinates")
    POSTCODE = mark("postcode")
    BY_HAND = mark("by hand")
    AREA = mark("area only")
    NOTHING = mark("without a location")


@dataclass(frozen=True)
class OsmAssetRule:
    """One row of how OpenStreetMap names an asset: all ``tags`` must match; an empty set means any value."""

    kind: str
    detail: str
    tags: Mapping[str, frozenset[str]]


def _rule(kind: str, detail: str, **tags: str) -> OsmAssetRule:
    """Write a rule shortly: values separated by |, * for any."""
    wanted = {
        key.replace("__", ":"): frozenset() if text == "*" else frozenset(text.split("|")) for key, text in tags.items()
    }
    return OsmAssetRule(kind, detail, wanted)


# First match wins.
OSM_ASSET_RULES: tuple[OsmAssetRule, ...] = (
    _rule("venue", "community centre", amenity="community_centre"),
    _rule("venue", "library", amenity="library"),
    _rule("venue", "place of worship", amenity="place_of_worship"),
    _rule("venue", "social centre", amenity="social_centre"),
    _rule("venue", "town hall", amenity="townhall"),
    _rule("venue", "arts centre", amenity="arts_centre"),
    _rule("venue", "conference centre", amenity="conference_centre"),
    _rule("venue", "events venue", amenity="events_venue"),
    _rule("venue", "sports centre", leisure="sports_centre|sports_hall"),
    _rule("service", "social facility", amenity="social_facility"),
    _rule("service", "charity or association", office="charity|ngo|association|foundation"),
    _rule("group", "club", club="*"),
    _rule("group", "allotments", landuse="allotments"),
    _rule("word_of_mouth", "charity shop", shop="charity"),
    _rule("word_of_mouth", "notice board", information="board", tourism="information", board_type="notice"),
    _rule("word_of_mouth", "notice board", advertising="board"),
    _rule("word_of_mouth", "radio studio", amenity="studio", studio="radio"),
    _rule("word_of_mouth", "village shop", shop="convenience|general"),
    _rule("word_of_mouth", "post office", amenity="post_office"),
)

# Places never located or published, in any import: any row that matches is counted and left out of the register.
# A tag that lists several values ('women;abused') matches by each of them; children's homes match by whom they are for.
NEVER_LOCATED_OSM: tuple[OsmAssetRule, ...] = (
    _rule("service", "shelter", social_facility="shelter"),
    _rule(
        "service",
        "place of safety",
        social_facility__for="abused|refugee|asylum_seeker|displaced|migrant|victim|child|juvenile|orphan",
    ),
    _rule("service", "prison", amenity="prison"),
    _rule("service", "refugee site", amenity="refugee_site"),
    _rule("service", "Traveller site", landuse="residential", residential="halting_site|gypsy|traveller_site"),
)


@dataclass(frozen=True, slots=True)
class Fact:
    """One value with where and when it came from; ``by_hand`` facts are never overwritten by an import."""

    value: Any
    source: str
    as_at: str
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class AccessFact:
    """What is recorded about one access feature of one venue."""

    answer: str
    source: str
    as_at: str
    detail: str = ""
    by_hand: bool = False
    out_since: str = ""
    out_until: str = ""


@dataclass(frozen=True)
class Agreement:
    """Who agreed that an asset may be shown, when, and to whom."""

    agreed_by: str
    agreed_on: str
    may_be_shown_to: str = ""


@dataclass(frozen=True)
class Asset:
    """One thing a community has.

    Attributes
    ----------
    id
        Ours, a uuid as text; stays with the asset for ever.
    source, source_key
        Which list it came from and what tells it apart there; together they make a second import find it again.
    kind, where, visibility, status, located_by
        Values of the enums above.
    lat, lon
        Degrees; None where there is no point (private, without a location).
    area_id
        The place's area it lies in, empty where none is known.
    fields
        Public facts by field name (name, address, postcode, phone...).
    access
        Access facts by feature name; a feature that is absent is not recorded.
    private
        Private facts and unrecognised columns; never leave the register.
    """

    id: str
    source: str
    source_key: str
    kind: str
    where: str = Where.PLACE
    visibility: str = Visibility.ONLY_US
    status: str = Status.OPEN
    located_by: str = LocatedBy.NOTHING
    lat: float | None = None
    lon: float | None = None
    area_id: str = ""
    fields: dict[str, Fact] = field(default_factory=dict)
    access: dict[str, AccessFact] = field(default_factory=dict)
    private: dict[str, Fact] = field(default_factory=dict)
    agreement: Agreement | None = None

    def text(self, name: str) -> str:
        """Return the value of a public field as text, empty where not recorded."""
        fact = self.fields.get(name)
        return "" if fact is None else str(fact.value)
