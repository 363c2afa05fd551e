"""Discord's official description of its API, as a judge of what the bot sends and of what this server answers.

https://github.com/discord/discord-api-spec; a copy lies in the shared data beside the project, where that is.
"""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from tests.platforms.discord.refusals import Json

FILE = Path(__file__).parents[4] / "shared" / "data" / "platform-specs" / "discord-openapi.json"
PARAMETER = re.compile(r"\{\w+\}")
URI = "urn:discord"


class OpenApi:
    """The description, with a compiled validator for each body that was met."""

    def __init__(self, file: Path) -> None:
        self._document: Json = json.loads(file.read_bytes())
        self._tell_apart(self._document)
        self._paths = {PARAMETER.sub("{}", path): path for path in self._document["paths"]}
        resource = DRAFT202012.create_resource(self._document)
        self._registry = Registry[Any]().with_resource(URI, resource)
        self._validators: dict[tuple[str, ...], Draft202012Validator | None] = {}

    def wrong_request(self, route: str, body: object) -> str:
        """Return what is wrong with a request's body, or nothing."""
        return self._wrong((route, "requestBody"), _coerced(body))

    def wrong_answer(self, route: str, status: int, body: object) -> str:
        """Return what is wrong with an answer's body, or nothing."""
        return self._wrong((route, "responses", str(status)), body)

    def _wrong(self, key: tuple[str, ...], body: object) -> str:
        if key not in self._validators:
            self._validators[key] = self._compiled(*key)
        validator = self._validators[key]
        if validator is None:
            return f"{' '.join(key)} is not in the official description"
        error = None if validator.is_valid(body) else best_match(validator.iter_errors(body))
        return f"{' '.join(key)}: {error.json_path} {error.message[:500]}" if error else ""

    def _compiled(self, route: str, *steps: str) -> Draft202012Validator | None:
        method, path = route.split()
        operation = self._document["paths"][self._paths[PARAMETER.sub("{}", path)]][method.lower()]
        description = operation.get(steps[0], {})
        if steps[0] == "responses":
            status = steps[1]
            pointer = status if status in description else f"{status[0]}XX"
            steps = (steps[0], pointer)
            description = description.get(pointer, {})
            if "$ref" in description:
                return self._of(f"{description['$ref']}/content/application~1json/schema")
        if "application/json" not in description.get("content", {}):
            return None
        place = "/".join(
            step.replace("~", "~0").replace("/", "~1")
            for step in (self._paths[PARAMETER.sub("{}", path)], method.lower(), *steps)
        )
        return self._of(f"#/paths/{place}/content/application~1json/schema")

    def _tell_apart(self, part: object) -> None:
        """Let unions of things with a `type` of their own be decided by it: as strict, and ten times as fast."""
        if isinstance(part, list):
            for inner in part:
                self._tell_apart(inner)
        elif isinstance(part, dict):
            for inner in part.values():
                self._tell_apart(inner)
            for key in ("oneOf", "anyOf"):
                kinds = [self._kind(option) for option in part.get(key, [])]
                if kinds and None not in kinds and len(set(kinds)) == len(kinds):
                    options = part.pop(key)
                    part["required"], part["properties"] = ["type"], {"type": {"enum": kinds}}
                    part["allOf"] = [
                        {"if": {"properties": {"type": {"const": kind}}}, "then": option}
                        for kind, option in zip(kinds, options, strict=True)
                    ]

    def _kind(self, option: Json) -> int | None:
        """Return the one `type` that a member of a union allows, if it names one."""
        schema = self._document["components"]["schemas"].get(option.get("$ref", "").rpartition("/")[2], {})
        kinds = schema.get("properties", {}).get("type", {}).get("enum", [])
        return kinds[0] if len(kinds) == 1 and "type" in schema["required"] else None

    def _of(self, pointer: str) -> Draft202012Validator:
        return Draft202012Validator({"$ref": f"{URI}{pointer}"}, registry=self._registry)


def _coerced(body: object) -> object:
    """Return a body with the numbers of its attachments as text: Discord takes both, its description only one."""
    if not isinstance(body, dict):
        return body
    if isinstance(body.get("data"), dict):
        return body | {"data": _coerced(body["data"])}
    if isinstance(body.get("attachments"), list):
        return body | {"attachments": [item | {"id": str(item.get("id"))} for item in body["attachments"]]}
    return body


@cache
def official() -> OpenApi | None:
    """Return the description, read once a process, or None where there is no copy."""
    return OpenApi(FILE) if FILE.exists() else None
