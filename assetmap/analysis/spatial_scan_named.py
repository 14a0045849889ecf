"""Which clusters of low and of high rates are clear enough to be named, where luck had two chances to make one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from assetmap.analysis.spatial_scan import Cluster, scan

LOW_THEN_HIGH = ("low", "high")


def named_clusters(  # noqa: PLR0913 - a scan is these parts
    *,
    cases: ArrayLike,
    population: ArrayLike,
    coordinates: ArrayLike,
    max_share: float,
    simulations: int,
    telling: float,
    rng: np.random.Generator,
) -> list[tuple[str, Cluster]]:
    """Scan for low rates, then for high ones, and return what luck alone would hardly show in either.

    Parameters
    ----------
    cases, population, coordinates, max_share, simulations
        As for ``spatial_scan.scan``.
    telling
        On less than this share of maps without any gap does luck alone bring about a named cluster, low or high.
    rng
        Where chance comes from, for low rates first.

    Returns
    -------
    list of tuple
        Direction and cluster, low before high, the clearest first. ``p_value`` is that of both directions together:
        twice that of one, and 1 at most. Two looks of which each is wrong on 1 map in 40 are wrong on 1 in 20 at most
        (Bonferroni).

    Raises
    ------
    OptionError
        As for ``spatial_scan.scan``.
    """
    found: list[tuple[str, Cluster]] = []
    for direction in LOW_THEN_HIGH:
        clusters = scan(
            cases=cases,
            population=population,
            coordinates=coordinates,
            direction=direction,
            max_share=max_share,
            simulations=simulations,
            rng=rng,
        )
        both = [replace(one, p_value=min(1.0, len(LOW_THEN_HIGH) * one.p_value)) for one in clusters]
        found += [(direction, one) for one in both if one.p_value < telling]
    return found
