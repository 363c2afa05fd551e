"""How Discord says no: a status, a code of its own, and for forms a tree of what is wrong where."""

from collections.abc import Sequence
from typing import Any, TypeGuard

Json = dict[str, Any]


class Refusal(Exception):  # noqa: N818 -- what Discord does here; an error is what the bot makes of it
    """An answer other than 2xx."""

    def __init__(self, status: int, code: int, message: str, errors: Json | None = None) -> None:
        super().__init__(f"{status} ({code}): {message} {errors or ''}".rstrip())
        self.status = status
        self.code = code
        self.message = message
        self.errors = errors

    @property
    def body(self) -> Json:
        """What the bot receives."""
        body: Json = {"message": self.message, "code": self.code}
        return body if self.errors is None else body | {"errors": self.errors}


class Form:
    """A place in a request's body, where something may be wrong; all places of one body share one tree."""

    def __init__(self, tree: Json | None = None, path: tuple[str, ...] = ()) -> None:
        self._tree: Json = {} if tree is None else tree
        self._path = path

    def at(self, *keys: str | int) -> "Form":
        """Return the place below this one."""
        return Form(self._tree, (*self._path, *map(str, keys)))

    def wrong(self, code: str, message: str) -> None:
        """Note what is wrong here."""
        branch = self._tree
        for key in self._path:
            branch = branch.setdefault(key, {})
        branch.setdefault("_errors", []).append({"code": code, "message": message})

    def missing(self) -> None:
        """Note that something must be here."""
        self.wrong("BASE_TYPE_REQUIRED", "This field is required")

    def text(self, value: object, lowest: int, highest: int) -> TypeGuard[str]:
        """Demand a text of so many characters."""
        if not isinstance(value, str):
            self.missing() if value is None else self.wrong(
                "STRING_TYPE_CONVERT", f"Could not convert {value!r} to str"
            )
            return False
        if not lowest <= len(value) <= highest:
            if lowest:
                self.wrong("BASE_TYPE_BAD_LENGTH", f"Must be between {lowest} and {highest} in length.")
            else:
                self.wrong("BASE_TYPE_MAX_LENGTH", f"Must be {highest} or fewer in length.")
        return True

    def items(self, value: object, lowest: int, highest: int) -> Sequence[Json]:
        """Demand a list of so many objects, and return those that are."""
        if not isinstance(value, list):
            self.missing() if value is None else self.wrong("LIST_TYPE_CONVERT", "Only iterables may be used")
            return ()
        if not lowest <= len(value) <= highest:
            self.wrong("BASE_TYPE_BAD_LENGTH", f"Must be between {lowest} and {highest} in length.")
        for place, item in enumerate(value):
            if not isinstance(item, dict):
                self.at(place).wrong("DICT_TYPE_CONVERT", "Only dictionaries may be used")
        return [item for item in value if isinstance(item, dict)]

    def whole(self, value: object, lowest: int, highest: int) -> None:
        """Demand a whole number in a range."""
        if not isinstance(value, int) or isinstance(value, bool):
            self.wrong("NUMBER_TYPE_COERCE", f'Value "{value}" is not int.')
        elif not lowest <= value <= highest:
            self.wrong("NUMBER_TYPE_RANGE", f"int value should be between {lowest} and {highest}.")

    def one_of(self, value: object, allowed: Sequence[object]) -> bool:
        """Demand one of these values."""
        if value in allowed and not isinstance(value, bool):
            return True
        self.wrong("BASE_TYPE_CHOICES", f"Value must be one of {{{', '.join(map(str, allowed))}}}.")
        return False

    def close(self) -> None:
        """Refuse the whole form if anything in it is wrong."""
        if self._tree:
            raise Refusal(400, 50035, "Invalid Form Body", self._tree)
