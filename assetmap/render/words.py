"""A result as plain English: one sentence that answers, one that says what to do next.

Sentences have 20 words or fewer. Names that come from people are shown without invisible marks; whoever writes them
into HTML escapes them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from assetmap.model.access_feature import ACCESS_FEATURE_BY_NAME, ACCESS_FEATURES, Answer
from assetmap.model.asset import ASSET_KIND_BY_NAME, Asset, LocatedBy, Visibility, Where
from assetmap.model.barrier import BARRIER_BY_NAME, VENUE_OFF_STREETS
from assetmap.model.imports import ImportAnswer
from assetmap.model.journey import FAR_METRES, METRES_PER_KM, Way
from assetmap.model.place import PlaceSummary
from assetmap.model.release import PublicFacts, ShareView, WorkingView
from assetmap.model.representation import SHARE_RULE, UNIT_PLURALS, Label, UnitKind
from assetmap.model.text import harmless

Row = Mapping[str, Any]

FEWER: tuple[Label, ...] = (Label.MUCH_FEWER, Label.FEWER)
MODE_WORDS: dict[str, str] = {"walk": "On foot", "drive": "By car"}
NAMES_SHOWN = 3


def count(number: int, one: str, many: str = "") -> str:
    """Write a number with its noun: '1 area', '1,234 areas'; the plural takes an s where none is given."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def join(texts: Iterable[str]) -> str:
    """Join words as a sentence does: 'a, b and c'."""
    words = list(texts)
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""


def name_some(names: Sequence[str]) -> str:
    """Name the first few and count the rest: 'A, B, C and 4 more'."""
    shown = [harmless(name) for name in names[:NAMES_SHOWN]]
    rest = len(names) - len(shown)
    return join([*shown, f"{rest:,} more"] if rest else shown)


def asset_sentences(assets: Sequence[Asset]) -> list[str]:
    """Say how many assets are listed, by kind, and what is still to find out about them."""
    if not assets:
        return ["Nothing is on this list yet.", "Import a list of what you know, or add one thing by hand."]
    kinds: dict[str, int] = {}
    for asset in assets:
        kinds[asset.kind] = kinds.get(asset.kind, 0) + 1
    most = sorted(kinds, key=lambda kind: -kinds[kind])
    parts = [f"{ASSET_KIND_BY_NAME[kind].plural.lower()} ({kinds[kind]:,})" for kind in most[:NAMES_SHOWN]]
    rest = sum(kinds[kind] for kind in most[NAMES_SHOWN:])
    parts += [f"other kinds ({rest:,})"] if rest else []
    return [f"We know of {count(len(assets), 'asset')}: {join(parts)}.", _asset_next(assets)]


def _asset_next(assets: Sequence[Asset]) -> str:
    lost = sum(asset.located_by == LocatedBy.NOTHING and asset.where == Where.PLACE for asset in assets)
    if lost:
        return f"{lost:,} of {len(assets):,} have no location: add a postcode to each."
    unasked = sum(asset.where == Where.PLACE and not asset.access for asset in assets)
    if unasked:
        return f"Nobody has recorded access for {unasked:,} of {len(assets):,}: ask them what they offer."
    unagreed = sum(not is_agreed(asset) for asset in assets)
    if unagreed:
        return f"{unagreed:,} of {len(assets):,} have not agreed to be published: ask them."
    return "Ask people who live here what is missing from this list."


def is_agreed(asset: Asset) -> bool:
    """Tell whether an asset agreed to be published: it is public, and who agreed and when is on record."""
    agreement = asset.agreement
    recorded = agreement is not None and bool(agreement.agreed_by and agreement.agreed_on)
    return recorded and asset.visibility == Visibility.PUBLIC


def private_sentence(assets: Sequence[Asset]) -> str:
    """Return the band for a list that holds assets nobody agreed to publish; empty where all agreed."""
    number = sum(not is_agreed(asset) for asset in assets)
    if not number:
        return ""
    return f"PRIVATE: {number:,} of these {'has' if number == 1 else 'have'} not agreed to be published."


def missing_sentences(view: ShareView[pd.DataFrame] | WorkingView[pd.DataFrame]) -> list[str]:
    """Say from where fewer people came than expected, and what to do next; the notes of the view follow."""
    frame = view.facts
    private = ["PRIVATE: exact numbers about people. Do not pass this on."] if isinstance(view, WorkingView) else []
    return [*private, *missing_answer(frame), *(harmless(note) for note in view.notes)]


def missing_answer(frame: pd.DataFrame) -> list[str]:
    """Say what the table of who came shows, and what to do next."""
    details = frame.attrs.get("details", {})
    if details.get("none_yet"):
        return ["No meetings are in yet.", "Next: assetmap import participation FILE"]
    if frame.empty:
        return ["No areas can be compared yet.", "Add areas or postcodes to this place."]
    kind = UnitKind(details.get("compared_by", UnitKind.AREA))
    labels = frame["label"].fillna("")
    fewer = frame[labels.isin(FEWER)]
    if len(fewer):
        return _missing_fewer(fewer, len(frame), kind)
    if (labels == Label.NONE).all():
        return ["We can show who came, but not compare it with who lives there.", "The reason is in the notes."]
    telling = (labels != Label.TOO_FEW) & (labels != Label.UNKNOWN) & (labels != Label.NONE)
    if not telling.any():
        return _missing_untold(kind)
    return [
        f"No clear difference in {telling.sum():,} of {count(len(frame), kind, UNIT_PLURALS[kind])}.",
        "That does not prove nobody is left out: ask people who live there.",
    ]


def _missing_fewer(fewer: pd.DataFrame, number: int, kind: UnitKind) -> list[str]:
    """Name the places with fewer people than expected, the largest shortfall that is shown first."""
    hidden = (SHARE_RULE.hidden_below - 1) / 2  # the middle of what a hidden count may be
    came = pd.to_numeric(fewer["observed"], errors="coerce").fillna(hidden)
    order = (came - fewer["expected"]).sort_values(kind="stable").index
    of_all = count(number, kind, UNIT_PLURALS[kind])
    return [
        f"Fewer people have come from {len(fewer):,} of {of_all} than we would expect.",
        f"Look first at {name_some(list(fewer.loc[order, 'name']))}.",
        "Who could introduce us there?",
    ]


def _missing_untold(kind: UnitKind) -> list[str]:
    said = f"Too few people have come to tell {UNIT_PLURALS[kind]} apart."
    if kind is UnitKind.PATCH:
        return [said, "Ask people who live there."]
    return [said, "For your own eyes, put neighbouring areas together into patches, and ask people who live there."]


def travel_sentences(answer: PublicFacts[list[dict[str, Any]]]) -> list[str]:
    """Say for each way of travelling from how many places a way there and back was found, and what to do next."""
    if not answer.facts:
        return ["There is nowhere to set out from yet.", "Add areas or postcodes to this place."]
    off = _venue_off(answer.facts)
    if off:
        return off
    modes = dict.fromkeys(mode_of(row) for row in answer.facts)
    said = [_travel_answer(mode, [row for row in answer.facts if mode_of(row) == mode]) for mode in modes]
    return [*said, _travel_next(answer.facts)]


def _venue_off(rows: Sequence[Row]) -> list[str]:
    """Say once that the venue itself is off the map; empty where any row is answered."""
    far = [barrier for row in rows for barrier in row["barriers"] if barrier["barrier"] == VENUE_OFF_STREETS]
    if len(far) < len(rows):
        return []
    known = [metres for barrier in far if (metres := barrier.get("metres")) is not None]
    way = f"{_distance_words(min(known))} from the nearest street on our map" if known else "off our map"
    said = f"The venue is {way}, so we cannot work out a time."
    if known and min(known) > FAR_METRES:
        return [said, "Check its coordinates: a minus sign may be missing, or a digit wrong."]
    return [said, "Check where it lies, or add streets that reach it."]


def _distance_words(metres: float) -> str:
    return f"{metres:,.0f} m" if metres < METRES_PER_KM else f"{round(metres / METRES_PER_KM):,} km"


def mode_of(row: Row) -> str:
    """Return the way of travelling of one travel row as one text."""
    modes = row["modes"]
    return modes if isinstance(modes, str) else "+".join(modes)


def mode_words(mode: str) -> str:
    """Return plain words for a way of travelling, as a sentence begins."""
    return " or ".join(MODE_WORDS.get(part, part) for part in mode.split("+"))


def _travel_answer(mode: str, rows: Sequence[Row]) -> str:
    found = [row for row in rows if row["way_there_and_back"] == Way.FOUND]
    unknown = sum(row["way_there_and_back"] == Way.NOT_KNOWN for row in rows)
    said = f"{mode_words(mode)}, {len(found):,} of {count(len(rows), 'place')} {_have(len(found))} a way there and back"
    times = [minutes for row in found if (minutes := _longest_minutes(row)) is not None]
    longest = f"; the longest takes {count(round(max(times)), 'minute')}" if times else ""
    return f"{said}{longest}." if not unknown else f"{said}; {unknown:,} not known."


def _longest_minutes(row: Row) -> float | None:
    """Return the longest way of one row: of its postcodes where it is answered from them, else its own."""
    longest: float | None = (row.get("postcodes") or {}).get("longest_minutes")
    own = [minutes for minutes in (row["minutes_there"], row.get("minutes_back")) if minutes is not None]
    return max(own, default=None) if longest is None else longest


def _have(number: int) -> str:
    return "has" if number == 1 else "have"


def _travel_next(rows: Sequence[Row]) -> str:
    left: dict[str, bool] = {}
    for row in rows:
        place = str(row["name"] or row["origin"])
        left[place] = left.get(place, False) or row["way_there_and_back"] == Way.FOUND
    without = [place for place, found in left.items() if not found]
    if without:
        return f"Ask about lifts and schemes for {name_some(without)}."
    return "Ask how people would really come: a time on a map is not a journey."


def way_words(way: str) -> str:
    """Return a way's state as words: 'not_found' becomes 'no way found'."""
    return {Way.FOUND: "found", Way.NOT_FOUND: "no way found", Way.NOT_KNOWN: "not known"}[Way(way)]


def barrier_words(barriers: Iterable[Row]) -> str:
    """Return what stands in the way as short labels: 'too far to walk; steps on the way'."""
    names = [str(row["barrier"]) for row in barriers]
    return "; ".join(BARRIER_BY_NAME[name].label if name in BARRIER_BY_NAME else harmless(name) for name in names)


def access_words(asset: Asset) -> str:
    """Return what is recorded about access: 'step-free way in: yes'; a feature without an answer is left out."""
    said = [
        f"{ACCESS_FEATURE_BY_NAME[name].label.lower()}: {fact.answer}"
        for name, fact in asset.access.items()
        if name in ACCESS_FEATURE_BY_NAME and fact.answer != Answer.NOT_RECORDED
    ]
    return "; ".join(said) or "not recorded: ask"


def venues_sentences(answer: PublicFacts[list[dict[str, Any]]]) -> list[str]:
    """Say how many venues have all that is needed, and how many only need to be asked."""
    rows = answer.facts
    if not rows:
        return ["No venue is on the list yet.", "Import a list of venues first."]
    if not any(row[part] for row in rows for part in ("met", "partly", "not_recorded", "not_met")):
        first, second = ACCESS_FEATURES[0], ACCESS_FEATURES[1]
        return [
            f"{count(len(rows), 'venue')}, in order of travel: no need was named, so access was not looked at.",
            f"Name what people need, such as --need {first.name} or --need {second.name}.",
        ]
    met = [row for row in rows if not row["not_met"] and not row["not_recorded"] and not row.get("partly")]
    ask = [row for row in rows if not row["not_met"] and row["not_recorded"]]
    verb = "is" if len(met) == 1 else "are"
    said = f"{len(met):,} of {count(len(rows), 'venue')} {verb} recorded with everything you asked for."
    if ask:
        questions = count(len(ask[0]["not_recorded"]), "question")
        return [said, f"{len(ask):,} might do too. Start with {harmless(str(ask[0]['name']))}: ask {questions}."]
    if met:
        return [said, f"Visit {harmless(str(met[0]['name']))} before you book: one small step can be a barrier."]
    return [said, "Look at what each one lacks: some of it can be put right for a day."]


def place_sentences(summary: PlaceSummary) -> list[str]:
    """Say what a place holds, and what to add next."""
    people = "" if summary.population is None else f", {count(summary.population, 'resident')}"
    parts = f"{count(summary.areas, 'area')}{people}, {count(summary.postcodes, 'postcode')}"
    said = [f"{harmless(summary.name)} has {parts} and {count(sum(summary.assets.values()), 'asset')}."]
    off = len(summary.areas_off_streets)
    if off:
        said.append(
            f"{count(off, 'area')} {'lies' if off == 1 else 'lie'} off its streets and will get no travel time."
        )
    if summary.problems:
        needs = "needs" if len(summary.problems) == 1 else "need"
        said.append(f"{count(len(summary.problems), 'thing')} in its files {needs} a look: `assetmap place show`.")
    return [*said, _place_next(summary)]


def _place_next(summary: PlaceSummary) -> str:
    if not summary.assets:
        return "Next: bring in a list with `assetmap import assets FILE`."
    if summary.population is None:
        return "Next: add population figures with `assetmap place add NAME --population FILE`."
    if not summary.people:
        return "Next: bring in who came with `assetmap import participation FILE`."
    return "Next: see who we have not reached yet with `assetmap missing`."


def import_sentences(answer: ImportAnswer) -> list[str]:
    """Say what became of each row, and what to do about those that need a look."""
    if not answer.read:
        return ["There was no row to read.", "Check that this is the right file and sheet."]
    parts = [
        f"{number:,} {word}"
        for number, word in (
            (answer.added, "added"), (answer.changed, "changed"),
            (answer.unchanged, "unchanged"), (answer.refused, "refused"),
        )
        if number
    ]  # fmt: skip
    trial = ["This was a trial: nothing was written."] if answer.details.get("dry_run") else []
    return [f"{count(answer.read, 'row')} read: {join(parts)}.", *trial, _import_next(answer)]


def _import_next(answer: ImportAnswer) -> str:
    if answer.refused:
        return f"{count(answer.refused, 'row was', 'rows were')} refused: the problems say why and what to do."
    look = len({problem.row for problem in answer.problems if problem.row})
    if look:
        return f"Nothing was refused; {count(look, 'row')} {'needs' if look == 1 else 'need'} a look."
    if answer.unchanged == answer.read:
        return "Nothing new: this list was here already."
    return "Nothing needs a look."
