"""The recommender as everybody else sees it: a loaded model and the questions it answers."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.anime import AnimeType, LabelKind
from core.blends import BLENDS, Blend
from core.facts import NOWHERE
from core.features import FEATURES, Look
from core.interactions import Interactions
from core.limits import allowed_by
from core.listing import CANDIDATES, Listing
from core.manifest import Manifest, read_manifest, verify
from core.model import Model
from core.model_files import BoolArray, BrokenModelError, FloatArray, IntArray, ints
from core.moods import MoodVoice
from core.novelty import Renown, crowd, turned
from core.pick import Pick, Prediction
from core.preferences import heeded, taste_rows
from core.quiz import Question
from core.ranker import Correction
from core.ranking import Ranking, descending
from core.reasons import Named, Subjects
from core.retrievers.query import Query, Scores, Voice, ascending
from core.retrievers.similar import CROWD
from core.search.index import TitleIndex
from core.taste import Taste
from core.wish import Adventure, Wish

BONUSES = frozenset({AnimeType.SPECIAL, AnimeType.MUSIC})  # not offered to somebody who does not ask for them

_ANYTHING = Wish(adult=True)


@dataclass(frozen=True, slots=True)
class _Asked:
    """One question, looked up: made anew for every call, so its arrays may be changed on the way."""

    rows: Interactions  # the taste
    heard: IntArray  # where the anime of each row is, NOWHERE for one that the model does not know
    known: BoolArray
    allowed: BoolArray
    mood: MoodVoice | None
    wish: Wish


class Engine:
    """Answers from one model. Read-only, so one engine serves any number of threads."""

    def __init__(self, manifest: Manifest, model: Model, titles: TitleIndex) -> None:
        self.manifest = manifest
        self.version = manifest.version
        self.titles = titles
        self._model = model
        self._facts = model.facts
        self._unrated: BoolArray = model.popular.audience == 0
        self._renown = Renown.of(model.popular)
        self._subjects = Subjects(
            self._facts.ids,
            [Named(theme.label, theme.label_kind) for theme in model.content.themes],
            [Named(label.name, label.kind) for label in self._facts.labels],
        )

    @classmethod
    def load(cls, folder: Path) -> "Engine":
        """Return the engine over the model in `folder`, memory-mapped.

        Raises BrokenModelError, naming the file, where one is missing, changed or not readable, and for a blend that is
        unknown here.
        """
        manifest = read_manifest(folder)
        if manifest.blend not in BLENDS:
            raise BrokenModelError(f"{folder}: nothing here is called the blend {manifest.blend!r}")
        verify(folder, manifest)
        return cls(manifest, Model.load(folder), TitleIndex.load(folder))

    def __contains__(self, anime_id: int) -> bool:
        """Whether the model knows this anime; about others it can say nothing."""
        return self._facts.position(anime_id) is not None

    def recommend(self, taste: Taste, wish: Wish, k: int, *, skip: int = 0, blend: str | None = None) -> list[Pick]:
        """Return the picks `skip` … `skip + k` of this person's list, under the rules of presentation.

        blend: a name in `core.blends.BLENDS`, as it is; None is the model's own, corrected by the second stage where
        that has shown itself better. Raises KeyError for an unknown one.
        """
        asked = self._asked(taste, wish)
        return self._list(self._for_taste(asked, blend), asked, k, skip)

    def rank(
        self, taste: Taste, k: int, *, exclude: frozenset[int] = frozenset(), blend: str | None = None
    ) -> list[int]:
        """Return the ids of the k best in the ranker's own order, without rules of presentation.

        Left out are only what the taste knows and `exclude`. Raises KeyError for an unknown blend.
        """
        asked = self._asked(taste, _ANYTHING)
        asked.allowed[self._facts.positions(exclude)] = False
        return self._ranked(self._for_taste(asked, blend), asked, k)

    def candidates(self, taste: Taste) -> tuple[list[int], Scores, FloatArray]:
        """Return the ids of what could be recommended, their scores by the model's blend, and their features.

        It is what the second stage learns from. Nothing for a taste in which nothing speaks.
        """
        asked = self._asked(taste, _ANYTHING)
        query = self._query(asked)
        if not len(query.heard):
            return [], np.empty(0), np.empty((0, len(FEATURES)), np.float32)
        ranking = self._blended(query, BLENDS[self.manifest.blend], asked)
        found = ascending(ranking.candidates(CANDIDATES), len(self._facts))
        told, blend = ranking.blended(found)
        table = Look(self._facts, self._model.popular, query).rows(found, told, blend)
        return ints(self._facts.ids[found]), blend, table

    def similar(self, anime_id: int, taste: Taste, wish: Wish, k: int, *, skip: int = 0) -> list[Pick]:
        """Return the picks `skip` … `skip + k` of the list of anime like this one; nothing for an unknown anime.

        Left out are the rest of its own franchise and what the taste knows.
        """
        position = self._facts.position(anime_id)
        if position is None:
            return []
        asked = self._asked(taste, wish)
        return self._list(self._for_anime(position, asked), asked, k, skip)

    def neighbours(self, anime_id: int, k: int) -> list[int]:
        """Return the ids of the k anime most like this one, without rules of presentation.

        Sequels of it are among them. Nothing for an unknown anime.
        """
        position = self._facts.position(anime_id)
        if position is None:
            return []
        asked = self._asked(Taste(), _ANYTHING)
        asked.allowed[position] = False
        return self._ranked(self._like(position, asked), asked, k)

    def explain(self, anime_id: int, taste: Taste, wish: Wish, *, similar_to: int | None = None) -> Pick:
        """Return the score of one anime with all its reasons, whether it is known to the taste or not.

        similar_to: asks why it is like that anime, rather than why it suits the taste. Raises KeyError for an anime
        that the model does not know.
        """
        asked = self._asked(taste, wish)
        position = self._known_position(anime_id)
        if similar_to is None:
            # What was said of an anime is no reason for it; but a mere plan is: such an anime may be in the list.
            ranking = self._for_taste(asked, None, unheard=position if asked.known[position] else NOWHERE)
        else:
            ranking = self._for_anime(self._known_position(similar_to), asked)
        return self._picks(ranking, asked, np.array([position], np.int32))[0]

    def place(self, anime_id: int, taste: Taste, wish: Wish, within: int) -> int | None:
        """Return where this anime stands in this person's list, 1 being first; None beyond the first `within`.

        Raises KeyError for an anime that the model does not know.
        """
        position = self._known_position(anime_id)
        asked = self._asked(taste, wish)
        return self._place(position, self._for_taste(asked, None), asked, within)

    def explain_place(self, anime_id: int, taste: Taste, wish: Wish, within: int) -> tuple[Pick, int | None]:
        """Return what `explain` and `place` return, for little more than either costs. Raises KeyError as they do."""
        position = self._known_position(anime_id)
        asked = self._asked(taste, wish)
        if asked.known[position]:  # it stands in no list
            return self.explain(anime_id, taste, wish), None
        ranking = self._for_taste(asked, None)
        pick = self._picks(ranking, asked, np.array([position], np.int32))[0]
        return pick, self._place(position, ranking, asked, within)

    def predict(self, taste: Taste, anime_ids: Sequence[int]) -> list[float]:
        """Return the ratings, 1-10, that this person would give; with an empty taste, the Bayesian means.

        Raises KeyError for an anime that the model does not know.
        """
        positions = np.array([self._known_position(anime_id) for anime_id in anime_ids], np.int32)
        return [prediction.rating for prediction in self._predictions(taste, positions)]

    def guess(self, taste: Taste, anime_id: int) -> Prediction:
        """Return the rating that this person would give to one anime, and how far off that may be.

        Raises KeyError for an anime that the model does not know.
        """
        return self._predictions(taste, np.array([self._known_position(anime_id)], np.int32))[0]

    def audience(self, anime_id: int) -> int:
        """Return how many people the model knows to have it on a list or rated.

        Raises KeyError for an anime that the model does not know.
        """
        return int(self._model.popular.audience[self._known_position(anime_id)])

    def quiz(
        self, taste: Taste, k: int, *, asked: AbstractSet[int] = frozenset(), adult: bool = False
    ) -> list[Question]:
        """Return at most k questions worth asking this person, most telling first. asked: numbers of earlier ones."""
        # A plan is no opinion, but asking about it would not tell much either: it is taken as known here.
        known = self._facts.mask(taste.known | frozenset(taste.ratings))
        return self._model.quiz.ask(self._facts, self._model.collaborative, known, asked, k, adult=adult)

    def genres(self) -> tuple[str, ...]:
        """Return the genres, then the themes, each as the catalogue spells it, the most frequent first."""
        labels = self._facts.labels
        counts = np.bincount(self._facts.label_ids, minlength=len(labels))
        order = [int(at) for at in np.argsort(-counts, kind="stable") if counts[at]]
        kinds = (LabelKind.GENRE, LabelKind.THEME)
        return tuple(labels[at].name for kind in kinds for at in order if labels[at].kind is kind)

    def _predictions(self, taste: Taste, positions: IntArray) -> list[Prediction]:
        rows = taste_rows(taste)
        return self._model.predictor.predict(rows, self._facts.locate(rows.anime), positions)

    def _known_position(self, anime_id: int) -> int:
        position = self._facts.position(anime_id)
        if position is None:
            raise KeyError(anime_id)
        return position

    def _asked(self, taste: Taste, wish: Wish) -> _Asked:
        known = self._facts.mask(taste.known)
        mood = None if wish.mood is None else MoodVoice(self._facts, wish.mood)
        allowed = allowed_by(wish, mood, self._facts, self._renown) & ~known
        rows = taste_rows(taste)
        return _Asked(rows, self._facts.locate(rows.anime), known, allowed, mood, wish)

    def _for_taste(self, asked: _Asked, blend: str | None, *, unheard: int = NOWHERE) -> Ranking:
        """Return the ranking for one person. unheard: a position whose own rating does not count, being asked about."""
        query = self._query(asked, unheard)
        correction = self._correction(query) if blend is None else None
        return self._blended(query, BLENDS[blend or self.manifest.blend], asked, correction)

    def _query(self, asked: _Asked, unheard: int = NOWHERE) -> Query:
        heard, weights = asked.heard, heeded(asked.rows, asked.wish)
        speaks = (heard != NOWHERE) & (heard != unheard) & (weights != 0)
        return Query(heard[speaks], weights[speaks], asked.allowed)

    def _correction(self, query: Query) -> Correction | None:
        """Return what the second stage adds, None where it has not shown itself better."""
        ranker, least = self._model.ranker, self.manifest.corrected_from
        if ranker is None or least is None or len(query.heard) < max(least, 1):
            return None
        return Correction(ranker, Look(self._facts, self._model.popular, query), ~self._unrated)

    def _for_anime(self, position: int, asked: _Asked) -> Ranking:
        """Return the ranking of what is like one anime; its own franchise is no longer allowed then."""
        asked.allowed[self._facts.franchise == self._facts.franchise[position]] = False
        return self._like(position, asked)

    def _like(self, position: int, asked: _Asked) -> Ranking:
        answer = self._model.similar.ask(position, asked.allowed)
        return Ranking([(answer, 1.0)], self._leanings(asked, CROWD))

    def _blended(self, query: Query, blend: Blend, asked: _Asked, correction: Correction | None = None) -> Ranking:
        weights = blend.at(len(query.heard))
        return Ranking(self._model.ask(query, weights), self._leanings(asked, crowd(len(query.heard))), correction)

    def _leanings(self, asked: _Asked, said: float) -> list[Voice]:
        """Return what the wish adds. said: how much of the scores is what the crowd says, see `turned`."""
        leanings: list[Voice] = [] if asked.mood is None else [asked.mood]
        if (dial := turned(asked.wish.adventure, self._renown, said)) is not None:
            leanings.append(dial)
        return leanings

    def _ranked(self, ranking: Ranking, asked: _Asked, k: int) -> list[int]:
        found = ascending(ranking.candidates(max(k, CANDIDATES)), len(self._facts))
        if len(found) < k:  # no retriever has so many to offer, but whoever asks for k is owed k
            found = np.flatnonzero(asked.allowed).astype(np.int32)
        positions, _ = descending(found, ranking.scores(found))
        return ints(self._facts.ids[positions[:k]])

    def _list(self, ranking: Ranking, asked: _Asked, k: int, skip: int) -> list[Pick]:
        """Return a part of the list that is shown."""
        return self._picks(ranking, asked, self._listing(ranking, asked).first(skip + k)[skip:])

    def _place(self, position: int, ranking: Ranking, asked: _Asked, within: int) -> int | None:
        found = np.flatnonzero(self._listing(ranking, asked).first(within) == position)
        return int(found[0]) + 1 if len(found) else None

    def _listing(self, ranking: Ranking, asked: _Asked) -> Listing:
        wish = asked.wish
        # Whoever asks for specials or music videos by name gets them; nobody else is offered one to begin with.
        bonuses = wish.type is not None or (wish.types is not None and wish.types <= BONUSES)
        # Whoever wants what is well loved by many does not want what nobody has rated.
        newcomers = self._unrated & (wish.adventure is not Adventure.SAFE)
        return Listing(self._facts, self._model.content, ranking, asked.known, asked.allowed, newcomers, bonuses)

    def _picks(self, ranking: Ranking, asked: _Asked, positions: IntArray) -> list[Pick]:
        predicted = self._model.predictor.predict(asked.rows, asked.heard, positions)
        return ranking.picks(self._subjects, positions, [one if one.known else None for one in predicted])
