"""Before the spatial scan: what is given is checked, and the first fault is named."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike, NDArray

from assetmap.errors import OptionError
from assetmap.messages import tr

Floats = NDArray[np.float64]

DIRECTIONS: Mapping[str, int] = MappingProxyType({"high": 1, "low": -1})
"""What is looked for, and the sign of cases less expected cases there."""
MOST_CASES = int(np.iinfo(np.int32).max)
"""Cases that can be counted in 32 bits."""


def check_areas(cases: ArrayLike, population: ArrayLike, coordinates: ArrayLike) -> tuple[Floats, Floats, Floats]:
    """Return cases, population and points of usable areas, else raise an OptionError that names the first fault."""
    counts, people = _check_numbers("cases", cases), _check_numbers("population", population)
    points = _check_points(coordinates)
    _check_lengths(counts, people, points)
    _check_cases(counts)
    return counts, people, points


def check_options(direction: str, max_share: float, simulations: int) -> None:
    """Raise an OptionError that names the first option that cannot be used."""
    if direction not in DIRECTIONS:
        raise OptionError(
            tr(
                "direction: '{direction}' is not known. Expected one of: {known}. Choose one of these.",
                direction=direction,
                known=", ".join(DIRECTIONS),
            )
        )
    if not 0 < max_share <= 1:
        raise OptionError(tr("max_share: this is {share}. Expected more than 0, 1 at most. Try 0.25.", share=max_share))
    if simulations < 0:
        raise OptionError(tr("simulations: this is {number}. Expected 0 or more. Try 999.", number=simulations))


def _check_numbers(name: str, values: ArrayLike) -> Floats:
    """Return a list of numbers, all 0 or more, else raise an OptionError that names the first fault."""
    numbers = _as_floats(name, values)
    if numbers.ndim != 1:
        raise OptionError(
            tr(
                "{name}: this has the shape {shape}. Expected one number for each area. Give a plain list.",
                name=name,
                shape=numbers.shape,
            )
        )
    wrong = ~(np.isfinite(numbers) & (numbers >= 0))
    if wrong.any():
        raise OptionError(
            tr(
                "{name}: row {row}, counted from 0, has {value}. Expected 0 or more. Correct it or leave the row out.",
                name=name,
                row=int(np.argmax(wrong)),
                value=float(numbers[np.argmax(wrong)]),
            )
        )
    return numbers


def _check_points(coordinates: ArrayLike) -> Floats:
    """Return points in the plane, else raise an OptionError that names the first fault."""
    points = _as_floats("coordinates", coordinates)
    if points.size == 0:
        return points.reshape(0, 2)
    if points.ndim != 2 or points.shape[1] != 2:  # noqa: PLR2004 - a plane
        raise OptionError(
            tr(
                "coordinates: these have the shape {shape}. Expected two numbers for each area. Give one row an area.",
                shape=points.shape,
            )
        )
    wrong = ~np.isfinite(points).all(axis=1)
    if wrong.any():
        raise OptionError(
            tr(
                "coordinates: row {row}, counted from 0, is no point. Expected two numbers. "
                "Correct it or leave the row out.",
                row=int(np.argmax(wrong)),
            )
        )
    return points


def _as_floats(name: str, values: ArrayLike) -> Floats:
    try:
        return np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise OptionError(
            tr("{name}: not everything here is a number. Expected numbers alone. Correct the others.", name=name)
        ) from error


def _check_lengths(counts: Floats, people: Floats, points: Floats) -> None:
    if not len(counts) == len(people) == len(points):
        raise OptionError(
            tr(
                "areas: {cases} numbers of cases, {population} of people and {points} points. "
                "Expected as many of each. Give all three for every area.",
                cases=len(counts),
                population=len(people),
                points=len(points),
            )
        )


def _check_cases(counts: Floats) -> None:
    """Raise an OptionError where cases are parts of one, or too many to be counted."""
    wrong = counts != np.floor(counts)
    if wrong.any():
        raise OptionError(
            tr(
                "cases: row {row}, counted from 0, has {value}. Expected a whole number. Count people, not rates.",
                row=int(np.argmax(wrong)),
                value=float(counts[np.argmax(wrong)]),
            )
        )
    if counts.sum() > MOST_CASES:
        raise OptionError(
            tr(
                "cases: there are {total:,.0f}. Expected {most:,} at most. Take fewer areas.",
                total=float(counts.sum()),
                most=MOST_CASES,
            )
        )
