"""How the sums that run over millions of numbers are turned into machine code."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., object])


def kernel(function: F) -> F:
    """Compile a function when it is first called, keep what was compiled, and let other threads run meanwhile."""
    return cast("F", numba.njit(cache=True, nogil=True)(function))
