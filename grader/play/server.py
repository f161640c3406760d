"""The page's server: files, exports and one websocket, on loopback, in a thread of its own.

GET /?token=…  sets the cookie and leads to /     GET /static/…   the page's files
GET /parameters.npz, /curve.csv  exports          WS  /socket     what is trained and drawn
"""

from __future__ import annotations

import asyncio
import contextlib
import queue
import secrets
import socket
import threading
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect
from uvicorn.protocols.http.h11_impl import H11Protocol

from grader.play.guard import UNKNOWN, Guard
from grader.play.page import Arrived, Event, Left, Said

HOST = "127.0.0.1"
PORTS = 20
MESSAGE_LIMIT = 1 << 22
WAITING = 32  # connections at most on which no page is live; the oldest gives way
REFUSED = 1008
Export = Callable[[], bytes | None]


class PortTaken(Exception):
    """No port can be had; the message says which were tried."""


def bind(port: int) -> socket.socket:
    """A listening socket on loopback, on this port or the next that is free; any where it is 0."""
    last = port if port == 0 else min(port + PORTS, 1 << 16) - 1
    for each in range(port, last + 1):
        found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            found.bind((HOST, each))
            found.listen(16)
        except OSError:
            found.close()
            continue
        return found
    raise PortTaken(f"no port from {port} to {last} is free: choose another with --port")


class Connection:
    """A page's websocket; what is sent to it from another thread goes out in order."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._waiting: asyncio.Queue[str | bytes | None] = asyncio.Queue()

    def send(self, message: str | bytes) -> None:
        """Send a message; one to a page that is gone is lost."""
        self._put(message)

    def close(self) -> None:
        """Close it after what was sent."""
        self._put(None)

    def _put(self, message: str | bytes | None) -> None:
        with contextlib.suppress(RuntimeError):  # the server has ended
            self._loop.call_soon_threadsafe(self._waiting.put_nowait, message)

    async def pass_on(self, websocket: WebSocket) -> None:
        """Send what is to be sent, until it is to be closed."""
        while (message := await self._waiting.get()) is not None:
            if isinstance(message, str):
                await websocket.send_text(message)
            else:
                await websocket.send_bytes(message)
        await websocket.close()


class Asking(H11Protocol):
    """A connection that asks for a file, or for nothing yet: of too many the oldest are closed."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin, in place of the oldest where there are too many."""
        self.since = self.loop.time()
        super().connection_made(transport)
        others = [each for each in self.connections if isinstance(each, Asking)]
        for each in sorted(others, key=lambda other: other.since)[:-WAITING]:
            each.transport.abort()


class Guarded:
    """Refuses requests that were not sent to this host, and gives every answer its headers."""

    def __init__(self, app: ASGIApp, guard: Guard) -> None:
        self.app, self.guard = app, guard

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if not self.guard.here(Headers(scope=scope)):
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": REFUSED})
            else:
                await PlainTextResponse("There is nothing here.", 421)(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = [pair for pair in message["headers"] if pair[0].lower() != b"etag"]
                added = [
                    (name.encode(), value.encode()) for name, value in self.guard.headers().items()
                ]
                message = {**message, "headers": [*kept, *added]}
            await send(message)

        await self.app(scope, receive, with_headers)


class Server:
    """Serves the page.

    Parameters
    ----------
    listening : socket
        Where, from `bind`.
    guard : Guard
        Whom.
    inbox : queue
        Takes what pages do.
    exports : dict
        What can be fetched by its name, None where there is nothing yet.
    """

    def __init__(
        self,
        listening: socket.socket,
        guard: Guard,
        inbox: queue.Queue[Event],
        exports: dict[str, Export],
    ) -> None:
        self.guard, self.inbox, self.exports = guard, inbox, exports
        self._socket = listening
        self._tickets: set[str] = set()
        self._static = Path(str(resources.files("grader.play") / "static"))
        config = uvicorn.Config(
            self._app(), http=Asking, backlog=WAITING, lifespan="off",
            log_config=None, log_level="critical", access_log=False, server_header=False,
            ws_max_size=MESSAGE_LIMIT, ws_per_message_deflate=False, timeout_graceful_shutdown=1,
        )  # fmt: skip
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [listening]}, name="server", daemon=True
        )

    def start(self) -> None:
        """Begin to serve."""
        self._thread.start()

    def ticket(self) -> str:
        """A token that opens the page once: a browser's command line can be read by all who work on this machine."""
        made = secrets.token_urlsafe(24)
        self._tickets.add(made)
        return made

    def stop(self) -> None:
        """Close all connections and end."""
        self._server.should_exit = True
        self._thread.join(3)
        self._socket.close()

    def _app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/", self._index),
                *(Route(f"/{name}", self._export) for name in self.exports),
                WebSocketRoute("/socket", self._live),
                Mount("/static", StaticFiles(directory=self._static, check_dir=False)),
            ],
            middleware=[Middleware(Guarded, guard=self.guard)],
        )

    async def _index(self, request: Request) -> Response:
        token = request.query_params.get("token")
        if token is not None and (self.guard.right(token) or token in self._tickets):
            self._tickets.discard(token)
            answer = RedirectResponse("/", 303)
            answer.set_cookie(
                self.guard.cookie, self.guard.token, httponly=True, samesite="lax", path="/"
            )
            return answer
        if not self.guard.known(request.headers):
            return PlainTextResponse(UNKNOWN, 403)
        return FileResponse(self._static / "index.html")

    async def _export(self, request: Request) -> Response:
        allowed = self.guard.ours(request.headers, due=False) and self.guard.known(request.headers)
        if not allowed:
            return PlainTextResponse(UNKNOWN, 403)
        name = request.url.path.strip("/")
        content = await asyncio.to_thread(self.exports[name])
        if content is None:
            return PlainTextResponse("Nothing is trained yet.", 404)
        kind = "text/csv; charset=utf-8" if name.endswith(".csv") else "application/octet-stream"
        said = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(content, media_type=kind, headers=said)

    async def _live(self, websocket: WebSocket) -> None:
        headers = websocket.headers
        if not (self.guard.ours(headers, due=True) and self.guard.known(headers)):
            await websocket.close(REFUSED)
            return
        await websocket.accept()
        connection = Connection(asyncio.get_running_loop())
        sending = asyncio.create_task(connection.pass_on(websocket))
        try:
            self.inbox.put_nowait(Arrived(connection))
            while True:
                self.inbox.put_nowait(Said(connection, await websocket.receive_text()))
        except (WebSocketDisconnect, RuntimeError, KeyError):  # gone, closed by us, or no text
            pass
        except queue.Full:
            await websocket.close(REFUSED)
        finally:
            sending.cancel()
            with contextlib.suppress(BaseException):
                await sending
            with contextlib.suppress(queue.Full):
                self.inbox.put_nowait(Left(connection))
