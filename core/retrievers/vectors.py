"""Vectors that are 0 in nine of ten dimensions, kept as what is left: a tenth of the memory."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from scipy.sparse import csr_array

from core.compiled import DOUBLES, FLOATS, INT, INTS, NEW_DOUBLES, NEW_FLOAT_ROWS, NEW_FLOATS, compiled
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

    def rows(self, positions: IntArray) -> FloatArray:
        """Return the vectors at these positions, one a row, with their zeros."""
        return _rows(self.starts, self.dimensions, self.values, positions, self.width)

    def sum(self, positions: IntArray, weights: FloatArray) -> FloatArray:
        """Return the sum of the vectors at these positions, each times its weight."""
        return _sum(self.starts, self.dimensions, self.values, positions, weights, self.width)

    def products(self, positions: IntArray, profile: FloatArray) -> Scores:
        """Return the inner product of the vector at each position with the profile."""
        return _products(self.starts, self.dimensions, self.values, positions, profile)

    def shares(self, position: int, profile: Scores, theme_of: IntArray, themes: int) -> Scores:
        """Return what each theme has of the inner product of one vector with the profile. theme_of: by dimension."""
        part = slice(self.starts[position], self.starts[position + 1])
        return _shares(self.dimensions[part], self.values[part], profile, theme_of, themes)


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
        for at in range(starts[positions[row]], starts[positions[row] + 1]):
            total += values[at] * profile[dimensions[at]]
        products[row] = total
    return products


@compiled(NEW_DOUBLES, INTS, FLOATS, DOUBLES, INTS, INT)
def _shares(dimensions: IntArray, values: FloatArray, profile: Scores, theme_of: IntArray, themes: int) -> Scores:
    shares = np.zeros(themes)
    for at in range(len(dimensions)):
        shares[theme_of[dimensions[at]]] += values[at] * profile[dimensions[at]]
    return shares
