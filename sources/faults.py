"""What can be wrong with a row of any file, and when so much is wrong that it must be another kind of file."""

from sources.report import Tally, UnusableFileError

NO_ID = "has no usable anime id"
WRONG_WIDTH = "has too few or too many values"

# One row in ten must be right.
_LEAST_SHARE = 0.1


def check_usable(tally: Tally, malformed: int) -> None:
    """Raise UnusableFileError where a file has no rows, or nearly all its rows are malformed."""
    if not tally.read:
        raise UnusableFileError(f"{tally.path.name} has no rows.")
    if tally.read - malformed < _LEAST_SHARE * tally.read:
        worst = max(tally.report().refused, key=lambda remark: remark.rows)
        raise UnusableFileError(
            f"{tally.path.name}: {malformed:,} of {tally.read:,} rows cannot be used. "
            f"Most common: {worst.reason} (first: {tally.unit} {worst.first[0]:,}). Nothing was imported."
        )
