"""Gradient-boosted trees as LightGBM writes them, asked through the C functions of its library (`c_api.h`).

Its Python package imports scikit-learn, which costs whoever only asks a second and fifty megabytes. The numbers are the
same to the last bit.
"""

import ctypes
from functools import cache
from importlib.metadata import distribution
from pathlib import Path
from typing import Any
from weakref import finalize

import numpy as np
from numpy.typing import NDArray

from core.model_files import FloatArray

_FLOAT32, _BY_ROW = 0, 1
_MARGINS, _SHARES = 1, 3  # C_API_PREDICT_RAW_SCORE, C_API_PREDICT_CONTRIB
_FIRST, _TO_THE_LAST = 0, -1  # tree
_SETTINGS = b"num_threads=1"  # a question is answered by one core


class TreesError(Exception):
    """LightGBM could not do it; the message is its own."""


class Trees:
    """Trees that add up to one number a row. Read-only, so any number of threads may ask at once."""

    def __init__(self, text: str) -> None:
        """Read what LightGBM wrote, whole: of half a text the library ends the process.

        Raises TreesError for what is no such text.
        """
        self.text = text
        trees, features = ctypes.c_int(), ctypes.c_int()
        self._handle = ctypes.c_void_p()
        _call("LoadModelFromString", text.encode(), ctypes.byref(trees), ctypes.byref(self._handle))
        finalize(self, _library().LGBM_BoosterFree, self._handle).atexit = False
        _call("GetNumFeature", self._handle, ctypes.byref(features))
        self.features = features.value

    def margins(self, table: FloatArray) -> NDArray[np.float64]:
        """Return what the trees add up to, one number a row. table: rows × features."""
        return self._ask(table, _MARGINS, 1)[:, 0]

    def shares(self, table: FloatArray) -> NDArray[np.float64]:
        """Return what each feature contributes to each row's margin; the last column is what every row has alike.

        TreeSHAP (Lundberg et al., "From local explanations to global understanding with explainable AI for trees",
        2020), so a row adds up to its margin. A row takes as long as a hundred margins.
        """
        return self._ask(table, _SHARES, self.features + 1)

    def _ask(self, table: FloatArray, what: int, width: int) -> NDArray[np.float64]:
        rows, columns = table.shape
        given, answer = np.ascontiguousarray(table, np.float32), np.empty((rows, width), np.float64)
        _call(
            "PredictForMat",
            self._handle,
            ctypes.c_void_p(given.ctypes.data),
            *(_FLOAT32, rows, columns, _BY_ROW, what, _FIRST, _TO_THE_LAST, _SETTINGS),
            ctypes.byref(ctypes.c_int64()),
            ctypes.c_void_p(answer.ctypes.data),
        )
        return answer


def _call(name: str, *arguments: Any) -> None:  # noqa: ANN401  what the function of that name takes
    library = _library()
    if getattr(library, f"LGBM_Booster{name}")(*arguments):
        raise TreesError(library.LGBM_GetLastError().decode())


@cache
def _library() -> ctypes.CDLL:
    """Return LightGBM's library. It lies in its package, which is not imported for it."""
    package = Path(str(distribution("lightgbm").locate_file("lightgbm")))
    library = ctypes.CDLL(str(next(package.rglob("lib_lightgbm.*"))))
    library.LGBM_GetLastError.restype = ctypes.c_char_p
    return library
