"""The console script `osusume`: serves the chat, asks it one thing, brings data in, trains, and works in batches."""

import asyncio
import signal
import sys
from collections.abc import Callable, Coroutine
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, Any, NoReturn, TypeVar

import typer
from pydantic import ValidationError
from rich.console import Console

from bot import log
from bot.app import clock, opened_app, opened_database
from bot.cli import batch
from bot.cli.lines import UnusablePathError
from bot.cli.progress import shown_progress
from bot.cli.report import report_text
from bot.cli.text import reply_text
from bot.conversation.line import command_of
from bot.conversation.request import Chat, Identity, Request
from bot.settings import Settings, UnusableSettingError, secret_key
from core.engine import Engine
from jobs.live import LiveModel, NoModelError
from jobs.retrain import Retraining, TrainingError
from sources.first_fill import fill_with_bundle, save_bundle
from sources.report import ImportReport, UnusableFileError
from storage.database import Database, UnusableDatabaseError

PLATFORM = "cli"
FAILED = 1
TOLD = (NoModelError, TrainingError, UnusableDatabaseError, UnusableFileError, UnusableSettingError)  # in a sentence

Result = TypeVar("Result")

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
imports = typer.Typer(
    no_args_is_help=True, help="Bring in anime and ratings from files; the same again changes nothing."
)
cli.add_typer(imports, name="import")

Progress = Callable[[str, float], None]
Import = Callable[[Database, Progress], Coroutine[Any, Any, ImportReport]]
Data = Annotated[Path | None, typer.Option("--data", help="Folder of database and models. Default: DATA_DIR.")]
Out = Annotated[Path, typer.Option("--out", help="File to write: one JSON object a line.", dir_okay=False)]
Count = Annotated[int, typer.Option("--k", min=1, max=100_000, help="How many to answer with.")]


def _in(option: str, words: str) -> Any:  # noqa: ANN401  typer types its options so
    return typer.Option(option, help=words, exists=True, dir_okay=False, readable=True)


@cli.command("run")
def serve(data: Data = None) -> None:
    """Serve the chat until told to stop."""
    from bot.serving import AddressError, run  # noqa: PLC0415  every other command starts half a second sooner

    settings = _settings(data)
    with ExitStack() as until_open:
        progress = until_open.enter_context(shown_progress())

        def opened(address: str) -> None:
            until_open.close()
            print(f"Osusume is open at {address}", flush=True)

        try:
            _do(run(settings, progress, opened), stopped=0)
        except AddressError as error:
            _stop(str(error))
    _stop("Stopped.", 0)


@cli.command()
def ask(
    line: Annotated[str, typer.Argument(help='What you would type in the chat, for example "/similar Naruto".')],
    name: Annotated[str, typer.Option("--as", help="Who asks: a name with a taste of its own.")] = "me",
    data: Data = None,
) -> None:
    """Ask the chat one thing and print the reply as text."""

    async def asked() -> str:
        command, text = command_of(line)
        person = Identity(PLATFORM, name)
        request = Request(person, Chat(PLATFORM, name, private=True), command=command, text=text)
        with shown_progress() as progress:
            async with opened_app(_settings(data), progress) as app:
                return reply_text(await app.conversation.answer(request), Path.cwd())

    print(_do(asked()))


@imports.command("kaggle")
def kaggle(
    anime: Annotated[Path | None, _in("--anime", "anime.csv of the Anime Recommendations Database.")] = None,
    ratings: Annotated[Path | None, _in("--ratings", "rating.csv of the same; -1: on the list, not scored.")] = None,
    data: Data = None,
) -> None:
    """Import the files of Kaggle's "Anime Recommendations Database"."""
    from sources.kaggle import import_kaggle  # noqa: PLC0415  only imports wait for pyarrow

    _import(
        data,
        (anime, ratings),
        lambda database, told: import_kaggle(database, anime, ratings, at=clock(), progress=told),
    )


@imports.command("table")
def table(
    catalogue: Annotated[Path | None, _in("--catalogue", "Anime, as CSV or Parquet.")] = None,
    ratings: Annotated[Path | None, _in("--ratings", "Ratings, as CSV or Parquet; 0: on the list, not scored.")] = None,
    data: Data = None,
) -> None:
    """Import tables: mal_id, title, type, genres, … and source, user_id, anime_id, rating (or zscore)."""
    from sources.table import import_table  # noqa: PLC0415  only imports wait for pyarrow

    _import(
        data,
        (catalogue, ratings),
        lambda database, told: import_table(database, catalogue, ratings, at=clock(), progress=told),
    )


@cli.command()
def train(data: Data = None) -> None:
    """Train a model from what the database holds, and let it go live."""
    settings = _settings(data)

    async def trained() -> str:
        with shown_progress() as progress:
            async with opened_database(settings) as database:
                await fill_with_bundle(database, at=clock(), progress=progress)
                retraining = Retraining(database, settings.url, secret_key(settings), settings.models, clock)
                return await retraining.run(progress)

    version = _do(trained())
    manifest = Engine.load(settings.models / version).manifest
    print(f"Model {version} is live: {manifest.data}.")
    widest = max(map(len, manifest.metrics), default=0)
    for metric, value in manifest.metrics.items():
        print(f"  {metric:<{widest}} {f'{value:,.0f}' if value.is_integer() else f'{value:.4f}'}")


@cli.command()
def evaluate(
    people: Annotated[int, typer.Option(min=1, help="How many people at most are held out for the test.")] = 500,
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder for the figures as CSV and JSON, and for pictures.")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Which people those are.")] = 1,
    lists: Annotated[
        int, typer.Option(min=1, help="How many lists the coverage of the novelty dial is over.")
    ] = 10_000,
    data: Data = None,
) -> None:
    """Measure the recommender beside its peers, on people it is not trained on. Changes nothing."""
    from bot.cli import evaluate as evaluation  # noqa: PLC0415  only this command waits for the peers' libraries
    from core.evaluation.people import TooFewPeopleError  # noqa: PLC0415  as above
    from jobs.evaluate import evaluated  # noqa: PLC0415  as above
    from jobs.training_data import TrainingData  # noqa: PLC0415  as above

    settings = _settings(data)

    async def read() -> TrainingData:
        async with opened_database(settings) as database:
            await fill_with_bundle(database, at=clock(), progress=progress)
            return await TrainingData.read(database, clock())

    try:
        if out is not None:
            evaluation.ready(out)
        with shown_progress() as progress:
            held = _do(read())
            # Without an event loop: nobody is waiting for an answer of this process, and Ctrl-C ends it at once.
            found = evaluated(held, people=people, lists=lists, seed=seed, trained_at=clock(), progress=progress)
        evaluation.show(Console(), found)
        if out is not None:
            print(f"{len(evaluation.save(found, out))} files are in {out}.")
    except (TooFewPeopleError, UnusablePathError) as error:
        _stop(str(error))
    except KeyboardInterrupt:
        _stop("Stopped.")


@cli.command()
def recommend(
    profiles: Annotated[Path, _in("--profiles", '{"user": "u1", "ratings": {"5114": 9}, "seen": [1, 5]} a line.')],
    out: Out,
    k: Count = 20,
    data: Data = None,
    *,
    plain: Annotated[
        bool, typer.Option("--plain", help="The ranker's own order, without the rules of presentation.")
    ] = False,
) -> None:
    """Recommend to each of many profiles."""
    _batch(data, lambda engine: batch.recommend(engine, profiles, k, out, plain=plain))


@cli.command()
def similar(
    ids: Annotated[Path, _in("--ids", "An anime id a line.")], out: Out, k: Count = 10, data: Data = None
) -> None:
    """Name the anime most like each of many."""
    _batch(data, lambda engine: batch.similar(engine, ids, k, out))


@cli.command()
def search(
    queries: Annotated[Path, _in("--queries", "A title as people type it a line.")],
    out: Out,
    k: Count = 5,
    data: Data = None,
) -> None:
    """Look up each of many titles."""
    _batch(data, lambda engine: batch.search(engine, queries, k, out))


@cli.command()
def predict(
    pairs: Annotated[Path, _in("--pairs", '{"user": "u1", "ratings": {"5114": 9}, "anime_id": 1} a line.')],
    out: Out,
    data: Data = None,
) -> None:
    """Predict how each of many people would score an anime."""
    _batch(data, lambda engine: batch.predict(engine, pairs, out))


def _import(data: Path | None, files: tuple[Path | None, Path | None], work: Import) -> None:
    if not any(files):
        _stop("Nothing to import: name one of the two files, or both.")

    async def imported() -> ImportReport:
        with shown_progress() as progress:
            async with opened_database(_settings(data)) as database:
                await save_bundle(database, at=clock())
                return await work(database, progress)

    print(report_text(_do(imported())))
    print("Answers come from it once a model is trained on it: osusume train")


def _engine(data: Path | None) -> Engine:
    live = LiveModel(_settings(data).models)
    live.refresh()
    try:
        return live.engine
    except NoModelError as error:
        _stop(str(error))


def _settings(data: Path | None) -> Settings:
    try:
        settings = Settings() if data is None else Settings(data_dir=data)
    except ValidationError as error:
        faults = [
            f"{'.'.join(map(str, fault['loc'])).upper()}: {fault['msg'].removeprefix('Value error, ')}"
            for fault in error.errors()
        ]
        _stop("\n".join(faults))
    except (OSError, UnicodeDecodeError) as error:
        _stop(f"The file .env cannot be read: {error}.")
    log.set_up(settings.log_level, settings.log_format)
    return settings


def _do(work: Coroutine[Any, Any, Result], *, stopped: int = FAILED) -> Result:
    """Do `work` to its end; `stopped` is the exit status where someone ends it before."""
    try:
        return asyncio.run(work)
    except TOLD as error:
        _stop(str(error))
    except KeyboardInterrupt:
        _stop("Stopped.", stopped)


def _batch(data: Path | None, work: Callable[[Engine], int]) -> None:
    """Do `work`, which returns how many lines were wrong; the exit status says whether all could be used."""
    engine = _engine(data)
    try:
        wrong_lines = work(engine)
    except UnusablePathError as error:
        _stop(str(error))
    if wrong_lines:
        _stop(f"{wrong_lines} wrong {'line was' if wrong_lines == 1 else 'lines were'} left out.")


def _stop(sentence: str, status: int = FAILED) -> NoReturn:
    print(sentence, file=sys.stderr)
    raise typer.Exit(status)


def main() -> None:
    """Run the console script."""
    # To be told to stop is like Ctrl-C: what was opened is closed, and a training under way ends with its parent.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    cli()


if __name__ == "__main__":
    main()
