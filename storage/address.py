"""A database's address as people are given it, made into the one that its driver is opened by."""

from sqlalchemy.engine.url import URL, make_url
from sqlalchemy.exc import ArgumentError

from storage.engines import POSTGRESQL, SQLITE

_DRIVERS = {"postgres": POSTGRESQL, "postgresql": POSTGRESQL, "sqlite": SQLITE}


def driver_address(text: str) -> str:
    """Return the address with its driver, as hosts do not write it: `postgres://…` becomes `postgresql+asyncpg://…`.

    libpq's `sslmode` becomes asyncpg's `ssl`. Raises ValueError with a sentence that does not repeat the address, which
    may hold a password.
    """
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise ValueError(
            "a database address is written postgresql://user:password@host/database or sqlite:///FILE"
        ) from None
    url = url.set(drivername=_DRIVERS.get(url.drivername, url.drivername))
    if url.drivername not in {SQLITE, POSTGRESQL}:
        raise ValueError(f"a database address begins with postgresql:// or sqlite:///, not {url.drivername}://")
    if url.drivername == POSTGRESQL:
        url = _with_ssl(url)
    return url.render_as_string(hide_password=False)


def _with_ssl(url: URL) -> URL:
    mode = url.query.get("sslmode")
    return url if mode is None else url.difference_update_query(["sslmode"]).update_query_dict({"ssl": mode})
