"""The Bot API as data, as an oracle: every request of the bot and every answer of ours against its types.

The data is the Bot API's own page as JSON (PaulSonOfLars/telegram-bot-api-spec), compiled for pydantic's core: a check
takes microseconds.
"""

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

from pydantic_core import CoreSchema, SchemaValidator, ValidationError, core_schema

from tests.platforms.telegram.call import Call
from tests.platforms.telegram.refusal import Json

SHARED = Path(os.environ.get("OSUSUME_SHARED", Path(__file__).parents[4] / "shared"))
FILE = SHARED / "data" / "platform-specs" / "telegram-bot-api.json"
PLAIN: dict[str, CoreSchema] = {
    "Integer": core_schema.int_schema(strict=True),
    "Float": core_schema.float_schema(strict=True),
    "String": core_schema.str_schema(strict=True),
    "Boolean": core_schema.bool_schema(strict=True),
    "InputFile": core_schema.str_schema(strict=True),
    "CallbackGame": core_schema.dict_schema(),
}


class Specification:
    """Checks requests and results; a problem is a line of text."""

    def __init__(self, described: Json) -> None:
        self._types: Json = described["types"]
        self._methods: Json = {name.lower(): method for name, method in described["methods"].items()}
        self._definitions = [self._definition(name) for name in self._types if name not in PLAIN]
        self._update = self._validator(["Update"])
        self._requests: dict[str, SchemaValidator] = {}
        self._results: dict[str, SchemaValidator] = {}

    def fields(self, method: str) -> list[Json]:
        """Return the parameters of a method, in lower case, as they are described."""
        found: list[Json] = self._methods[method].get("fields", [])
        return found

    def request_problems(self, call: Call) -> list[str]:
        """Return what is wrong with a call: unknown, missing and mistyped parameters."""
        method = call.method.lower()
        if method not in self._methods:
            return [f"{call.method}: the Bot API has no such method"]
        if method not in self._requests:
            self._requests[method] = self._compiled(self._fields(self.fields(method)))
        return _problems(self._requests[method], call.parameters, call.method)

    def result_problems(self, method: str, result: object) -> list[str]:
        """Return what is wrong with our answer to a call."""
        name = method.lower()
        if name not in self._results:
            self._results[name] = self._validator(self._methods[name]["returns"])
        return _problems(self._results[name], result, f"our answer to {method}")

    def update_problems(self, update: Json) -> list[str]:
        """Return what is wrong with an update of ours."""
        return _problems(self._update, update, "our update")

    def _validator(self, types: list[str]) -> SchemaValidator:
        return self._compiled(self._union(types))

    def _compiled(self, schema: CoreSchema) -> SchemaValidator:
        return SchemaValidator(core_schema.definitions_schema(schema, self._definitions))

    def _definition(self, name: str) -> CoreSchema:
        described = self._types[name]
        if "subtypes" in described:
            return core_schema.union_schema([*map(self._type, described["subtypes"])], mode="left_to_right", ref=name)
        if "fields" in described:
            return self._fields(described["fields"], name)
        return core_schema.any_schema(ref=name)

    def _fields(self, fields: list[Json], name: str | None = None) -> CoreSchema:
        return core_schema.typed_dict_schema(
            {
                field["name"]: core_schema.typed_dict_field(self._union(field["types"]), required=field["required"])
                for field in fields
            },
            extra_behavior="forbid",
            ref=name,
        )

    def _union(self, types: list[str]) -> CoreSchema:
        choices = [self._type(name) for name in types]
        return choices[0] if len(choices) == 1 else core_schema.union_schema([*choices], mode="left_to_right")

    def _type(self, name: str) -> CoreSchema:
        if name.startswith("Array of "):
            return core_schema.list_schema(self._type(name.removeprefix("Array of ")))
        return PLAIN.get(name) or core_schema.definition_reference_schema(name)


@cache
def specification() -> Specification | None:
    """Return the official specification where it is at hand."""
    return Specification(json.loads(FILE.read_text())) if FILE.exists() else None


def _problems(validator: SchemaValidator, value: Any, about: str) -> list[str]:  # noqa: ANN401 -- any JSON
    try:
        validator.validate_python(value)
    except ValidationError as error:
        return [f"{about}: {'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors(include_url=False)]
    return []
