"""Which neighbouring places, taken together, fewer or more people came from than would be expected. Exact figures."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from assetmap.adapters.coordinates import metre_grid, to_metres
from assetmap.analysis import disclosure
from assetmap.messages import tr
from assetmap.model.journey import OriginSet
from assetmap.model.release import WorkingView
from assetmap.model.representation import (
    COMPARED_AT_LEAST,
    PEOPLE_A_PATCH_PRIVATE,
    SCAN_MAX_SHARE,
    SCAN_SEED,
    SCAN_SIMULATIONS,
    SCAN_TELLING,
    Label,
)
from assetmap.render import group_words
from assetmap.render.words import name_some
from assetmap.services import workspace
from assetmap.services.representation_notes import fixed_notes, left_out_sentences
from assetmap.services.representation_places import count_places
from assetmap.services.representation_question import Question

CLUSTER_COLUMNS = (
    "cluster", "name", "areas", "population", "expected", "observed", "relative_risk", "p_value", "label",
)  # fmt: skip
_LABELS = {"low": Label.FEWER, "high": Label.MORE}


def exact_clusters(question: Question) -> WorkingView[pd.DataFrame]:
    """Look for neighbouring areas that together send fewer or more people: Kulldorff's circular scan.

    Returns
    -------
    WorkingView
        ``CLUSTER_COLUMNS``, the clearest first, those with fewer people before those with more: ``areas`` are codes,
        ``relative_risk`` is the rate inside by the rate outside, ``p_value`` is the share of maps by
        chance that show one as clear, fewer and more together. What luck names on 1 map in 20 or more is not in it.
    """
    came, living = count_places(question), question.population.by_unit
    found = [] if question.reason else _scan(question, came.by_unit, living.fillna(0.0))
    table = pd.DataFrame(found, columns=list(CLUSTER_COLUMNS))
    table.attrs["details"] = {
        "compared_by": question.by,
        "none_yet": came.none_yet,
        "no_labels_because": question.reason,
        "about": question.about(),
        "answer": _answer(question, table, int(came.by_unit[living > 0].sum())),
    }
    notes = [group_words.cluster_luck(row["p_value"]) for row in found]
    notes += [group_words.not_named_clusters(), *fixed_notes(question), *left_out_sentences(question)]
    return disclosure.make_working_view(table, notes)


def _answer(question: Question, table: pd.DataFrame, people: int) -> list[str]:
    if question.reason:
        return [question.reason, tr("Choose other meetings, or add the figures.")]
    if table.empty and people < COMPARED_AT_LEAST * PEOPLE_A_PATCH_PRIVATE:
        return group_words.too_few_for_clusters()
    of = {label: list(table.loc[table["label"] == str(label), "name"]) for label in _LABELS.values()}
    return group_words.cluster_answer(of[Label.FEWER], of[Label.MORE])


def _scan(question: Question, cases: pd.Series, living: pd.Series) -> list[dict[str, Any]]:
    """Return the rows of the clusters that are named, those with fewer people first."""
    from assetmap.analysis.spatial_scan_named import named_clusters  # noqa: PLC0415 - compiles on first use

    found = named_clusters(
        cases=cases.where(living > 0, 0).to_numpy(),
        population=living.to_numpy(),
        coordinates=_points(question),
        max_share=SCAN_MAX_SHARE,
        simulations=SCAN_SIMULATIONS,
        telling=SCAN_TELLING,
        rng=np.random.default_rng(SCAN_SEED),
    )
    rows: list[dict[str, Any]] = []
    for number, (direction, cluster) in enumerate(found, start=1):
        codes = [str(living.index[row]) for row in cluster.members]
        rows.append(
            {
                "cluster": number,
                "name": name_some([str(question.units.names[code]) for code in codes]),
                "areas": tuple(codes),
                "population": float(living[codes].sum()),
                "expected": cluster.expected,
                "observed": cluster.observed,
                "relative_risk": cluster.relative_risk,
                "p_value": cluster.p_value,
                "label": str(_LABELS[direction]),
            }
        )
    return rows


def _points(question: Question) -> NDArray[np.float64]:
    """Return each unit's point in metres, in the order of the units."""
    own = workspace.origins(question.place, OriginSet.AREAS).set_index("origin").reindex(question.units.names.index)
    lon, lat = own["lon"].to_numpy(), own["lat"].to_numpy()
    return np.column_stack(to_metres(lon, lat, crs=metre_grid(float(lon.mean()), float(lat.mean()))))
