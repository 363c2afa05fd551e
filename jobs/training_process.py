"""The child process that trains, started by `jobs.retrain`: reads the database, writes a model folder, says how far.

Standard input: an `Order` as JSON. Standard output: a JSON line per step,
`{"stage": "…", "share": 0.4}`. Exit status 0: the folder is there.
"""

import asyncio
import json
import os
import sys
import traceback
from datetime import datetime
from pathlib import Path

from core.training import train
from jobs.training_data import TrainingData
from jobs.training_order import Order
from storage.database import Database
from storage.secrets import Secrets

LOW_PRIORITY = 10  # nice: the chat's own process goes first


async def _read(order: Order) -> TrainingData:
    database = Database(order.url, Secrets(bytes.fromhex(order.key)))
    try:
        return await TrainingData.read(database, datetime.fromisoformat(order.trained_at))
    finally:
        await database.close()


def _say(stage: str, share: float) -> None:
    print(json.dumps({"stage": stage, "share": round(share, 4)}), flush=True)  # noqa: T201  the parent reads this


def main() -> None:
    """Train what standard input orders; standard error ends with the reason in one line where that fails."""
    os.nice(LOW_PRIORITY)
    order = Order(**json.loads(sys.stdin.read()))
    try:
        _train(order)
    except Exception as error:  # noqa: BLE001  whatever it is, the parent is told
        traceback.print_exc()
        print(f"{type(error).__name__}: {str(error).partition(chr(10))[0]}", file=sys.stderr)  # noqa: T201  as above
        sys.exit(1)


def _train(order: Order) -> None:
    _say("Reading the ratings", 0.0)
    data = asyncio.run(_read(order))
    folder = Path(order.folder)
    train(
        data.catalogue,
        data.rows,
        folder,
        version=folder.name,
        trained_at=datetime.fromisoformat(order.trained_at),
        data=data.described,
        progress=_say,
    )


if __name__ == "__main__":
    main()
