"""How likely it is that somebody likes what they are predicted to rate so."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression


@dataclass(frozen=True, slots=True)
class Likelihood:
    """1 / (1 + exp(-(slope · rating + offset))): Platt scaling, the same for every model that predicts ratings."""

    slope: float
    offset: float

    @classmethod
    def learned(cls, ratings: Sequence[float], liked: Sequence[bool]) -> "Likelihood":
        """Return what predicted ratings mean, learned from people who are neither trained on nor tested with.

        Platt, "Probabilistic Outputs for Support Vector Machines", 1999. Raises ValueError where all or none is liked.
        """
        fitted = LogisticRegression(C=1e6).fit(np.array(ratings)[:, np.newaxis], np.array(liked))
        return cls(float(fitted.coef_[0, 0]), float(fitted.intercept_[0]))

    def of(self, ratings: Sequence[float]) -> list[float]:
        """Return the probability of a like for each predicted rating."""
        shares: list[float] = (1 / (1 + np.exp(-(self.slope * np.array(ratings) + self.offset)))).tolist()
        return shares
