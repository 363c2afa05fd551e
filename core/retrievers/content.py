"""Anime that are alike in themselves: label, source, era and story vectors in a FAISS inner-product index.

Products of a few hundred vectors are taken by einsum, not by BLAS: that would start threads, see `Content.search`.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import faiss
import numpy as np

from core.anime import LabelKind
from core.model_files import BoolArray, BrokenModelError, FloatArray, IntArray, ints, load_json, save_json
from core.pick import ReasonKind
from core.reasons import Abouts, Spoken, about
from core.retrievers.query import Query, Scores, scale_of
from core.retrievers.vectors import Vectors

_REGISTER = 16  # numbers
_SKETCH = 96  # dimensions in which is searched; a fifth of what there is, and next to nothing gets lost
_DRAWN = 1.5  # times as many as are wanted are found in the sketch, then compared in all dimensions


@dataclass(frozen=True, slots=True)
class Theme:
    """What one or several dimensions of the vectors are about: as much of a reason as they can give."""

    kind: ReasonKind  # LABEL, SOURCE, ERA or STORY
    label: str | None = None
    label_kind: LabelKind | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """Vectors of length ≤ 1, each block of dimensions weighted; a profile's inner product with them is the score.

    The index holds them as 16-bit floats, and both scores and reasons are computed from what it holds. Beside them it
    holds a sketch of each: its principal components, not centred, so that inner products stay what they are.
    """

    index: Any  # faiss.IndexRefine: inner product, one vector a position
    themes: tuple[Theme, ...]
    theme_starts: IntArray  # the first dimension of each theme; a theme's dimensions lie together
    _whole: Any = field(init=False, repr=False, compare=False)  # faiss.Index: a part of the other, without the sketch
    _held: Vectors = field(init=False, repr=False, compare=False)  # what the index holds, decoded
    _lengths: FloatArray = field(init=False, repr=False, compare=False)  # 1 for a vector of zeros
    _theme_of: IntArray = field(init=False, repr=False, compare=False)  # by dimension
    abouts: Abouts = field(init=False, repr=False, compare=False)  # by theme: what its reasons are about

    def __post_init__(self) -> None:
        """Decode the vectors once: FAISS takes longer to decode a hundred of them than to search them all."""
        whole = faiss.downcast_index(self.index.refine_index)
        decoded: FloatArray = whole.reconstruct_n(0, whole.ntotal)
        lengths = np.sqrt(np.einsum("ij,ij->i", decoded, decoded))
        object.__setattr__(self, "_whole", whole)
        object.__setattr__(self, "_held", Vectors.of(decoded))
        object.__setattr__(self, "_lengths", np.where(lengths > 0, lengths, np.float32(1)))
        object.__setattr__(self, "_theme_of", np.repeat(np.arange(len(self.themes), dtype=np.int32), self.theme_widths))
        abouts = [about(theme.kind) + (place if theme.label else 0) for place, theme in enumerate(self.themes, 1)]
        object.__setattr__(self, "abouts", np.array(abouts, np.int64))

    @classmethod
    def build(cls, vectors: FloatArray, themes: tuple[Theme, ...], theme_starts: IntArray) -> "Content":
        """Return the index over `vectors`, one row a position.

        They are padded with zeros to whole SIMD registers: FAISS takes any other length number by number, thirty times
        slower. What is padded belongs to the last theme and adds nothing to it.
        """
        padding = -vectors.shape[1] % _REGISTER
        padded = np.ascontiguousarray(np.pad(vectors, ((0, 0), (0, padding))), np.float32)
        components = _components(padded)
        sketch = faiss.IndexPreTransform(components, _halves(components.d_out))
        index = faiss.IndexRefine(sketch, _halves(components.d_in))
        index.train(padded)
        index.add(padded)
        return cls(index, themes, theme_starts)

    @property
    def theme_widths(self) -> IntArray:
        """How many dimensions each theme has."""
        return np.diff(np.append(self.theme_starts, self.index.d))

    def vectors(self, positions: IntArray) -> FloatArray:
        """Return the vectors at these positions, one a row."""
        return self._held.rows(positions)

    def directions(self, positions: IntArray) -> Vectors:
        """Return the vectors at these positions scaled to length 1, one a row: their inner products are cosines."""
        return self._held.at(positions, np.reciprocal(self._lengths.take(positions)))

    def products(self, positions: IntArray, profile: FloatArray) -> Scores:
        """Return the inner product of the vector at each position with the profile."""
        return self._held.products(positions, profile)

    def search(
        self, profile: FloatArray, allowed: BoolArray, k: int, *, exact: bool = False
    ) -> tuple[Scores, IntArray]:
        """Return the k highest inner products among the allowed positions, best first, and their positions.

        Of a profile of a hundred anime the sketch loses one in five hundred of 200, of a single anime one in thirty.
        exact: compares all vectors in full instead, which takes twice as long.
        """
        # The selector reads this memory while FAISS searches, so the name must outlive the call.
        bits = np.packbits(allowed, bitorder="little")
        among = faiss.SearchParameters(sel=faiss.IDSelectorBitmap(bits))  # type: ignore[call-arg, arg-type]  # SWIG's types, without what faiss's Python layer adds
        sketched = faiss.SearchParametersPreTransform(index_params=among)  # type: ignore[call-arg]  # the same
        drawn = faiss.IndexRefineSearchParameters(k_factor=_DRAWN, base_index_params=sketched)  # type: ignore[call-arg]  # the same
        index, parameters = (self._whole, among) if exact else (self.index, drawn)
        # A thread's own setting. One question is served by one core: waking others costs more than they do, and while
        # those are busy with other people's questions it would wait for them.
        faiss.omp_set_num_threads(1)
        products, places = index.search(profile[np.newaxis], k, params=parameters)
        real = places[0] >= 0
        return products[0][real].astype(np.float64), places[0][real].astype(np.int32)

    def spoken(self, positions: IntArray, profile: Scores) -> Spoken:
        """Return one reason for each theme in which the profile's inner product with each position is not 0."""
        rows, themes, amounts = self._held.shares(positions, profile, self._theme_of)
        return Spoken(rows, self.abouts.take(themes), amounts)

    def ask(self, query: Query) -> "ContentAnswer":
        """Return the answer for the profile that the anime that speak add up to, each with its preference."""
        return ContentAnswer(self, self._held.sum(query.heard, query.weights), query)

    def save(self, folder: Path) -> None:
        """Write this into a model folder."""
        faiss.write_index(self.index, str(folder / "content.faiss"))
        themes = [[theme.kind, theme.label, theme.label_kind] for theme in self.themes]
        save_json(folder / "content.json", {"themes": themes, "starts": ints(self.theme_starts)})

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
            return cls(index, themes, np.array(described["starts"], np.int32))
        except (KeyError, TypeError, ValueError) as error:
            raise BrokenModelError(f"{folder / 'content.json'}: {error!r}") from error


def _halves(dimensions: int) -> "faiss.IndexScalarQuantizer":
    return faiss.IndexScalarQuantizer(dimensions, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)


def _components(vectors: FloatArray) -> "faiss.LinearTransform":
    """Return the map onto the principal components of the vectors as they are, at most `_SKETCH` of them."""
    _, directions = np.linalg.eigh(vectors.T.astype(np.float64) @ vectors)  # those with most in them come last
    kept = np.ascontiguousarray(directions[:, -_SKETCH:].T, np.float32)
    components = faiss.LinearTransform(kept.shape[1], kept.shape[0], False)  # noqa: FBT003  without a bias
    faiss.copy_array_to_vector(kept.ravel(), components.A)
    components.is_trained = True
    return components


class ContentAnswer:
    """One profile's inner products."""

    _NEAR, _FAR = 200, 400  # candidates: what nearly every question is content with, and the most there are

    def __init__(self, content: Content, profile: FloatArray, query: Query) -> None:
        self._content = content
        self._near: IntArray = np.empty(0, np.int32)
        self._allowed = query.allowed
        scale = 1.0
        if np.any(profile) and np.any(query.allowed):
            products, self._near = content.search(profile, query.allowed, self._NEAR)
            # Of dislikes alone next to nothing is left at the top; a profile's own length bounds every product.
            scale = max(scale_of(products), float(np.linalg.norm(profile)) / 4)
        self._profile = (profile / scale).astype(np.float32)

    def candidates(self, k: int) -> IntArray:
        """Return at most k allowed positions with the highest inner products, best first."""
        if k > self._NEAR == len(self._near):
            return self._content.search(self._profile, self._allowed, self._FAR)[1][:k]
        return self._near[:k]

    def scores(self, positions: IntArray) -> Scores:
        """Return the inner products at these positions."""
        return self._content.products(positions, self._profile)

    def spoken(self, positions: IntArray, weight: float) -> Spoken:
        """Return one reason for each theme that speaks for or against each position."""
        return self._content.spoken(positions, self._profile.astype(np.float64) * weight)
