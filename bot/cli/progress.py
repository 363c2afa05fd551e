"""How far long work is, in the terminal."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TaskProgressColumn, TextColumn, TimeElapsedColumn

Told = Callable[[str, float], None]


@contextmanager
def shown_progress() -> Iterator[Told]:
    """Show a bar on standard error for as long as the block runs; it hears a stage in words and its share, 0 to 1.

    Where standard error is no terminal, each stage is one line.
    """
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _each_stage_once(console)
        return
    columns = (
        SpinnerColumn(finished_text="✓"),
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console) as bars:
        tasks: dict[str, TaskID] = {}

        def tell(stage: str, share: float) -> None:
            if stage not in tasks:
                for earlier in tasks.values():
                    bars.update(earlier, completed=1.0)
                tasks[stage] = bars.add_task(stage, total=1.0)
            bars.update(tasks[stage], completed=share)

        yield tell
        for task in tasks.values():
            bars.update(task, completed=1.0)


def _each_stage_once(console: Console) -> Told:
    said: set[str] = set()

    def tell(stage: str, share: float) -> None:  # noqa: ARG001  a line a stage needs no share
        if stage not in said:
            said.add(stage)
            console.print(stage, "…", highlight=False)

    return tell
