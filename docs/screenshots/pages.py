"""The pages that are photographed: templates beside this file, with their images inside."""

from base64 import b64encode
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)


def inlined(image: bytes) -> str:
    """Return an address that holds the image itself."""
    return f"data:image/png;base64,{b64encode(image).decode()}"


def page(template: str, **shown: object) -> str:
    """Return the HTML of a template."""
    return ENVIRONMENT.get_template(template).render(shown)
