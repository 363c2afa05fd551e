"""What an import came to, as text for the terminal."""

from collections.abc import Iterator

from sources.report import FileReport, ImportReport, Remark, Unit
from storage.saved import Saved


def report_text(report: ImportReport) -> str:
    """Return the report: what each file held, then what changed in the database."""
    return "\n".join(_lines(report))


def _lines(report: ImportReport) -> Iterator[str]:
    for file in report.files:
        yield from _file(file)
    if report.anime is not None:
        yield f"Anime: {_saved(report.anime)}."
    if report.ratings is not None:
        yield f"Ratings of {report.people:,} people: {_saved(report.ratings)}."
    if report.simulated_ratings_dropped:
        yield f"The {report.simulated_ratings_dropped:,} simulated ratings made way for these real ones."


def _file(file: FileReport) -> Iterator[str]:
    yield f"{file.path.name}: {file.read:,} rows read, {file.taken:,} taken"
    for remark in file.repaired:
        yield f"  repaired  {_remark(remark, file.unit)}"
    for remark in file.refused:
        yield f"  refused   {_remark(remark, file.unit)}"


def _remark(remark: Remark, unit: Unit) -> str:
    where = ""
    if remark.first:
        more = ", …" if remark.rows > len(remark.first) else ""
        plural = "s" if remark.rows > 1 else ""
        where = f" ({unit}{plural} {', '.join(f'{place:,}' for place in remark.first)}{more})"
    return f"{remark.rows:>9,}  {remark.reason}{where}"


def _saved(saved: Saved) -> str:
    return f"{saved.new:,} new, {saved.changed:,} changed, {saved.same:,} as they were"
