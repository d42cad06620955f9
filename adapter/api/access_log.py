"""One log line a request: method, route, status, milliseconds; no address, identifier, body or error text.

Addresses carry patients' identifiers (searches), so the route's pattern stands for them.
"""

import logging
import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOG = logging.getLogger("medrec.access")


class AccessLog:
    """ASGI middleware around the whole app."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        start = time.perf_counter()

        async def logged(message: Message) -> None:
            if message["type"] == "http.response.start":
                route = getattr(scope.get("route"), "path", "(no route)")
                milliseconds = (time.perf_counter() - start) * 1000
                LOG.info("%s %s %d %.0f ms", scope["method"], route, message["status"], milliseconds)
            await send(message)

        await self.app(scope, receive, logged)
