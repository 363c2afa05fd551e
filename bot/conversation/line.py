"""One line of text as people type it: the command's name, and how what follows is shared out among its parameters."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.conversation.declaration import Parameter
from bot.conversation.host import Host
from bot.conversation.parameters import Completion, Title, Unclear, Whole, Words, shorten
from bot.conversation.request import Request

_COMMAND = re.compile(r"\s*/([^\s@]+)(?:@\S*)?\s*(.*)", re.DOTALL)
_TOKEN = re.compile(r'(?:(?P<key>[a-z_]+)=)?(?:["“”„](?P<quoted>[^"“”„]*)["“”„]|(?P<bare>\S+))')
_NUMBER = re.compile(r"[+-]?\d{1,9}(?:[.,]\d+)?(?:/10)?")
_LONGEST_LINE = 500  # characters; comparing each few words of more with every option would take too long
_LONGEST_OPTION = 4  # in words: "slice of life" has three
_FILLERS = frozenset(
    {"a", "an", "and", "anime", "for", "like", "me", "of", "or", "please", "some", "something", "the", "with"}
)


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    quoted: bool


class Leftover(Unclear):
    """A word of the line that fits no parameter. `parameter` is the one that `options` are for; `given` is the rest."""

    def __init__(self, text: str, options: Sequence[Completion], parameter: str, given: Mapping[str, str]) -> None:
        super().__init__(text, options)
        self.parameter = parameter
        self.given = given


def command_of(line: str) -> tuple[str, str]:
    """Return a line's command and the text after it: "/similar@OsusumeBot naruto" is ("similar", "naruto").

    A line that begins with no slash has no command: ("", the line).
    """
    found = _COMMAND.fullmatch(line)
    return (found[1].casefold(), found[2].strip()) if found else ("", line.strip())


async def split(text: str, parameters: Sequence[Parameter], request: Request, host: Host) -> dict[str, str]:
    """Return the raw text of each parameter that `text` gives, by name.

    `name=value` goes where it says, "quoted words" stay together. Then, where a parameter takes a title or free words,
    a number at the end goes to the whole number beside it and all the rest to the title; where none does, each word
    or few words go to the parameter that has them as an option. Raises Leftover for a word that nothing takes, and for
    a text that is longer than anything sensible.
    """
    if len(text) > _LONGEST_LINE:
        raise Leftover("That is more than I can read at once. A few words will do.", (), "", {})
    given, tokens = _named(text, parameters)
    free = [parameter for parameter in parameters if parameter.name not in given]
    greedy = next((parameter for parameter in free if isinstance(parameter.kind, Title | Words)), None)
    if greedy is None:
        return _by_options(tokens, free, given, host)
    number = next((parameter for parameter in free if isinstance(parameter.kind, Whole)), None)
    if number and await _ends_in_number(tokens, greedy, request, host):
        given[number.name] = tokens.pop().text
    if tokens:
        given[greedy.name] = " ".join(token.text for token in tokens)
    return given


def _named(text: str, parameters: Sequence[Parameter]) -> tuple[dict[str, str], list[_Token]]:
    names = {parameter.name for parameter in parameters}
    given: dict[str, str] = {}
    tokens: list[_Token] = []
    for found in _TOKEN.finditer(text):
        value = found["bare"] if found["quoted"] is None else found["quoted"]
        if found["key"] is None:
            tokens.append(_Token(value, quoted=found["quoted"] is not None))
        elif found["key"] in names:
            given[found["key"]] = value
        else:  # a title may hold an equals sign
            tokens.append(_Token(found[0], quoted=False))
    return given, tokens


async def _ends_in_number(tokens: Sequence[_Token], greedy: Parameter, request: Request, host: Host) -> bool:
    """Return whether the last word is a number of its own, and not the end of a title ("91 Days", "Mob Psycho 100")."""
    if not tokens or tokens[-1].quoted or not _NUMBER.fullmatch(tokens[-1].text):
        return False
    if len(tokens) == 1:  # it may be a title ("86"), unless the title was given by name
        return False
    if not isinstance(greedy.kind, Title) or any(token.quoted for token in tokens):
        return True
    return not (await host.find_titles(" ".join(token.text for token in tokens), request)).exact


def _by_options(
    tokens: Sequence[_Token], free: Sequence[Parameter], given: dict[str, str], host: Host
) -> dict[str, str]:
    left: list[str] = []
    position = 0
    while position < len(tokens):
        for length in range(min(_LONGEST_OPTION, len(tokens) - position), 0, -1):
            words = " ".join(token.text for token in tokens[position : position + length])
            taker = next((p for p in free if p.name not in given and p.kind.claims(words, host)), None)
            if taker is not None:
                given[taker.name] = words
                position += length
                break
        else:
            left.append(tokens[position].text)
            position += 1
    left = [word for word in left if word.casefold() not in _FILLERS]
    if left:
        raise _leftover(" ".join(left), free, given, host)
    return given


def _leftover(words: str, free: Sequence[Parameter], given: dict[str, str], host: Host) -> Unclear:
    open_ones = [parameter for parameter in free if parameter.name not in given]
    taken = [parameter for parameter in free if parameter.name in given]
    for parameter in open_ones:
        if near := parameter.kind.nearest(words, host):
            return Leftover(f"I do not know “{shorten(words)}” here. Did you mean:", near, parameter.name, given)
    required = next((parameter for parameter in open_ones if parameter.required), None)
    if required is not None:  # the parameter itself says best what it wants
        return Leftover(f"I do not know “{shorten(words)}” here. {required.kind.prompt}", (), required.name, given)
    if any(p.kind.claims(words, host) for p in taken):
        return Leftover(f"One at a time, please: “{shorten(words)}” is one too many.", (), "", given)
    return Leftover(f"I do not know what to do with “{shorten(words)}” here.", (), "", given)
