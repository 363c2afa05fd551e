"""What one message holds; discord.py names none of these.

Sources: https://discord.com/developers/docs/components/reference, https://discord.com/developers/docs/resources/message
"""

from typing import Final

COMPONENTS: Final = 40  # with those inside of others
CHARACTERS: Final = 4000  # of all texts together
FILES: Final = 10
ROW: Final = 5  # buttons beside each other
OPTIONS: Final = 25  # of a select
LABEL: Final = 80  # of a button
OPTION: Final = 100  # an option's label, value and description
DESCRIPTION: Final = 1024  # of a picture, for those who cannot see it
ADDRESS: Final = 2048  # of a picture
MODAL_LABEL: Final = 45  # a modal's title, and what stands above its field
PLACEHOLDER: Final = 100
FOLLOW_UPS: Final = 5  # where an app is installed by a person only
