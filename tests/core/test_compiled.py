"""What is compiled: what the cache beside it cannot notice must not be there."""

import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages
from types import FunctionType

import numpy as np
import pytest
from numba.core.dispatcher import Dispatcher
from numba.core.errors import TypingError

import core
from core.compiled import FLOAT, INTS, NEW_INTS, compiled, several
from core.model_files import IntArray


def functions() -> Iterator[FunctionType]:
    for module in walk_packages(core.__path__, "core."):
        for value in vars(import_module(module.name)).values():
            if isinstance(value, Dispatcher) and value.py_func.__module__ == module.name:
                yield value.py_func


def test_nothing_compiled_calls_what_is_compiled_in_another_file() -> None:
    found = list(functions())
    assert len(found) > 10
    for function in found:
        for name in function.__code__.co_names:
            used = function.__globals__.get(name)
            assert not isinstance(used, Dispatcher) or used.py_func.__module__ == function.__module__, name
            assert not callable(used) or isinstance(used, Dispatcher) or used.__module__ == "math", name


def test_it_takes_what_is_mapped_read_only_and_gives_several_results() -> None:
    @compiled(several(NEW_INTS, FLOAT), INTS)
    def doubled(values: IntArray) -> tuple[IntArray, float]:
        return values * np.int32(2), float(len(values))

    given = np.arange(3, dtype=np.int32)
    given.flags.writeable = False
    twice, count = doubled(given)
    assert (twice.tolist(), count) == ([0, 2, 4], 3.0)
    with pytest.raises(TypeError, match="No matching definition"):
        doubled(given.astype(np.float32))


def test_the_next_process_takes_it_from_the_cache() -> None:
    program = (
        "import core.engine; from core.retrievers.query import ascending; "
        "print(sum(ascending.stats.cache_hits.values()), sum(ascending.stats.cache_misses.values()))"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert said.split() == ["1", "0"]


def test_where_nothing_can_be_kept_it_is_compiled_anyway() -> None:
    place: dict[str, FunctionType] = {}
    exec("def first(values):\n    return values[:1].copy()", place)  # noqa: S102  a function that is in no file
    first = compiled(NEW_INTS, INTS)(place["first"])
    assert first(np.array([7, 8], np.int32)).tolist() == [7]
    with pytest.raises(TypingError):
        compiled(NEW_INTS, INTS)(lambda values: values.no_such_thing)
