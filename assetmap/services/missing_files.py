"""Released figures as files: a spreadsheet with a sheet that says what it is, plain rows, or shapes for a map."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pandas as pd
from shapely.geometry import mapping

from assetmap.analysis import disclosure
from assetmap.errors import OptionError
from assetmap.messages import mark, tr
from assetmap.model.release import Release, ShareView
from assetmap.render import group_words, reach_words, release_words
from assetmap.services import downloads, releases, representation, workspace
from assetmap.services.map_shapes import outlines
from assetmap.services.representation import Missing
from assetmap.services.workspace import Place

_RELEASE_WORDS = {
    "released_on": mark("As released on"),
    "release": mark("Safe version"),
    "hidden": mark("What is hidden, and why"),
}
ABOUT = ("compared_with", "catchment", "ages", "period", "vintages", "method")


def released_alone(answer: Missing) -> ShareView[pd.DataFrame]:
    """Return figures that may become a file: those that were released.

    Raises
    ------
    OptionError
        They are exact, or a preview.
    """
    if isinstance(answer, ShareView) and answer.facts.attrs["details"].get("release"):
        return answer
    raise OptionError(
        tr("Only released figures become a file. Expected a released period. Release it first: assetmap release make")
    )


def columns(answer: ShareView[pd.DataFrame]) -> list[downloads.Column]:
    """Return the columns of a list to take away, with headings in plain words."""
    named = reach_words.DOWNLOAD_COLUMNS if "area" in answer.facts and "group" not in answer.facts else {}
    named = named or {key: heading for key, heading in group_words.DOWNLOAD_COLUMNS.items() if key in answer.facts}
    bare = {"area"} if _named_after_themselves(answer.facts) else set()
    return [downloads.Column(key=key, heading=tr(heading)) for key, heading in named.items() if key not in bare]


def _named_after_themselves(facts: pd.DataFrame) -> bool:
    """Tell whether codes are names, as those of patches are: nobody needs both."""
    return "area" in facts and bool((facts["area"] == facts["name"]).all())


def in_words(view: ShareView[pd.DataFrame]) -> ShareView[pd.DataFrame]:
    """Return figures as a person reads them in a list to take away: no label, code or name of ours is left bare."""
    facts, why = view.facts, view.facts.attrs["details"].get("no_labels_because")
    records = facts.to_dict("records")
    told = [
        group_words.label_words(row) if "group" in facts else tr(str(row["label"])) or tr("We cannot say")
        for row in records
    ]
    words: dict[str, Any] = {"label": tr("Not compared") if why else told}
    if "characteristic" in facts:
        words["characteristic"] = [group_words.characteristic_words(str(row["characteristic"])) for row in records]
        words["group"] = [tr(str(row["group"])) for row in records]
    return disclosure.make_share_view(facts.assign(**words), view.notes)


def about(place: Place, answer: ShareView[pd.DataFrame], *, now: dt.datetime) -> downloads.About:
    """Return what the second sheet says: population, catchment, ages, period, vintages and method with it."""
    said: Mapping[str, str] = answer.facts.attrs["details"].get("about", {})
    method = [f"{tr(reach_words.ABOUT_WORDS[key])}: {said[key]}" for key in ABOUT if key in said]
    return downloads.about_place(
        place,
        tr("Who came, beside who lives there."),
        now=now,
        method=method,
        hidden=[reach_words.hidden_sentence()],
    )


def spreadsheet(place: Place, answer: Missing, *, now: dt.datetime) -> bytes:
    """Return released figures as a spreadsheet."""
    view = released_alone(answer)
    return downloads.write_xlsx(in_words(view), columns(view), about(place, view, now=now))


def plain_rows(answer: Missing, release: Release) -> bytes:
    """Return one table of a release as CSV: each row says what it is about, for a CSV has no second sheet.

    Parameters
    ----------
    answer
        The table as it was released.
    release
        The release it is of.

    Raises
    ------
    OptionError
        The figures are not released.
    """
    view = released_alone(answer)
    said: Mapping[str, str] = view.facts.attrs["details"].get("about", {})
    facts = {key: said[key] for key in ABOUT if key in said} | {
        "released_on": release.made_on,
        "release": release.release_id,
        "hidden": " ".join(release_words.held_back_words(release.held_back)),
    }
    headings = {**reach_words.ABOUT_WORDS, **_RELEASE_WORDS}
    more = [downloads.Column(key=key, heading=tr(headings[key])) for key in facts]
    whole = disclosure.make_share_view(in_words(view).facts.assign(**facts), view.notes)
    return downloads.write_csv(whole, [*columns(view), *more])


def records(place: Place, answer: Missing) -> list[dict[str, Any]]:
    """Return the rows as `representation.as_records` does; those of a release with its day and its id.

    Raises
    ------
    NotFoundError
        The release is gone.
    """
    rows = representation.as_records(answer)
    release_id = str(answer.facts.attrs["details"].get("release", ""))
    if not release_id:
        return rows
    about = {"released_on": releases.read_release(place, release_id).made_on, "release": release_id}
    return [{**row, **about} for row in rows]


def shapes(place: Place, answer: Missing) -> list[dict[str, Any]]:
    """Return released figures of places, each with its outline, for GeoJSON; a place without one has None.

    Raises
    ------
    OptionError
        The figures are not released, or not of places.
    """
    view = released_alone(answer)
    if "area" not in view.facts or "group" in view.facts:
        raise OptionError(tr("--format geojson: this answer has no places on a map. Expected table, json or csv."))
    release = releases.read_release(place, str(view.facts.attrs["details"]["release"]))
    shapes = outlines(place, workspace.areas(place), unit_of=release.unit_of)
    by_id = {str(name): mapping(shape) for name, shape in zip(shapes["area_id"], shapes.geometry, strict=True)}
    return [{**row, "geometry": by_id.get(str(row["area"]))} for row in records(place, view)]
