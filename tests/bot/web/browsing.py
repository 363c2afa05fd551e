"""What a browser without scripts does: follows forms and buttons, and keeps cookies."""

import re
from dataclasses import dataclass
from html import unescape

import httpx

ORIGIN = "http://osusume.test"
_TOKEN = re.compile(r'name="token" value="([^"]+)"')
_BUTTON = re.compile(r'<button name="action" value="([^"]*)"[^>]*?(?:aria-label="([^"]*)")?>(.*?)</button>', re.DOTALL)
_TITLE = re.compile(r"<h3>(.*?)</h3>")


@dataclass
class Window:
    client: httpx.AsyncClient
    html: str

    @classmethod
    async def opened(cls, client: httpx.AsyncClient) -> "Window":
        return cls(client, (await client.get("/")).text)

    @property
    def token(self) -> str:
        found = _TOKEN.search(self.html)
        assert found
        return unescape(found[1])

    @property
    def titles(self) -> list[str]:
        return [unescape(title) for title in _TITLE.findall(self.html)]

    @property
    def buttons(self) -> dict[str, str]:
        """The action behind each button, by its hint or its words."""
        return {unescape(hint or words): unescape(action) for action, hint, words in _BUTTON.findall(self.html)}

    async def say(self, text: str) -> None:
        self._shows(await self.client.post("/", data={"text": text, "token": self.token}))

    async def press(self, button: str) -> None:
        self._shows(await self.client.post("/tap", data={"action": self.buttons[button], "token": self.token}))

    def _shows(self, response: httpx.Response) -> None:
        assert response.status_code == 200
        self.html = response.text
