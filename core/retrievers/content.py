"""Anime that are alike in themselves: label, source, era and story vectors in a FAISS inner-product index."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import faiss
import numpy as np

from core.anime import LabelKind
from core.model_files import BrokenModelError, FloatArray, IntArray, load_json, save_json
from core.pick import Reason, ReasonKind
from core.retrievers.query import Query, Scores, scale_of, totals_of


@dataclass(frozen=True, slots=True)
class Theme:
    """What one or several dimensions of the vectors are about: as much of a reason as they can give."""

    kind: ReasonKind  # LABEL, SOURCE, ERA or STORY
    label: str | None = None
    label_kind: LabelKind | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """Vectors of length ≤ 1, each block of dimensions weighted; a profile's inner product with them is the score.

    The index holds them as 16-bit floats, and both scores and reasons are computed from what it holds.
    """

    index: Any  # faiss.Index: inner product, one vector a position
    themes: tuple[Theme, ...]
    theme_of: IntArray  # for each dimension, which of the themes it belongs to

    @classmethod
    def build(cls, vectors: FloatArray, themes: tuple[Theme, ...], theme_of: IntArray) -> "Content":
        """Return the index over `vectors`, one row a position."""
        index = faiss.IndexScalarQuantizer(vectors.shape[1], faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
        index.train(vectors)
        index.add(vectors)
        return cls(index, themes, theme_of)

    def vectors(self, positions: IntArray) -> FloatArray:
        """Return the vectors at these positions, one a row."""
        if not len(positions):
            return np.empty((0, len(self.theme_of)), np.float32)
        found: FloatArray = self.index.reconstruct_batch(positions.astype(np.int64))
        return found

    def ask(self, query: Query) -> "ContentAnswer":
        """Return the answer for the profile that the anime that speak add up to, each with its preference."""
        profile = query.weights @ self.vectors(query.heard)
        return ContentAnswer(self, profile.astype(np.float32), query)

    def save(self, folder: Path) -> None:
        """Write this into a model folder."""
        faiss.write_index(self.index, str(folder / "content.faiss"))
        themes = [[theme.kind, theme.label, theme.label_kind] for theme in self.themes]
        save_json(folder / "content.json", {"themes": themes, "theme_of": self.theme_of.tolist()})

    @classmethod
    def load(cls, folder: Path) -> "Content":
        """Read what `save` wrote, the index memory-mapped. Raises BrokenModelError."""
        path = folder / "content.faiss"
        try:
            index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
        except RuntimeError as error:
            raise BrokenModelError(f"{path}: {error}") from error
        described = load_json(folder / "content.json")
        try:
            themes = tuple(
                Theme(ReasonKind(kind), label, None if label_kind is None else LabelKind(label_kind))
                for kind, label, label_kind in described["themes"]
            )
            return cls(index, themes, np.array(described["theme_of"], np.int32))
        except (KeyError, TypeError, ValueError) as error:
            raise BrokenModelError(f"{folder / 'content.json'}: {error!r}") from error


class ContentAnswer:
    """One profile's inner products."""

    _SCANNED = 400  # how many of the index's best are looked at, to find the scale and the candidates

    def __init__(self, content: Content, profile: FloatArray, query: Query) -> None:
        self._content = content
        self._found: IntArray = np.empty(0, np.int32)
        scale = 1.0
        if np.any(profile) and np.any(query.allowed):
            # The selector reads this memory while FAISS searches, so the name must outlive the call.
            bits = np.packbits(query.allowed, bitorder="little")
            parameters = faiss.SearchParameters(sel=faiss.IDSelectorBitmap(bits))  # type: ignore[call-arg, arg-type]  # faiss's types are SWIG's, without what its Python layer adds
            products, places = content.index.search(profile[np.newaxis], self._SCANNED, params=parameters)
            real = places[0] >= 0
            self._found = places[0][real].astype(np.int32)
            scale = scale_of(products[0][real].astype(np.float64))
        self._profile = profile.astype(np.float64) / scale

    def candidates(self, k: int) -> IntArray:
        """Return at most k allowed positions with the highest inner products, best first."""
        return self._found[:k]

    def scores(self, positions: IntArray) -> Scores:
        """Return the inner products at these positions."""
        products: Scores = (self._content.vectors(positions) @ self._profile.astype(np.float32)).astype(np.float64)
        return products

    def reasons(self, positions: IntArray) -> list[list[Reason]]:
        """Return one reason for each theme that speaks for or against each position."""
        products = self._content.vectors(positions).astype(np.float64) * self._profile
        return [self._reasons(row) for row in products]

    def _reasons(self, products: Scores) -> list[Reason]:
        themes = self._content.themes
        amounts = totals_of(self._content.theme_of, products, len(themes))
        return [
            Reason(themes[at].kind, float(amounts[at]), label=themes[at].label, label_kind=themes[at].label_kind)
            for at in np.flatnonzero(amounts)
        ]
