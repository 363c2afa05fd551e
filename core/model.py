"""Everything that was learned, as one value: what a model folder holds beside its manifest and the title index."""

from dataclasses import dataclass
from pathlib import Path

from core.blends import Weights
from core.facts import Facts
from core.pick import ReasonKind
from core.predicted import Predictor
from core.quiz import Quiz
from core.ranker import Ranker
from core.retrievers.collaborative import Collaborative
from core.retrievers.content import Content
from core.retrievers.continuations import Continuations
from core.retrievers.pairs import Pairs
from core.retrievers.popular import Popular
from core.retrievers.query import Answer, Query
from core.retrievers.similar import Similar
from core.retrievers.timely import Timely


@dataclass(frozen=True, slots=True)
class Model:
    """The learned parts. All are read-only, so any number of threads may use them at once."""

    facts: Facts
    content: Content
    collaborative: Collaborative  # for whoever has said a lot
    first_likes: Collaborative  # for whoever has said little
    popular: Popular
    trending: Timely
    season: Timely
    predictor: Predictor
    quiz: Quiz
    similar: Similar
    ranker: Ranker | None = None  # None: the blend stands as it is

    def ask(self, query: Query, weights: Weights) -> list[tuple[Answer, float]]:
        """Return the answer of every retriever with its weight, in the order that features know them in."""
        return [
            (self.collaborative.ask(query), weights.collaborative),
            (self.first_likes.ask(query), weights.first_likes),
            (self.content.ask(query), weights.content),
            (self.popular.ask(query), weights.popular),
            (Continuations(self.facts).ask(query), weights.continuations),
            (self.trending.ask(query), weights.trending),
            (self.season.ask(query), weights.season),
        ]

    def save(self, folder: Path) -> None:
        """Write all parts into a model folder."""
        for part in (self.facts, self.content, self.popular, self.trending, self.season, self.predictor, self.quiz):
            part.save(folder)
        self.collaborative.save(folder, "collaborative")
        self.first_likes.save(folder, "first_likes")
        self.similar.save(folder)
        if self.ranker is not None:
            self.ranker.save(folder)

    @classmethod
    def load(cls, folder: Path) -> "Model":
        """Read what `save` wrote, memory-mapped. Raises BrokenModelError."""
        facts, content, popular = Facts.load(folder), Content.load(folder), Popular.load(folder)
        collaborative = Collaborative.load(folder, "collaborative", facts.ids)
        return cls(
            facts=facts,
            content=content,
            collaborative=collaborative,
            first_likes=Collaborative.load(folder, "first_likes", facts.ids),
            popular=popular,
            trending=Timely.load(folder, ReasonKind.TRENDING),
            season=Timely.load(folder, ReasonKind.SEASON),
            predictor=Predictor.load(folder, popular.means),
            quiz=Quiz.load(folder),
            similar=Similar.load(folder, Pairs.load(folder, facts, content, collaborative, popular)),
            ranker=Ranker.load(folder),
        )
