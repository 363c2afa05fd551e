"""A person's data: what is kept and why, whether it may train the model, a copy of it, and the end of it."""

import json
from typing import Annotated

from bot.commands.house import House
from bot.commands.registry import registry
from bot.commands.settings import Switch
from bot.commands.visit import meet
from bot.conversation.action import Action
from bot.conversation.parameters import Choice, Words
from bot.conversation.reply import (
    Attachment,
    Audience,
    Button,
    Choices,
    Heading,
    Look,
    Notice,
    Place,
    Reply,
    Text,
    Tone,
)
from bot.conversation.request import Request
from storage.consent import consents, set_consent
from storage.kinds import Consent
from storage.people import export, forget, person_of

_FAMILY = "Your data"
_KEPT = (
    "Your ratings, thumbs, what you waved away, and your settings, so that my picks suit you.",
    "What I showed you and what you tapped, so that it can be measured whether I get better.",
    "Your account's id as a keyed hash, and encrypted where I may have to write to you. I keep no name and no message.",
    "All of it stays until you say /forget, which deletes it at once. /export gives you a copy.",
)
_SIMULATED = "The shared model was trained on simulated ratings: nobody's real ones are in it."


@registry.command("privacy", "What I keep of you, why, and for how long", family=_FAMILY, example="/privacy")
async def privacy(request: Request, house: House) -> Reply:
    """Return what is kept, and the buttons for consent, copy and end."""
    async with house.database.begin() as session:
        visit = await meet(session, request, house)
        given = Consent.TRAINING in await consents(session, visit.user_id)
    return _privacy(house, given=given)


@registry.action("consent")
async def consent(
    request: Request,
    house: House,
    training: Annotated[Switch, Choice("May your ratings train the model?", {Switch.ON: "Yes", Switch.OFF: "No"})],
) -> Reply:
    """Give or withdraw the consent to training; the same again changes nothing."""
    given = training is Switch.ON
    async with house.database.begin() as session:
        visit = await meet(session, request, house)
        if given != (Consent.TRAINING in await consents(session, visit.user_id)):
            await set_consent(session, visit.user_id, Consent.TRAINING, given, at=house.clock())
    said = (
        "Thank you. From the next training on, your ratings help everyone."
        if given
        else "From the next training on, yours are left out."
    )
    reply = _privacy(house, given=given)
    return Reply((Notice(said, Tone.GOOD), *reply.parts), reply.audience, Place.SAME)


@registry.command("export", "A copy of all I keep of you, as a file", family=_FAMILY, example="/export")
async def export_(request: Request, house: House) -> Reply:
    """Return the person's data as JSON."""
    async with house.database.begin() as session:
        visit = await meet(session, request, house)
        held = await export(session, visit.user_id)
    content = json.dumps(held, ensure_ascii=False, indent=2).encode()
    copy = Attachment("osusume-my-data.json", "application/json", content)
    return Reply((Text("Here is all I keep of you."), copy), Audience.PERSONAL)


@registry.command("forget", "Delete all I keep of you", family=_FAMILY, example="/forget")
async def forget_(request: Request, house: House) -> Reply:
    """Ask once."""
    yes = Button("Yes, delete it all", Action("forget_all", (house.alias(request.person),)), Look.DANGER)
    no = Button("No, keep it", Action("keep"))
    question = "Delete all your ratings, your history and your settings? This cannot be undone."
    return Reply((Choices(question, (yes, no)),), Audience.PERSONAL)


@registry.action("forget_all")
async def forget_all(request: Request, house: House, whose: Annotated[str, Words("Whose data?", longest=20)]) -> Reply:
    """Delete everything, if it was this person who was asked."""
    if whose != house.alias(request.person):  # in a chat of many, anyone can tap
        return Reply((Notice("That question was for someone else. Yours is /forget.", Tone.SORRY),), Audience.PERSONAL)
    async with house.database.begin() as session:
        person = request.person
        user_id = await person_of(session, house.database.secrets, person.platform, person.id, at=house.clock())
        forgotten = await forget(session, user_id)
    ratings = forgotten.counts.get("ratings", 0)
    said = f"All is deleted, {ratings} rating{'' if ratings == 1 else 's'} among it. I do not know you any more."
    return Reply((Notice(said, Tone.GOOD),), Audience.PERSONAL, Place.SAME)


@registry.action("keep")
async def keep(_request: Request, _house: House) -> Reply:
    """Leave everything as it is."""
    return Reply((Notice("Nothing was deleted.", Tone.GOOD),), Audience.PERSONAL, Place.SAME)


def _privacy(house: House, *, given: bool) -> Reply:
    simulated = "simulated" in house.engine.manifest.data
    state = "Your ratings may train the shared model." if given else "Your ratings do not train the shared model."
    turn = ("Withdraw", Switch.OFF) if given else ("Allow it", Switch.ON)
    text = "\n".join((*_KEPT, _SIMULATED) if simulated else _KEPT)
    return Reply(
        (
            Heading("What I keep"),
            Text(text),
            Choices(
                f"{state} Your own picks use them either way.", (Button(turn[0], Action("consent", (turn[1].value,))),)
            ),
            Choices(
                "", (Button("Get a copy", Action("export")), Button("Delete it all", Action("forget"), Look.DANGER))
            ),
        ),
        Audience.PERSONAL,
    )
