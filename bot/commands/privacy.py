"""A person's data: what is kept and why, what they agree to, a copy of it, and the end of it."""

import json
from dataclasses import dataclass
from typing import Annotated

from sqlalchemy.ext.asyncio import AsyncSession

from bot.commands.house import House
from bot.commands.registry import registry
from bot.commands.settings import Switch
from bot.commands.visit import Visit, meet
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
from bot.words.english.places import places
from storage.consent import consents, set_consent
from storage.kinds import Consent
from storage.people import export, forget, person_held, platforms, platforms_known

_FAMILY = "Your data"


@dataclass(frozen=True, slots=True)
class Asked:
    """A consent in words: how it stands and what does not hang on it, the buttons, and what is said after a tap."""

    on: str
    off: str
    rest: str
    allow: str
    withdraw: str
    thanks: str
    stopped: str


_KEPT = (
    "Your ratings, thumbs, what you waved away, and your settings, so that my picks suit you.",
    "What you agreed to and when, so that I keep to it.",
    "What I showed you and what you tapped, so that it can be measured whether I get better.",
    "Your account's id as a keyed hash, never the id itself. I keep no name, and could not write to you unasked.",
    "Of a chat: its id as a keyed hash, and whether adult titles may appear there.",
    "What is yours stays until you say /forget, which deletes it at once. /export gives you a copy.",
)
_TREATED = (
    "Messages are read to answer them. I keep none, and learn nothing from them: only from what you rate and tap.",
    "What I keep is used for nothing else, and shown to nobody without your word. I write to nobody unasked.",
    "Whoever runs this bot answers for it; please ask them about anything else.",
)
_SIMULATED = "The shared model was trained on simulated ratings: nobody's real ones are in it."
_CONSENTS = {
    Consent.TRAINING: Asked(
        on="Your ratings may train the shared model.",
        off="Your ratings do not train the shared model.",
        rest="Your own picks use them either way.",
        allow="Allow training",
        withdraw="Stop training",
        thanks="Thank you. From the next training on, your ratings help everyone.",
        stopped="From the next training on, yours are left out.",
    ),
    Consent.RECOMMENDED_FOR: Asked(
        on="Others may ask me what would suit you.",
        off="Others may not ask me what would suit you.",
        rest="Where they may, they see titles, never your ratings or a reason.",
        allow="Allow asking",
        withdraw="Stop asking",
        thanks="Noted. Others may ask me what would suit you.",
        stopped="Noted. Nobody else is told any more what would suit you.",
    ),
}
_LABELS = {Consent.TRAINING: "Training the shared model", Consent.RECOMMENDED_FOR: "Others asking what would suit you"}


@registry.command("privacy", "What I keep of you, why, and for how long", family=_FAMILY, example="/privacy")
async def privacy(request: Request, house: House) -> Reply:
    """Return what is kept, and the buttons for consents, copy and end."""
    async with house.database.begin() as session:
        visit = await meet(session, request, house)
        return await _privacy(session, visit)


@registry.action("consent")
async def consent(
    request: Request,
    house: House,
    given: Annotated[Switch, Choice("Do you agree?", {Switch.ON: "Yes", Switch.OFF: "No"})],
    to: Annotated[Consent, Choice("To what?", _LABELS)] = Consent.TRAINING,
) -> Reply:
    """Give or withdraw a consent; the same again changes nothing."""
    agrees, asked = given is Switch.ON, _CONSENTS[to]
    async with house.database.begin() as session:
        visit = await meet(session, request, house)
        await set_consent(session, visit.user_id, to, agrees, at=house.clock())
        reply = await _privacy(session, visit)
    said = Notice(asked.thanks if agrees else asked.stopped, Tone.GOOD)
    return Reply((said, *reply.parts), reply.audience, Place.SAME, again=Action("privacy"))


@registry.command("export", "A copy of all I keep of you, as a file", family=_FAMILY, example="/export")
async def export_(request: Request, house: House) -> Reply:
    """Return the person's data as JSON."""
    await house.impressions.flush()
    async with house.database.begin() as session:
        visit = await meet(session, request, house)
        held = await export(session, visit.user_id)
    content = json.dumps(held, ensure_ascii=False, indent=2).encode()
    copy = Attachment("osusume-my-data.json", "application/json", content)
    return Reply((Text("Here is all I keep of you."), copy), Audience.PERSONAL)


@registry.command("forget", "Delete all I keep of you", family=_FAMILY, example="/forget")
async def forget_(request: Request, house: House) -> Reply:
    """Ask once, naming every place where they would be forgotten."""
    person, secrets = request.person, house.database.secrets
    async with house.database.read() as session:
        known = await platforms_known(session, secrets, person.platform, person.id)
    yes = Button("Yes, delete it all", Action("forget_all", (house.alias(person),)), Look.DANGER)
    no = Button("No, keep it", Action("keep"))
    everywhere = f" You are forgotten {places(known)}." if len(known) > 1 else ""
    if not request.chat.private:  # which places they are is nobody else's business
        everywhere = " You are forgotten wherever I know you."
    question = f"Delete all your ratings, your history and your settings?{everywhere} This cannot be undone."
    return Reply((Choices(question, (yes, no)),), Audience.PERSONAL)


@registry.action("forget_all")
async def forget_all(request: Request, house: House, whose: Annotated[str, Words("Whose data?", longest=20)]) -> Reply:
    """Delete everything, if it was this person who was asked."""
    if whose != house.alias(request.person):  # in a chat of many, anyone can tap
        return Reply((Notice("That question was for someone else. Yours is /forget.", Tone.SORRY),), Audience.PERSONAL)
    async with house.database.begin() as session:
        person = request.person
        user_id = await person_held(session, house.database.secrets, person.platform, person.id, at=house.clock())
        forgotten = await forget(session, user_id)
    ratings = forgotten.counts.get("ratings", 0)
    said = f"All is deleted, {ratings} rating{'' if ratings == 1 else 's'} among it. I do not know you any more."
    return Reply((Notice(said, Tone.GOOD),), Audience.PERSONAL, Place.SAME)


@registry.action("keep")
async def keep(_request: Request, _house: House) -> Reply:
    """Leave everything as it is."""
    return Reply((Notice("All stays as it is.", Tone.GOOD),), Audience.PERSONAL, Place.SAME)


async def _privacy(session: AsyncSession, visit: Visit) -> Reply:
    given, known = await consents(session, visit.user_id), await platforms(session, visit.user_id)
    simulated = "simulated" in visit.house.engine.manifest.data
    linked = (
        f"I know you {places(known)}, as one person. /unlink parts them."
        if len(known) > 1
        else f"I know you {places(known)}. If you use me elsewhere too, /link makes you one person there and here."
    )
    return Reply(
        (
            Heading("What I keep"),
            Text("\n".join(_KEPT)),
            Heading("How I treat it"),
            Text("\n".join((*_TREATED, *((_SIMULATED,) if simulated else ()), linked))),
            *(_question(one, given=one in given) for one in Consent),
            Choices(
                "", (Button("Get a copy", Action("export")), Button("Delete it all", Action("forget"), Look.DANGER))
            ),
        ),
        Audience.PERSONAL,
    )


def _question(consent: Consent, *, given: bool) -> Choices:
    asked = _CONSENTS[consent]
    label, turned = (asked.withdraw, Switch.OFF) if given else (asked.allow, Switch.ON)
    button = Button(label, Action("consent", (turned.value, consent.value)))
    return Choices(f"{asked.on if given else asked.off} {asked.rest}", (button,))
