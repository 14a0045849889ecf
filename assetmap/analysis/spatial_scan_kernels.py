"""The inner loops of the spatial scan: circles grow round each area, and the ratio of each circle is looked at.

A picture: round the middle of every area a circle grows, and takes in the areas one after the other, the nearest first.
So all the circles round one area are the beginnings of one list of rows. Each circle holds some share of the people and
some of the cases; `log_likelihood_ratio` says how unlike the rest that is.

The cases that chance deals out lie beside each other, a *lane* for each deal. When a circle takes in one more area, all
lanes grow at once, so the sums run along memory and each circle's share is worked out only once.

No kernel checks what it is given: `assetmap.analysis.spatial_scan` does.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assetmap.analysis.kernels import kernel

Floats = NDArray[np.float64]
Counts = NDArray[np.int32]
Longs = NDArray[np.int64]


class Circles(NamedTuple):
    """All circles, as the lists of rows that they are beginnings of, one list a centre.

    Attributes
    ----------
    start
        The list of centre ``i`` lies at ``start[i]`` to ``start[i + 1]``; shape (centres + 1,).
    row
        Rows of the areas, the nearest first; shape (steps,).
    whole
        Whether a circle ends here; shape (steps,). It does not between two areas that are equally far away.
    """

    start: Longs
    row: Counts
    whole: NDArray[np.bool_]


@kernel
def log_likelihood_ratio(inside: float, expected: float, total: float) -> float:
    """Return Kulldorff's ratio of a circle, for cases of a Poisson with a known total (Kulldorff 1997)."""
    ratio = 0.0
    if inside > 0:
        ratio += inside * math.log(inside / expected)
    if inside < total:
        ratio += (total - inside) * math.log((total - inside) / (total - expected))
    return ratio


@kernel
def ratios_of_circles(circles: Circles, share: Floats, cases: Counts, total: int, sign: int) -> Floats:
    """Return the ratio of every circle; 0 where none ends, or where its rate does not lie in the direction asked for.

    ``share`` is each area's share of the people; ``sign`` is 1 for high rates and -1 for low ones.
    """
    ratios = np.zeros(len(circles.row))
    for centre in range(len(circles.start) - 1):
        inside, part = 0, 0.0
        for step in range(circles.start[centre], circles.start[centre + 1]):
            inside += cases[circles.row[step]]
            part += share[circles.row[step]]
            if circles.whole[step] and sign * (inside - total * part) > 0:
                ratios[step] = log_likelihood_ratio(inside, total * part, total)
    return ratios


@kernel
def raise_highest(highest: Floats, inside: Counts, part: float, total: int, sign: int) -> None:
    """Raise each lane's highest ratio to that of one circle, which holds a share ``part`` of the people.

    A logarithm is slow, and few circles are a lane's highest so far. The divergence of Kullback and Leibler never
    passes that of chi-square (Gibbs and Su 2002, On choosing and bounding probability metrics), so the ratio
    never passes (cases - expected)^2 / (expected (1 - part)): where that is too low, the ratio is not worked out.
    """
    expected = total * part
    scale = 1 / (expected * (1 - part))
    for lane in range(len(inside)):
        above = sign * (inside[lane] - expected)
        if above > 0 and above * above * scale > highest[lane]:
            ratio = log_likelihood_ratio(inside[lane], expected, total)
            highest[lane] = max(highest[lane], ratio)


@kernel
def highest_ratios(circles: Circles, share: Floats, cases: Counts, total: int, sign: int) -> Floats:
    """Return each lane's highest ratio; ``cases`` has shape (areas, lanes), and the sum of each lane is ``total``."""
    lanes = cases.shape[1]
    highest = np.zeros(lanes)
    inside = np.empty(lanes, np.int32)
    for centre in range(len(circles.start) - 1):
        inside[:] = 0
        part = 0.0
        for step in range(circles.start[centre], circles.start[centre + 1]):
            row = circles.row[step]
            part += share[row]
            for lane in range(lanes):
                inside[lane] += cases[row, lane]
            if circles.whole[step]:
                raise_highest(highest, inside, part, total, sign)
    return highest


@kernel
def best_step(ratios: Floats, first: int, end: int) -> int:
    """Return the step with the highest ratio, the first of equals; -1 where there is none."""
    best = -1
    for step in range(first, end):
        if best < 0 or ratios[step] > ratios[best]:
            best = step
    return best


@kernel
def better_centre(circles: Circles, ratios: Floats, best: Longs) -> int:
    """Return the centre whose best circle has the highest ratio, of equals the fewest areas; -1 for none."""
    found, highest, fewest = -1, 0.0, 0
    for centre in range(len(best)):
        if best[centre] < 0:
            continue
        ratio, areas = ratios[best[centre]], best[centre] - circles.start[centre] + 1
        if ratio > highest or (ratio == highest and areas < fewest):
            found, highest, fewest = centre, ratio, areas
    return found


@kernel
def choose_circles(circles: Circles, ratios: Floats, least: float) -> list[tuple[int, int]]:
    """Choose circles, the highest ratio first, that share no area with one chosen before and pass a least ratio.

    A circle that shares an area with one chosen before makes all larger ones round its centre do so too: that centre's
    list is cut there, but only when its turn comes.

    Returns
    -------
    list
        For each circle its first and its last step.
    """
    centres = len(circles.start) - 1
    best = np.empty(centres, np.int64)
    for centre in range(centres):
        best[centre] = best_step(ratios, circles.start[centre], circles.start[centre + 1])
    taken = np.zeros(centres, np.bool_)
    chosen = [(0, 0) for _ in range(0)]
    while True:
        centre = better_centre(circles, ratios, best)
        if centre < 0 or ratios[best[centre]] <= least:
            return chosen
        first, last = circles.start[centre], best[centre]
        end = first
        while end <= last and not taken[circles.row[end]]:
            end += 1
        if end > last:
            chosen.append((first, last))
            for step in range(first, last + 1):
                taken[circles.row[step]] = True
            end = first
        best[centre] = best_step(ratios, first, end)
