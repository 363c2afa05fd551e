"""For whoever watches over the process: is it up, and can it answer."""

from collections.abc import Awaitable, Callable

from fastapi import APIRouter, Response, status
from loguru import logger


def health_routes(ready: Callable[[], Awaitable[None]]) -> APIRouter:
    """Return `/healthz` and `/readyz`; the latter asks `ready`, which raises where a person could not be served."""
    routes = APIRouter()

    @routes.get("/healthz")
    async def healthz() -> dict[str, str]:
        return {"status": "up"}

    @routes.get("/readyz")
    async def readyz(response: Response) -> dict[str, str]:
        try:
            await ready()
        except Exception as error:  # noqa: BLE001  whatever it is, the answer is "not ready"
            # The log has it all; anyone may ask here, so the answer has no more than the kind of trouble.
            logger.opt(exception=error).warning("not ready")
            response.status_code = status.HTTP_503_SERVICE_UNAVAILABLE
            return {"status": "not ready", "reason": type(error).__name__}
        return {"status": "ready"}

    return routes
