"""Being one person on two platforms: a code given on the one and said on the other, and the way back."""

from collections.abc import Sequence
from typing import Annotated

from bot.commands.house import House
from bot.commands.registry import registry
from bot.conversation.action import Action
from bot.conversation.parameters import Words
from bot.conversation.reply import Audience, Button, Choices, Heading, Look, Notice, Place, Reply, Text, Tone
from bot.conversation.request import Request
from bot.words.english.places import places
from storage.links import VALID, Joining, give_code, join, part
from storage.people import person_held, person_of, platforms, platforms_known

_FAMILY = "Your data"
_MINUTES = int(VALID.total_seconds() // 60)


@registry.command("link", "Be one person to me here and on another platform", family=_FAMILY, example="/link")
async def link(
    request: Request,
    house: House,
    code: Annotated[str, Words("The code I gave you elsewhere; without one, you get one", longest=40)] = "",
) -> Reply:
    """Return a new code, or what came of one."""
    return await _join(request, house, code) if code else await _give(request, house)


@registry.command("unlink", "Be a person of your own here again", family=_FAMILY, example="/unlink")
async def unlink(request: Request, house: House) -> Reply:
    """Ask once, or say that there is nothing to part."""
    person, secrets = request.person, house.database.secrets
    async with house.database.read() as session:
        known = await platforms_known(session, secrets, person.platform, person.id)
    if len(known) < 2:  # noqa: PLR2004  here and somewhere else
        said = "I know you only here, so there is nothing to part. /link joins this with another platform."
        return Reply((Notice(said),), Audience.PERSONAL)
    question = (
        f"I know you {_where(request, known)}, as one person. Shall this account be a person of its own again? "
        "Both sides keep a copy of your ratings and settings; /forget would take them from both. "
        "What you agreed to in /privacy stays there."
    )
    yes = Button("Yes, part them", Action("part", (house.alias(person),)), Look.DANGER)
    return Reply((Choices(question, (yes, Button("No, stay one", Action("keep")))),), Audience.PERSONAL)


@registry.action("part")
async def part_(request: Request, house: House, whose: Annotated[str, Words("Whose account?", longest=20)]) -> Reply:
    """Part the account, if it was this person who was asked."""
    if whose != house.alias(request.person):  # in a chat of many, anyone can tap
        said = "That question was for someone else. Yours is /unlink."
        return Reply((Notice(said, Tone.SORRY),), Audience.PERSONAL)
    person, secrets = request.person, house.database.secrets
    async with house.database.begin() as session:
        parted = await part(session, secrets, person.platform, person.id, at=house.clock())
    if parted is None:  # the same tap a second time
        return Reply((Notice("This account is a person of its own already."),), Audience.PERSONAL, Place.SAME)
    said = "Done. This account is a person of its own, with a copy of your ratings and settings."
    return Reply((Notice(said, Tone.GOOD),), Audience.PERSONAL, Place.SAME)


async def _give(request: Request, house: House) -> Reply:
    person, secrets, now = request.person, house.database.secrets, house.clock()
    async with house.database.begin() as session:
        user_id = await person_held(session, secrets, person.platform, person.id, at=now)
        code = await give_code(session, secrets, user_id, at=now)
    how = (
        f"Say /link {code} to me where else you use me: on Telegram, on Discord or in the browser. It works once, for "
        f"{_MINUTES} minutes. From then on I know you as one person, and all you told me here and there counts in both."
    )
    warning = "Keep it to yourself: whoever says it shares your ratings and sees them."
    return Reply((Heading(code), Text(how), Text(warning)), Audience.PERSONAL, secret=True)


async def _join(request: Request, house: House, code: str) -> Reply:
    person, secrets, now = request.person, house.database.secrets, house.clock()
    await house.impressions.flush()  # those of who goes on under another number are in the database by then
    async with house.database.begin() as session:
        user_id = await person_of(session, secrets, person.platform, person.id, at=now)
        came = await join(session, secrets, user_id, code, at=now)
        joined_id = await person_of(session, secrets, person.platform, person.id, at=now)
        known = await platforms(session, joined_id)
    match came:
        case Joining.JOINED:
            said = (
                f"Done. I know you {_where(request, known)} as one person now, and all you told me counts in each. "
                "What you agreed to in /privacy holds only where both did. If that was not your own account, part them."
            )
            notice = Notice(said, Tone.GOOD, buttons=(Button("Part them", Action("unlink")),))
        case Joining.OWN if len(known) > 1:
            already = f"I know you {_where(request, known)} as one person already."
            notice = Notice(f"That is your own code, and {already}")
        case Joining.OWN:
            notice = Notice(
                "That is your own code. Please say it to me on the other platform, from your account there."
            )
        case Joining.UNKNOWN:
            said = (
                "I do not know that code. Each works once, and only for a few minutes. "
                "Say /link on the other platform, and I give you a fresh one."
            )
            notice = Notice(said, Tone.SORRY)
    return Reply((notice,), Audience.PERSONAL, again=Action("privacy"))


def _where(request: Request, known: Sequence[str]) -> str:
    """Return the places; where others look on, which they are is nobody else's business."""
    return places(known) if request.chat.private else "in several places"
