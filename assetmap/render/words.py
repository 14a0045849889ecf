"""A result as plain English: one sentence that answers, one that says what to do next.

Sentences have 20 words or fewer. Names that come from people are shown without invisible marks; whoever writes them
into HTML escapes them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from assetmap.messages import mark, tr, tr_count
from assetmap.model.access_feature import ACCESS_FEATURE_BY_NAME, ACCESS_FEATURES, Answer
from assetmap.model.asset import ASSET_KIND_BY_NAME, Asset, LocatedBy, Visibility, Where
from assetmap.model.asset_line import AssetLine
from assetmap.model.barrier import BARRIER_BY_NAME, VENUE_OFF_STREETS
from assetmap.model.imports import ImportAnswer
from assetmap.model.journey import FAR_METRES, METRES_PER_KM, Way
from assetmap.model.meeting import TRANSIT_BY_NAME, TRANSIT_MODES
from assetmap.model.place import PlaceSummary
from assetmap.model.release import PublicFacts, ShareView, WorkingView
from assetmap.model.representation import SHARE_RULE, Label, UnitKind, unit_count
from assetmap.model.text import harmless
from assetmap.render.reach_answers import place_answer

Row = Mapping[str, Any]

FEWER: tuple[Label, ...] = (Label.MUCH_FEWER, Label.FEWER)
MODE_WORDS: dict[str, str] = {
    "walk": mark("On foot"), "wheels": mark("On wheels, step-free"), "drive": mark("By car"),
    **{mode.name: mode.label for mode in TRANSIT_MODES},
}  # fmt: skip
NAMES_SHOWN = 3
NOTHING_AGREED = mark("Nothing here has been agreed to be shown yet.")


def join(texts: Iterable[str]) -> str:
    """Join words as a sentence does: 'a, b and c'."""
    words = list(texts)
    if len(words) <= 1:
        return "".join(words)
    return tr("{first} and {last}", first=", ".join(words[:-1]), last=words[-1])


def name_some(names: Sequence[str]) -> str:
    """Name the first few and count the rest: 'A, B, C and 4 more'."""
    shown = [harmless(name) for name in names[:NAMES_SHOWN]]
    rest = len(names) - len(shown)
    return join([*shown, tr("{number:,} more", number=rest)] if rest else shown)


def asset_sentences(assets: Sequence[Asset]) -> list[str]:
    """Say how many assets are listed, by kind, and what is still to find out about them."""
    if not assets:
        return [tr("Nothing is on this list yet."), tr("Import a list of what you know, or add one thing by hand.")]
    kinds: dict[str, int] = {}
    for asset in assets:
        kinds[asset.kind] = kinds.get(asset.kind, 0) + 1
    most = sorted(kinds, key=lambda kind: -kinds[kind])
    named = [(tr(ASSET_KIND_BY_NAME[kind].plural).lower(), kinds[kind]) for kind in most[:NAMES_SHOWN]]
    rest = sum(kinds[kind] for kind in most[NAMES_SHOWN:])
    named += [(tr("other kinds"), rest)] if rest else []
    parts = join(f"{kind} ({number:,})" for kind, number in named)
    said = tr_count(
        "We know of {number} asset: {kinds}.", "We know of {number} assets: {kinds}.", len(assets), kinds=parts
    )
    return [said, _asset_next(assets)]


def _asset_next(assets: Sequence[Asset]) -> str:
    lost = sum(asset.located_by == LocatedBy.NOTHING and asset.where == Where.PLACE for asset in assets)
    if lost:
        return tr("{number:,} of {total:,} have no location: add a postcode to each.", number=lost, total=len(assets))
    unasked = sum(asset.where == Where.PLACE and not asset.access for asset in assets)
    if unasked:
        return tr(
            "Nobody has recorded access for {number:,} of {total:,}: ask them what they offer.",
            number=unasked,
            total=len(assets),
        )
    unagreed = sum(not is_agreed(asset) for asset in assets)
    if unagreed:
        return tr(
            "{number:,} of {total:,} have not agreed to be published: ask them.", number=unagreed, total=len(assets)
        )
    return tr("Ask people who live here what is missing from this list.")


def is_agreed(asset: Asset | AssetLine) -> bool:
    """Tell whether an asset agreed to be published: it is public, and who agreed and when is on record."""
    agreement = asset.agreement
    recorded = agreement is not None and bool(agreement.agreed_by and agreement.agreed_on)
    return recorded and asset.visibility == Visibility.PUBLIC


def private_sentence(assets: Sequence[Asset | AssetLine]) -> str:
    """Return the band for a list that holds assets nobody agreed to publish; empty where all agreed."""
    number = sum(not is_agreed(asset) for asset in assets)
    if not number:
        return ""
    return tr_count(
        "PRIVATE: {number} of these has not agreed to be published.",
        "PRIVATE: {number} of these have not agreed to be published.", number,
    )  # fmt: skip


def missing_sentences(view: ShareView[pd.DataFrame] | WorkingView[pd.DataFrame]) -> list[str]:
    """Say from where fewer people came than expected, and what to do next; the notes of the view follow."""
    frame = view.facts
    private = [tr("PRIVATE: exact numbers about people. Do not pass this on.")] if isinstance(view, WorkingView) else []
    return [*private, *missing_answer(frame), *(harmless(note) for note in view.notes)]


def missing_answer(frame: pd.DataFrame) -> list[str]:
    """Say what the table of who came shows, and what to do next."""
    details = frame.attrs.get("details", {})
    if details.get("none_yet"):
        return [tr("No meetings are in yet."), tr("Next: assetmap import participation FILE")]
    if "answer" in details:
        return list(details["answer"])
    return _places_answer(frame, UnitKind(details.get("compared_by", UnitKind.AREA)))


def _places_answer(frame: pd.DataFrame, kind: UnitKind) -> list[str]:
    if frame.empty:
        return [tr("No areas can be compared yet."), tr("Add areas or postcodes to this place.")]
    labels = frame["label"].fillna("")
    fewer = frame[labels.isin(FEWER)]
    if len(fewer):
        return _missing_fewer(fewer, len(frame), kind)
    return place_answer(frame, kind)


def _missing_fewer(fewer: pd.DataFrame, number: int, kind: UnitKind) -> list[str]:
    """Name the places with fewer people than expected, the largest shortfall that is shown first."""
    hidden = (SHARE_RULE.hidden_below - 1) / 2  # the middle of what a hidden count may be
    came = pd.to_numeric(fewer["observed"], errors="coerce").fillna(hidden)
    order = (came - fewer["expected"]).sort_values(kind="stable").index
    of_all = unit_count(kind, number)
    return [
        tr("Fewer people have come from {number:,} of {units} than we would expect.", number=len(fewer), units=of_all),
        tr("Look first at {names}.", names=name_some(list(fewer.loc[order, "name"]))),
        tr("Who could introduce us there?"),
    ]


def travel_sentences(answer: PublicFacts[list[dict[str, Any]]]) -> list[str]:
    """Say for each way of travelling from how many places a way there and back was found, and what to do next."""
    if not answer.facts:
        return [tr("There is nowhere to set out from yet."), tr("Add areas or postcodes to this place.")]
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
    if not known:
        said = tr("The venue is off our map, so we cannot work out a time.")
    else:
        said = tr(
            "The venue is {distance} from the nearest street on our map, so we cannot work out a time.",
            distance=_distance_words(min(known)),
        )
    if known and min(known) > FAR_METRES:
        return [said, tr("Check its coordinates: a minus sign may be missing, or a digit wrong.")]
    return [said, tr("Check where it lies, or add streets that reach it.")]


def _distance_words(metres: float) -> str:
    if metres < METRES_PER_KM:
        return tr("{metres:,.0f} m", metres=metres)
    return tr("{km:,} km", km=round(metres / METRES_PER_KM))


def mode_of(row: Row) -> str:
    """Return the way of travelling of one travel row as one text."""
    modes = row["modes"]
    return modes if isinstance(modes, str) else "+".join(modes)


def mode_words(mode: str) -> str:
    """Return plain words for a way of travelling, as a sentence begins."""
    named = [tr(MODE_WORDS.get(part, part)) for part in mode.split("+")]
    return tr(" or ").join(named)


def _or_by_street(mode: str) -> str:
    """Return plain words for a way of travelling: who can do without the vehicle is counted with it, so say so."""
    if not set(mode.split("+")) & set(TRANSIT_BY_NAME):
        return mode_words(mode)
    return tr("{vehicles}, or all the way by street", vehicles=mode_words(mode))


def _travel_answer(mode: str, rows: Sequence[Row]) -> str:
    found = [row for row in rows if row["way_there_and_back"] == Way.FOUND]
    unknown = sum(row["way_there_and_back"] == Way.NOT_KNOWN for row in rows)
    places = tr_count("{number} place", "{number} places", len(rows))
    said = tr_count(
        "{mode}, {number} of {places} has a way there and back",
        "{mode}, {number} of {places} have a way there and back", len(found), mode=_or_by_street(mode), places=places,
    )  # fmt: skip
    if unknown:
        return tr("{said}; {number:,} not known.", said=said, number=unknown)
    times = [minutes for row in found if (minutes := _longest_minutes(row)) is not None]
    if not times:
        return f"{said}."
    return tr_count(
        "{said}; the longest takes {number} minute.", "{said}; the longest takes {number} minutes.",
        round(max(times)), said=said,
    )  # fmt: skip


def _longest_minutes(row: Row) -> float | None:
    """Return the longest way of one row: of its postcodes where it is answered from them, else its own."""
    longest: float | None = (row.get("postcodes") or {}).get("longest_minutes")
    own = [minutes for minutes in (row["minutes_there"], row.get("minutes_back")) if minutes is not None]
    return max(own, default=None) if longest is None else longest


def _travel_next(rows: Sequence[Row]) -> str:
    left: dict[str, bool] = {}
    for row in rows:
        place = str(row["name"] or row["origin"])
        left[place] = left.get(place, False) or row["way_there_and_back"] == Way.FOUND
    without = [place for place, found in left.items() if not found]
    if without:
        return tr("Ask about lifts and schemes for {names}.", names=name_some(without))
    return tr("Ask how people would really come: a time on a map is not a journey.")


def way_words(way: str) -> str:
    """Return a way's state as words: 'not_found' becomes 'no way found'."""
    return {Way.FOUND: tr("found"), Way.NOT_FOUND: tr("no way found"), Way.NOT_KNOWN: tr("not known")}[Way(way)]


def barrier_words(barriers: Iterable[Row]) -> str:
    """Return what stands in the way as short labels: 'too far to walk; steps on the way'."""
    names = [str(row["barrier"]) for row in barriers]
    return "; ".join(tr(BARRIER_BY_NAME[name].label) if name in BARRIER_BY_NAME else harmless(name) for name in names)


def access_words(asset: Asset) -> str:
    """Return what is recorded about access: 'step-free way in: yes'; a feature without an answer is left out."""
    said = [
        f"{tr(ACCESS_FEATURE_BY_NAME[name].label).lower()}: {tr(fact.answer)}"
        for name, fact in asset.access.items()
        if name in ACCESS_FEATURE_BY_NAME and fact.answer != Answer.NOT_RECORDED
    ]
    return "; ".join(said) or tr("not recorded: ask")


def venues_sentences(answer: PublicFacts[list[dict[str, Any]]]) -> list[str]:
    """Say how many venues have all that is needed, and how many only need to be asked."""
    rows = answer.facts
    if not rows:
        return [tr("No venue is on the list yet."), tr("Import a list of venues first.")]
    if not any(row[part] for row in rows for part in ("met", "partly", "not_recorded", "not_met")):
        first, second = ACCESS_FEATURES[0], ACCESS_FEATURES[1]
        return [
            tr_count(
                "{number} venue, in order of travel: no need was named, so access was not looked at.",
                "{number} venues, in order of travel: no need was named, so access was not looked at.",
                len(rows),
            ),
            tr(
                "Name what people need, such as --need {first} or --need {second}.",
                first=first.name,
                second=second.name,
            ),
        ]
    met = [row for row in rows if not row["not_met"] and not row["not_recorded"] and not row.get("partly")]
    ask = [row for row in rows if not row["not_met"] and row["not_recorded"]]
    said = tr_count(
        "{number} of {venues} is recorded with everything you asked for.",
        "{number} of {venues} are recorded with everything you asked for.",
        len(met), venues=tr_count("{number} venue", "{number} venues", len(rows)),
    )  # fmt: skip
    if ask:
        return [said, _ask_first(ask)]
    if met:
        name = harmless(str(met[0]["name"]))
        return [said, tr("Visit {name} before you book: one small step can be a barrier.", name=name)]
    return [said, tr("Look at what each one lacks: some of it can be put right for a day.")]


def _ask_first(ask: Sequence[Row]) -> str:
    number = len(ask[0]["not_recorded"])
    return tr(
        "{number:,} might do too. Start with {name}: ask {questions}.",
        number=len(ask), name=harmless(str(ask[0]["name"])),
        questions=tr_count("{number} question", "{number} questions", number),
    )  # fmt: skip


def place_sentences(summary: PlaceSummary, *, public: bool = False) -> list[str]:
    """Say what a place holds, and what to do next; ``public``: to those who see only what was agreed to be shown."""
    parts = [tr_count("{number} area", "{number} areas", summary.areas)]
    if summary.population is not None:
        parts.append(tr_count("{number} resident", "{number} residents", summary.population))
    parts.append(tr_count("{number} postcode", "{number} postcodes", summary.postcodes))
    if summary.assets or not public:
        parts.append(tr_count("{number} asset", "{number} assets", sum(summary.assets.values())))
    said = [tr("{place} has {parts}.", place=harmless(summary.name), parts=join(parts))]
    said += [] if summary.assets or not public else [tr(NOTHING_AGREED)]
    off = len(summary.areas_off_streets)
    if off:
        said.append(
            tr_count(
                "{number} area lies off its streets and will get no travel time.",
                "{number} areas lie off its streets and will get no travel time.", off,
            )
        )  # fmt: skip
    if summary.problems:
        said.append(
            tr_count(
                "{number} thing in its files needs a look: `assetmap place show`.",
                "{number} things in its files need a look: `assetmap place show`.", len(summary.problems),
            )
        )  # fmt: skip
    return [*said, place_next(summary, public=public)[1]]


def place_next(summary: PlaceSummary, *, public: bool = False) -> tuple[str, str]:
    """Return what to do next with a place: assets, population, people or reached (empty for a choice), and in words."""
    if public and not summary.people:
        return "", tr("Choose what you want to look at.")
    if not summary.assets and not public:
        return "assets", tr("Next: bring in a list with `assetmap import assets FILE`.")
    if summary.population is None and not public:
        return "population", tr("Next: add population figures with `assetmap place add NAME --population FILE`.")
    if not summary.people:
        return "people", tr("Next: bring in who came with `assetmap import participation FILE`.")
    return "reached", tr("Next: see who we have not reached yet with `assetmap missing`.")


def import_sentences(answer: ImportAnswer) -> list[str]:
    """Say what became of each row, and what to do about those that need a look."""
    if not answer.read:
        return [tr("There was no row to read."), tr("Check that this is the right file and sheet.")]
    parts = [
        f"{number:,} {word}"
        for number, word in (
            (answer.added, tr("added")), (answer.changed, tr("changed")),
            (answer.unchanged, tr("unchanged")), (answer.refused, tr("refused")),
        )
        if number
    ]  # fmt: skip
    trial = [tr("This was a trial: nothing was written.")] if answer.details.get("dry_run") else []
    said = tr_count("{number} row read: {parts}.", "{number} rows read: {parts}.", answer.read, parts=join(parts))
    return [said, *trial, _import_next(answer)]


def _import_next(answer: ImportAnswer) -> str:
    if answer.refused:
        return tr_count(
            "{number} row was refused: the problems say why and what to do.",
            "{number} rows were refused: the problems say why and what to do.", answer.refused,
        )  # fmt: skip
    look = len({problem.row for problem in answer.problems if problem.row})
    if look:
        return tr_count(
            "Nothing was refused; {number} row needs a look.", "Nothing was refused; {number} rows need a look.", look
        )
    if answer.unchanged == answer.read:
        return tr("Nothing new: this list was here already.")
    return tr("Nothing needs a look.")
