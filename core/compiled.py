"""Loops over arrays, compiled by Numba, so that a question's arithmetic is a few calls that free the interpreter.

NumPy gives the interpreter's lock away in every operation on more than 500 numbers and then waits for it: some 250
times a question, which beside a busy event loop took longer than the arithmetic.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, ParamSpec, TypeVar

from numba import njit, types

P = ParamSpec("P")
R = TypeVar("R")


def _read(of: Any, dimensions: int = 1) -> Any:  # noqa: ANN401  Numba's types have no types
    """Return the type of an array that is only read, so that it may be memory-mapped."""
    return types.Array(of, dimensions, "C", readonly=True)


INT, FLOAT, FLAG = types.int64, types.float64, types.boolean
CODES, INTS, LONGS = (_read(of) for of in (types.int8, types.int32, types.int64))
FLAGS, FLOATS, DOUBLES = (_read(of) for of in (types.boolean, types.float32, types.float64))
FLAG_ROWS, FLOAT_ROWS, DOUBLE_ROWS = (_read(of, 2) for of in (types.boolean, types.float32, types.float64))

# What is made anew may be changed.
NEW_CODES, NEW_INTS, NEW_LONGS = types.int8[::1], types.int32[::1], types.int64[::1]
NEW_FLAGS = types.boolean[::1]
NEW_FLOATS, NEW_DOUBLES = types.float32[::1], types.float64[::1]
NEW_FLOAT_ROWS, NEW_DOUBLE_ROWS = types.float32[:, ::1], types.float64[:, ::1]


def several(*parts: Any) -> Any:  # noqa: ANN401  the same
    """Return the type of several results at once."""
    return types.Tuple(parts)  # type: ignore[no-untyped-call]  # Numba's types have no types


def compiled(result: Any, *arguments: Any, reordered: bool = False) -> Callable[[Callable[P, R]], Callable[P, R]]:  # noqa: ANN401  the same
    """Return what compiles a function for arguments of these types, at its definition or from the cache beside it.

    The cache knows when its own file changed and no other: so what is compiled calls nothing compiled elsewhere, and
    takes from elsewhere only numbers that never change. Where nothing can be written, neither there nor in the user's
    own cache, each start compiles anew. A place beyond an array's end is not noticed by what is compiled.

    reordered: sums may be taken in any order, which lets the processor add several numbers at once.
    """
    compiling = partial(
        njit, result(*arguments), nogil=True, error_model="numpy", fastmath={"reassoc"} if reordered else False
    )

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        made: Callable[P, R]
        try:
            made = compiling(cache=True)(function)
        except RuntimeError as error:
            if "cannot cache" not in str(error):
                raise
            made = compiling()(function)
        return made

    return decorate
