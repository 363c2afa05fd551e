"""Columns of text or numbers, as files have them, made arrays to calculate with."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow import compute

_NUMBER = r"^[+-]?[0-9]{1,15}(\.[0-9]{1,20})?([eE][+-]?[0-9]{1,3})?$"
_NOTHING = pa.array(["", "nan", "null", "none", "na"])


@dataclass(frozen=True, slots=True)
class Numbers:
    """values: float64, NaN where there is none. missing: where nothing stood; unreadable: where no number stood."""

    values: NDArray[np.float64]
    missing: NDArray[np.bool_]
    unreadable: NDArray[np.bool_]

    def whole(self, least: int, most: int) -> NDArray[np.bool_]:
        """Return where a whole number from `least` to `most` stands."""
        whole: NDArray[np.bool_] = self.values == np.rint(self.values)
        return whole & (self.values >= least) & (self.values <= most)


@dataclass(frozen=True, slots=True)
class Names:
    """codes: int32, which of `texts` a row has, -1 for none."""

    codes: NDArray[np.int32]
    texts: tuple[str, ...]


def numbers(column: pa.Array) -> Numbers:
    """Return a column of numbers, or of texts that are numbers."""
    texts = None if _numeric(column) else compute.utf8_trim_whitespace(column.cast(pa.string()))
    if texts is None:
        missing = np.asarray(column.is_null(nan_is_null=True))
        readable = column
    else:
        missing = np.asarray(compute.or_(column.is_null(), compute.is_in(compute.utf8_lower(texts), _NOTHING)))
        readable = compute.if_else(compute.match_substring_regex(texts, _NUMBER), texts, None)
    floats = compute.fill_null(readable.cast(pa.float64()), np.nan)
    values = floats.to_numpy(zero_copy_only=False)
    return Numbers(values, missing, np.isnan(values) & ~missing)


def names(column: pa.Array) -> Names:
    """Return a column of names; numbers may name too."""
    if pa.types.is_floating(column.type):
        whole = compute.equal(column, compute.round(column))
        column = compute.if_else(whole, column, None).cast(pa.int64())
    texts = compute.utf8_trim_whitespace(column.cast(pa.string()))
    texts = compute.if_else(compute.equal(texts, ""), None, texts)
    encoded = texts.dictionary_encode()
    codes = compute.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False)
    return Names(codes, tuple(encoded.dictionary.to_pylist()))


def _numeric(column: pa.Array) -> bool:
    return bool(pa.types.is_integer(column.type) or pa.types.is_floating(column.type))
