"""What a venue may offer so that everyone can come in, take part and go home: one row a feature.

The words of each question describe the building, never a person. To add a feature, add a row here and a line
in ``docs/access-features.md``; everything else (import columns, questions, filters) follows from the table.
Sources of the list: SCIE's checklist for accessible events, OpenStreetMap's and A11yJSON's vocabularies.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from assetmap.messages import mark


class Answer(StrEnum):
    """What is recorded about one feature. A blank is 'not recorded': neither yes nor no."""

    YES = mark("yes")
    PARTLY = mark("partly")
    NO = mark("no")
    NOT_RECORDED = mark("not recorded")


ANSWER_WORDS: dict[Answer, frozenset[str]] = {
    Answer.YES: frozenset(
        {
            "yes",
            "y",
            "true",
            "1",
            "full",
            "designated",
            "available",
            "ie",
            "oes",
            "ydy",
            "ydi",
            "oui",
            "✓",
            "✔",
        }
    ),
    Answer.PARTLY: frozenset(
        {"partly", "part", "partially", "partial", "limited", "some", "in part", "rhannol", "yn rhannol"}
    ),
    Answer.NO: frozenset({"no", "n", "false", "0", "none", "not available", "na", "nac oes", "nag oes", "dim", "nage"}),
    Answer.NOT_RECORDED: frozenset(
        {
            "",
            "-",
            "?",
            "unknown",
            "not known",
            "not recorded",
            "don't know",
            "dont know",
            "tbc",
            "n/a",
            "nk",
            "ddim yn gwybod",
        }
    ),
}


@dataclass(frozen=True)
class AccessFeature:
    """One thing a venue may offer.

    Attributes
    ----------
    name
        Stable key, used on the command line (``--need step_free_entrance``).
    label
        Plain words for a page.
    question
        What to ask the venue.
    osm
        OpenStreetMap tag keys that answer it, best first; values are read by ``OSM_ANSWERS``.
    a11yjson
        Path under ``properties.accessibility`` in A11yJSON; empty where there is none.
    synonyms
        Column headings, normalised, in English and Welsh.
    stage
        Which part of taking part it serves: get there, come in, be heard, stay.
    counted
        A number is an answer: none is no, one or more is yes.
    osm_unclear
        OpenStreetMap values that say something else: ``dog=no`` does not speak of assistance dogs.
    """

    name: str
    label: str
    question: str
    osm: tuple[str, ...] = ()
    a11yjson: str = ""
    synonyms: tuple[str, ...] = ()
    stage: str = "come in"
    counted: bool = False
    osm_unclear: frozenset[str] = frozenset()


OSM_ANSWERS: dict[str, Answer] = {
    "yes": Answer.YES,
    "designated": Answer.YES,
    "limited": Answer.PARTLY,
    "partial": Answer.PARTLY,
    "no": Answer.NO,
    "wlan": Answer.YES,
    "button": Answer.YES,
    "motion": Answer.YES,
}

ACCESS_FEATURES: tuple[AccessFeature, ...] = (
    AccessFeature(
        "step_free_entrance",
        mark("Step-free way in"),
        mark("Can you get from the street or drop-off to the meeting room without a step? If not, how high is it?"),
        ("wheelchair", "ramp:wheelchair"),
        "accessibleWith.wheelchair",
        (
            "level access",
            "step free",
            "step-free entrance",
            "step free access",
            "wheelchair access",
            "wheelchair",
            "wheelchair accessible",
            "ramp",
            "disabled access",
            "mynediad gwastad",
            "mynediad cadair olwyn",
            "mynediad i gadeiriau olwyn",
        ),
    ),
    AccessFeature(
        "accessible_toilet",
        mark("Accessible toilet"),
        mark("Is there a toilet that somebody using a wheelchair can use? Which side is the space beside it?"),
        ("toilets:wheelchair",),
        "restrooms.isAccessibleWithWheelchair",
        (
            "accessible toilet",
            "toilet accessible",
            "disabled toilet",
            "accessible wc",
            "wheelchair toilet",
            "toiled hygyrch",
            "toiled anabl",
        ),
    ),
    AccessFeature(
        "changing_places_toilet",
        mark("Changing Places toilet"),
        mark("Is there a Changing Places toilet with a hoist and an adult-sized bench?"),
        ("changing_table:adult",),
        "restrooms.hasChangingTableForAdults",
        ("changing places", "changing places toilet", "adult changing", "hoist"),
    ),
    AccessFeature(
        "hearing_loop",
        mark("Hearing loop"),
        mark("Is there a hearing loop, and somebody who can switch it on and test it?"),
        ("audio_loop", "hearing_loop"),
        "hasInductionLoop",
        ("hearing loop", "loop", "induction loop", "audio loop", "dolen clyw", "dolen glyw"),
        "be heard",
    ),
    AccessFeature(
        "blue_badge_parking",
        mark("Blue Badge parking"),
        mark("How many Blue Badge spaces are within 50 metres of the door, and on what surface?"),
        ("capacity:disabled", "parking:disabled"),
        "parking.forWheelchairUsers.count",
        (
            "blue badge parking",
            "blue badge",
            "disabled parking",
            "accessible parking",
            "parcio bathodyn glas",
            "parcio i bobl anabl",
        ),
        "get there",
        counted=True,
    ),
    AccessFeature(
        "wide_doors",
        mark("Wide doors"),
        mark("Are the doors to the room and the toilet at least 75 cm wide?"),
        (),
        "entrances.door.width",
        ("wide doors", "door width", "wide doorways", "drysau llydan"),
    ),
    AccessFeature(
        "automatic_door",
        mark("Door that opens by itself"),
        mark("Does the front door open by itself or with a button?"),
        ("automatic_door",),
        "entrances.door.isAutomatic",
        ("automatic door", "automatic doors", "drws awtomatig"),
    ),
    AccessFeature(
        "lift",
        mark("Lift, or all on one level"),
        mark("Is the room on the level of the entrance, or is there a lift that works?"),
        ("elevator",),
        "",
        ("lift", "elevator", "all on one level", "ground floor", "lifft"),
    ),
    AccessFeature(
        "tactile_paving",
        mark("Markings to feel underfoot"),
        mark("Are steps and crossings on the way in marked so that they can be felt underfoot?"),
        ("tactile_paving",),
        "",
        ("tactile paving", "tactile markings", "palmant cyffyrddol"),
    ),
    AccessFeature(
        "quiet_room",
        mark("Quiet room"),
        mark("Is there a quiet room where somebody can take a break?"),
        (),
        "hasLowStimulusEnvironment",
        ("quiet room", "quiet space", "breakout room", "ystafell dawel"),
        "be heard",
    ),
    AccessFeature(
        "good_lighting",
        mark("Good lighting"),
        mark("Is the room lit well enough to lip-read, and the way to the door lit after dark?"),
        ("lit",),
        "",
        ("lighting", "good lighting", "well lit", "goleuo da"),
        "be heard",
    ),
    AccessFeature(
        "seats_with_arms",
        mark("Seats with arms"),
        mark("Are there chairs with arms and backs?"),
        (),
        "",
        ("seats with arms", "chairs with arms", "seating", "cadeiriau a breichiau"),
        "stay",
    ),
    AccessFeature(
        "assistance_dogs",
        mark("Assistance dogs welcome"),
        mark("Are assistance dogs welcome, and is there water and somewhere to exercise them?"),
        ("dog",),
        "animalPolicy.allowsAssistanceDogs",
        ("assistance dogs", "guide dogs", "dogs welcome", "cwn cymorth"),
        "stay",
        osm_unclear=frozenset({"no", "outside", "leashed"}),
    ),
    AccessFeature(
        "wifi",
        mark("Wifi for joining online"),
        mark("Is the wifi good enough for people to join online?"),
        ("internet_access",),
        "wifi",
        ("wifi", "wi-fi", "wi fi provision", "wi-fi provision", "internet", "broadband"),
        "be heard",
    ),
    AccessFeature(
        "heating",
        mark("Warm room"),
        mark("Can the room be warm before people arrive?"),
        (),
        "",
        ("heating", "warm", "gwres"),
        "stay",
    ),
)

ACCESS_FEATURE_BY_NAME: dict[str, AccessFeature] = {feature.name: feature for feature in ACCESS_FEATURES}
