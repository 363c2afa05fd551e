"""Methods about chats and who is in them."""

from telegram.constants import ChatMemberStatus

from tests.platforms.telegram.call import Call
from tests.platforms.telegram.refusal import Json, RefusalError
from tests.platforms.telegram.world import World

GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


def get_chat(world: World, call: Call) -> Json:
    chat = world.chat_of(call)
    return {
        **chat.described,
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(GIFTS, False),
    }


def get_chat_administrators(world: World, call: Call) -> list[Json]:
    chat = world.open_chat(call)
    if chat.is_private:
        raise RefusalError("Bad Request: there are no administrators in the private chat")
    return [chat.members[person].membership(chat) for person in sorted(chat.admins)]


def get_chat_member(world: World, call: Call) -> Json:
    chat = world.open_chat(call)
    if call.whole("user_id") == world.bot["id"]:
        return {"user": world.bot, "status": ChatMemberStatus.MEMBER}
    person = world.people.get(call.whole("user_id"))
    if person is None:
        raise RefusalError("Bad Request: PARTICIPANT_ID_INVALID")
    return person.membership(chat)


def get_chat_member_count(world: World, call: Call) -> int:
    return len(world.open_chat(call).members) + 1


def leave_chat(world: World, call: Call) -> bool:
    chat = world.open_chat(call)
    if chat.is_private:
        raise RefusalError("Bad Request: chat member status can't be changed in private chats")
    chat.is_open, chat.closed_because = False, f"Forbidden: bot is not a member of the {chat.described['type']} chat"
    return True


def set_chat_menu_button(world: World, call: Call) -> bool:
    world.profile.menu_buttons[call.whole("chat_id")] = call.parameters.get("menu_button") or {"type": "default"}
    return True


def get_chat_menu_button(world: World, call: Call) -> Json:
    buttons = world.profile.menu_buttons
    return buttons.get(call.whole("chat_id")) or buttons.get(0) or {"type": "commands"}
