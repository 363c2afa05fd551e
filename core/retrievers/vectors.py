"""Vectors that are 0 in nine of ten dimensions, kept as what is left: a tenth of the memory."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from scipy.sparse import csr_array

from core.compiled import (
    DOUBLES,
    FLOATS,
    INT,
    INTS,
    NEW_DOUBLES,
    NEW_FLOAT_ROWS,
    NEW_FLOATS,
    NEW_INTS,
    compiled,
    several,
)
from core.model_files import FloatArray, IntArray
from core.retrievers.query import Scores


@dataclass(frozen=True, slots=True)
class Vectors:
    """One vector a position, as its numbers that are not 0."""

    width: int  # dimensions
    starts: IntArray  # the numbers of position i are starts[i] … starts[i+1], one more entry than positions
    dimensions: IntArray  # where each stands, ascending within a position
    values: FloatArray

    @classmethod
    def of(cls, dense: FloatArray) -> Self:
        """Return the rows of a table."""
        rows = csr_array(dense)
        return cls(dense.shape[1], rows.indptr, rows.indices, rows.data)

    def at(self, positions: IntArray, factors: FloatArray) -> Self:
        """Return the vectors at these positions alone, each times its factor."""
        return type(self)(self.width, *_at(self.starts, self.dimensions, self.values, positions, factors))

    def rows(self, positions: IntArray) -> FloatArray:
        """Return the vectors at these positions, one a row, with their zeros."""
        return _rows(self.starts, self.dimensions, self.values, positions, self.width)

    def sum(self, positions: IntArray, weights: FloatArray) -> FloatArray:
        """Return the sum of the vectors at these positions, each times its weight."""
        return _sum(self.starts, self.dimensions, self.values, positions, weights, self.width)

    def products(self, positions: IntArray, profile: FloatArray) -> Scores:
        """Return the inner product of the vector at each position with the profile."""
        return _products(self.starts, self.dimensions, self.values, positions, profile)

    def shares(self, positions: IntArray, profile: Scores, theme_of: IntArray) -> tuple[IntArray, IntArray, Scores]:
        """Return what each theme has of the inner product of each vector with the profile, where that is not 0.

        theme_of: by dimension, ascending. One entry a share: a place in `positions`, a theme, and its amount.
        """
        return _shares(self.starts, self.dimensions, self.values, positions, profile, theme_of)


@compiled(several(NEW_INTS, NEW_INTS, NEW_FLOATS), INTS, INTS, FLOATS, INTS, FLOATS)
def _at(
    starts: IntArray, dimensions: IntArray, values: FloatArray, positions: IntArray, factors: FloatArray
) -> tuple[IntArray, IntArray, FloatArray]:
    found_starts = np.zeros(len(positions) + 1, np.int32)
    for row in range(len(positions)):
        found_starts[row + 1] = found_starts[row] + starts[positions[row] + 1] - starts[positions[row]]
    found_dimensions, found = np.empty(found_starts[-1], np.int32), np.empty(found_starts[-1], np.float32)
    for row in range(len(positions)):
        away = starts[positions[row]] - found_starts[row]
        for at in range(found_starts[row], found_starts[row + 1]):
            found_dimensions[at] = dimensions[at + away]
            found[at] = values[at + away] * factors[row]
    return found_starts, found_dimensions, found


@compiled(NEW_FLOAT_ROWS, INTS, INTS, FLOATS, INTS, INT)
def _rows(starts: IntArray, dimensions: IntArray, values: FloatArray, positions: IntArray, width: int) -> FloatArray:
    table = np.zeros((len(positions), width), np.float32)
    for row in range(len(positions)):
        for at in range(starts[positions[row]], starts[positions[row] + 1]):
            table[row, dimensions[at]] = values[at]
    return table


@compiled(NEW_FLOATS, INTS, INTS, FLOATS, INTS, FLOATS, INT)
def _sum(  # noqa: PLR0913, PLR0917  the vectors and what is asked of them
    starts: IntArray, dimensions: IntArray, values: FloatArray, positions: IntArray, weights: FloatArray, width: int
) -> FloatArray:
    total = np.zeros(width, np.float32)
    for row in range(len(positions)):
        for at in range(starts[positions[row]], starts[positions[row] + 1]):
            total[dimensions[at]] += weights[row] * values[at]
    return total


@compiled(NEW_DOUBLES, INTS, INTS, FLOATS, INTS, FLOATS)
def _products(
    starts: IntArray, dimensions: IntArray, values: FloatArray, positions: IntArray, profile: FloatArray
) -> Scores:
    products = np.empty(len(positions))
    for row in range(len(positions)):
        total = np.float32(0)
        start, end = starts[positions[row]], starts[positions[row] + 1]
        places, of_row = dimensions[start:end].view(np.uint32), values[start:end]  # unsigned: as in `collaborative`
        for at in range(len(places)):
            total += of_row[at] * profile[places[at]]
        products[row] = total
    return products


@compiled(several(NEW_INTS, NEW_INTS, NEW_DOUBLES), INTS, INTS, FLOATS, INTS, DOUBLES, INTS)
def _shares(  # noqa: PLR0913, PLR0917  the same
    starts: IntArray, dimensions: IntArray, values: FloatArray, positions: IntArray, profile: Scores, theme_of: IntArray
) -> tuple[IntArray, IntArray, Scores]:
    most = 0
    for position in positions:
        most += starts[position + 1] - starts[position]
    rows, themes, shares = np.empty(most, np.int32), np.empty(most, np.int32), np.empty(most)
    count = 0
    for row in range(len(positions)):
        theme, share = -1, 0.0
        for at in range(starts[positions[row]], starts[positions[row] + 1]):
            if theme_of[dimensions[at]] != theme:
                if share != 0:
                    rows[count], themes[count], shares[count] = row, theme, share
                    count += 1
                theme, share = theme_of[dimensions[at]], 0.0
            share += values[at] * profile[dimensions[at]]
        if share != 0:
            rows[count], themes[count], shares[count] = row, theme, share
            count += 1
    return rows[:count].copy(), themes[:count].copy(), shares[:count].copy()
