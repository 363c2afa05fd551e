"""What the training process is told; apart from it, so that who gives the order need not import what training needs."""

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be trained. It comes by standard input, since arguments can be read by every user of a machine."""

    url: str
    key: str  # hexadecimal
    folder: str
    trained_at: str  # ISO 8601

    def to_json(self) -> str:
        """Return the order as one JSON object."""
        return json.dumps(asdict(self))
