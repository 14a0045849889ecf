"""The one way a function becomes a kernel: machine code, compiled at its first call and kept for the next start."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., Any])


def kernel(function: F) -> F:
    """Compile a function of arrays with numba, kept on disk; other threads run on while it works.

    What is kept is made anew when the function's own module changes. So a kernel calls kernels of its own module alone,
    or else a change over there would not reach it.
    """
    return cast("F", numba.njit(cache=True, nogil=True)(function))
