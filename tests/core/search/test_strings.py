from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from core.search.strings import Strings

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(st.lists(TEXT, min_size=1, max_size=30).filter(any))
def test_strings_survive_being_packed_and_saved(texts: list[str]) -> None:
    with TemporaryDirectory() as folder:
        names = Strings.pack(texts).save(Path(folder), "some")
        loaded = Strings.load(Path(folder), "some")
        assert sorted(names) == sorted(file.name for file in Path(folder).iterdir())
        assert len(loaded) == len(texts)
        assert [loaded[place] for place in range(len(texts))] == texts
        assert loaded.many([len(texts) - 1, 0]) == [texts[-1], texts[0]]
        del loaded  # the files must be closed before the folder goes
