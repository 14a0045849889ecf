"""The one way a function becomes a kernel: machine code, compiled at its first call and kept for the next start."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., Any])


def kernel(function: F) -> F:
    """Compile a function of arrays with numba, kept on disk; other threads run on while it works."""
    return cast("F", numba.njit(cache=True, nogil=True)(function))
