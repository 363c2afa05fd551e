"""The few closed lists of values that only storage knows."""

from enum import StrEnum


class PersonKind(StrEnum):
    """Whose ratings they are: someone who talks to us, a stranger of a public data set, or nobody at all."""

    PERSON = "person"
    IMPORTED = "imported"
    SIMULATED = "simulated"


class Consent(StrEnum):
    """What a person can agree to. Nothing of it is assumed."""

    TRAINING = "training"  # their ratings may train the model that everybody is served from
    RECOMMENDED_FOR = "recommended_for"  # others may ask what to recommend to them


class Outcome(StrEnum):
    """How a job's run ended. SKIPPED: there was nothing to do, or what came out was not worth going live."""

    SUCCEEDED = "succeeded"
    FAILED = "failed"
    SKIPPED = "skipped"
