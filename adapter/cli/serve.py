"""medrec serve: the FHIR service, on the loopback address only."""

import argparse
import ipaddress
import logging
import os
import socket
import sys
import traceback
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from adapter.cli.user_maps import add_mappings, user_maps_of
from adapter.errors import CallError

if TYPE_CHECKING:
    from adapter.workflow.user_maps import UserMaps


def register(subparsers: Any) -> None:
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "serve",
        help="the FHIR service",
        description="Serve $reconcile, and read and search of the stored plans, on this machine (docs/service.md).",
    )
    parser.add_argument(
        "--store", metavar="URL", help="database, as SQLAlchemy writes it (default: SQLite in the user's data folder)"
    )
    parser.add_argument("--host", default="127.0.0.1", metavar="ADDRESS", help="default: 127.0.0.1")
    add_mappings(parser)
    parser.add_argument("--port", type=int, default=8000, metavar="N", help="default: 8000; 0 takes a free one")


def run(options: argparse.Namespace) -> int:
    """Serve until stopped: 0. Raises CallError (host, port), MappingError for maps that are broken, StoreError."""
    _require_loopback(options.host)
    maps = _sound_maps(options)
    listener = _listen(options.host, options.port)
    with listener:
        from datetime import UTC, datetime

        import uvicorn

        from adapter.api.app import LOOPBACK, create_app
        from adapter.store import Store
        from adapter.workflow.reconciled import reconcile

        store = Store(options.store or _default_store())
        operation = partial(reconcile, maps=maps)
        app = create_app(store, reconcile=operation, clock=lambda: datetime.now(UTC), hosts=(*LOOPBACK, options.host))
        _log_without_content()
        print(f"medrec: FHIR service at {_address(listener)}/fhir, store {store.address}", file=sys.stderr, flush=True)
        config = uvicorn.Config(app, log_config=None, access_log=False, server_header=False)
        try:
            uvicorn.Server(config).run(sockets=[listener])
        except KeyboardInterrupt:
            pass
        finally:
            store.close()
    return 0


def _sound_maps(options: argparse.Namespace) -> "UserMaps | None":
    """The maps of the call, looked at whole: a broken one stops the start, not the first request."""
    maps = user_maps_of(options)
    if maps is not None:
        from adapter.authoring.any_node import AnyNode
        from adapter.workflow.programs import refuse_broken

        refuse_broken(maps, AnyNode)
    return maps


def _require_loopback(host: str) -> None:
    """The service has no authentication yet: other machines must not reach it."""
    try:
        loopback = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        loopback = False
    if not loopback:
        raise CallError(
            f"--host {host} is not this machine alone: the service has no authentication yet; "
            "use 127.0.0.1, or put an authenticating proxy before it"
        )


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(
        family, socket.SOCK_STREAM, socket.IPPROTO_TCP
    )  # TCP by name: asyncio sets NODELAY only then
    if os.name == "posix":
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen()
        return listener
    except (OSError, OverflowError) as error:
        listener.close()
        reason = getattr(error, "strerror", None) or error
        raise CallError(f"cannot listen on {host} port {port}: {reason}; choose another --port") from None


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _default_store() -> str:
    """A file under $MEDREC_DATA, else the user's data folder; others of the machine cannot read it."""
    if given := os.environ.get("MEDREC_DATA"):
        folder = Path(given)
    elif os.name == "nt":
        folder = Path(os.environ.get("LOCALAPPDATA", Path.home())) / "medrec"
    else:
        folder = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "medrec"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / "medrec.sqlite").touch(mode=0o600)
    except OSError as error:
        raise CallError(f"cannot keep the store in {folder}: {error.strerror}; give --store URL") from None
    return f"sqlite:///{folder / 'medrec.sqlite'}"


class PlacesOnly(logging.Formatter):
    """Log lines where an exception is its type and the places it passed, without its text: that may be clinical."""

    def formatException(  # noqa: N802 (the name of the standard library)
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        type_, _, trace = ei
        places = [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]
        return "\n".join([*places, f"  {type_.__name__ if type_ else ''}"])


def _log_without_content() -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(PlacesOnly("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
