from pathlib import Path

from bot.cli.report import report_text
from sources.report import FileReport, ImportReport, Remark, Unit
from storage.saved import Saved


def test_the_report_says_what_each_file_held_and_what_changed() -> None:
    ratings = FileReport(
        path=Path("some") / "rating.csv",
        unit=Unit.LINE,
        read=12_000,
        taken=11_993,
        repaired=(Remark("duplicate, the last one counts", 1, (17,)),),
        refused=(Remark("a rating is -1 or 1 to 10", 7, (3, 4, 5, 6, 1_207)),),
    )
    report = ImportReport((ratings,), ratings=Saved(11_000, 3, 990), people=40, simulated_ratings_dropped=50_000)
    assert report_text(report) == (
        "rating.csv: 12,000 rows read, 11,993 taken\n"
        "  repaired          1  duplicate, the last one counts (line 17)\n"
        "  refused           7  a rating is -1 or 1 to 10 (lines 3, 4, 5, 6, 1,207, …)\n"
        "Ratings of 40 people: 11,000 new, 3 changed, 990 as they were.\n"
        "The 50,000 simulated ratings made way for these real ones."
    )


def test_what_was_not_imported_is_not_spoken_of() -> None:
    anime = FileReport(Path("anime.csv"), Unit.ROW, 2, 2, (), ())
    assert report_text(ImportReport((anime,), anime=Saved(2, 0, 0))) == (
        "anime.csv: 2 rows read, 2 taken\nAnime: 2 new, 0 changed, 0 as they were."
    )
