"""Discord's official description of its API, as a judge of what the bot sends and of what this server answers.

https://github.com/discord/discord-api-spec; a copy lies in the shared data beside the project, where that is.
"""

import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match
from referencing import Registry
from referencing.jsonschema import DRAFT202012

if TYPE_CHECKING:
    from tests.platforms.discord.refusals import Json

FILE = Path(__file__).parents[4] / "shared" / "data" / "platform-specs" / "discord-openapi.json"
PARAMETER = re.compile(r"\{\w+\}")
URI = "urn:discord"


class OpenApi:
    """The description, with a compiled validator for each body that was met."""

    def __init__(self, file: Path) -> None:
        self._document: Json = json.loads(file.read_bytes())
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
