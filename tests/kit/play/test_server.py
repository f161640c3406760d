"""The server: whom it refuses, what every answer carries, and the command as a whole."""

from __future__ import annotations

import contextlib
import csv
import http.client
import io
import json
import queue
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from grader.play.guard import Guard
from grader.play.page import Arrived, Left, Said
from grader.play.server import WAITING, PortTaken, Server, bind
from tests.kit.play.conftest import decoded

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server with nobody behind it: what pages do stays in its inbox."""
    listening = bind(0)
    guard = Guard(listening.getsockname()[1], "secret-token")
    exports = {"curve.csv": lambda: b"epoch\n", "parameters.npz": lambda: None}
    made = Server(listening, guard, queue.Queue(1000), exports)
    made.start()
    yield made
    made.stop()


def get(server: Server, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Fetch a path; `cookie=True` brings the cookie, other names are headers."""
    port = server.guard.port
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request("GET", path, headers=sent)
    answer = connection.getresponse()
    found = {name.lower(): value for name, value in answer.getheaders()}
    body = answer.read()
    connection.close()
    return answer.status, found, body


def cookie(guard: Guard) -> str:
    return f"{guard.cookie}={guard.token}"


def live(guard: Guard, origin: str | None = None, brought: str | None = None) -> ClientConnection:
    """Connect as a page does."""
    origin = f"http://127.0.0.1:{guard.port}" if origin is None else origin
    headers = {"Cookie": cookie(guard) if brought is None else brought}
    address = f"ws://127.0.0.1:{guard.port}/socket"
    return connect(address, origin=origin or None, additional_headers=headers, max_size=None)


def test_the_printed_address_sets_the_cookie_and_leads_on(server):
    status, headers, _ = get(server, "/?token=secret-token")

    assert (status, headers["location"]) == (303, "/")
    set_cookie = headers["set-cookie"]
    assert set_cookie.startswith(f"neurokata-play-{server.guard.port}=secret-token;")
    assert "HttpOnly" in set_cookie and "SameSite=lax" in set_cookie


def test_what_a_browser_is_started_with_opens_the_page_once(server):
    address = f"/?token={server.ticket()}"

    assert [get(server, address)[0] for _ in range(2)] == [303, 403]


@pytest.mark.parametrize(
    "path", ["/", "/?token=wrong", "/?token=", "/curve.csv", "/parameters.npz"]
)
@pytest.mark.parametrize("brought", ["", "neurokata-play-1=secret-token", "{cookie}x", "=;;\x7f"])
def test_without_the_cookie_it_is_said_which_address_to_open(server, path, brought):
    sent = brought.replace("{cookie}", cookie(server.guard))
    status, _, body = get(server, path, Cookie=sent)

    assert status == 403
    assert body == b"Open this page with the address that grader play printed."


def test_cookies_of_other_pages_do_not_hide_ours(server):
    others = 'a={"b": "c,d"}; _xsrf=2|1f; =; name; '
    status, _, _ = get(server, "/curve.csv", Cookie=others + cookie(server.guard))

    assert status == 200


@pytest.mark.parametrize(
    "host",
    ["example.com", "127.0.0.1", "127.0.0.1:1", "127.0.0.1.nip.io:{port}", "[::1]:{port}", ""],
)
def test_another_host_is_refused(server, host):
    status, headers, body = get(
        server, "/?token=secret-token", Host=host.replace("{port}", str(server.guard.port))
    )

    assert status in (400, 421)
    assert "set-cookie" not in headers and b"token" not in body


def test_localhost_is_a_name_of_this_machine(server):
    status, _, _ = get(server, "/?token=secret-token", Host=f"localhost:{server.guard.port}")

    assert status == 303


@pytest.mark.parametrize(
    "path",
    [
        "/curve.csv",
        "/nothing",
        "/static/nothing.js",
        "/static/../guard.py",
        "/static/%2e%2e/guard.py",
    ],
)
def test_every_answer_is_strict(server, path):
    _, headers, body = get(server, path, Cookie=cookie(server.guard))

    assert headers["content-security-policy"].startswith(
        "default-src 'none'; script-src 'self'; style-src 'self';"
    )
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert "server" not in headers and b"secrets" not in body


def test_exports_are_for_our_page_alone(server):
    ours = f"http://localhost:{server.guard.port}"
    own, _, body = get(server, "/curve.csv", Cookie=cookie(server.guard), Origin=ours)
    other, _, _ = get(
        server, "/curve.csv", Cookie=cookie(server.guard), Origin="http://example.com"
    )
    early, _, said = get(server, "/parameters.npz", Cookie=cookie(server.guard))

    assert (own, body) == (200, b"epoch\n")
    assert other == 403
    assert (early, said) == (404, b"Nothing is trained yet.")


@pytest.mark.parametrize(
    "origin, brought",
    [
        ("http://example.com", None),
        ("null", None),
        ("", None),
        ("http://127.0.0.1:1", None),
        (None, ""),
        (None, "a=b"),
    ],
)
def test_a_websocket_from_elsewhere_is_refused(server, origin, brought):
    with pytest.raises(InvalidStatus) as refused:
        live(server.guard, origin, brought)

    assert refused.value.response.status_code == 403
    assert server.inbox.empty()


def test_what_a_page_says_goes_into_the_inbox_and_answers_go_out_in_order(server):
    with live(server.guard) as page:
        page.send('{"do":"play"}')
        arrived, said = server.inbox.get(timeout=5), server.inbox.get(timeout=5)
        arrived.page.send("one")
        arrived.page.send(b"two")
        arrived.page.close()
        heard = [page.recv(5), page.recv(5)]
        with pytest.raises(ConnectionClosed):
            page.recv(5)
    left = server.inbox.get(timeout=5)

    assert (type(arrived), type(said), type(left)) == (Arrived, Said, Left)
    assert said.text == '{"do":"play"}' and left.page is said.page is arrived.page
    assert heard == ["one", b"two"]


@pytest.mark.parametrize("message", [b"bytes", "x" * ((1 << 22) + 1)])
def test_what_is_no_text_or_too_long_ends_the_connection(server, message):
    with pytest.raises(ConnectionClosed), live(server.guard) as page:
        page.send(message)
        page.recv(5)
    kinds = [type(server.inbox.get(timeout=5)) for _ in range(2)]

    assert kinds == [Arrived, Left]


def test_what_anybody_may_send_writes_nothing_to_the_terminal(server, caplog):
    for text in (
        b"\x16\x03\x01",
        b"GET / HTTP/1.1\r\nHost: a\r\nUpgrade: b\r\nConnection: Upgrade\r\n\r\n",
    ):
        with socket.create_connection(("127.0.0.1", server.guard.port), timeout=5) as stranger:
            stranger.sendall(text + b"\r\n\r\n")
            assert stranger.recv(99)

    assert caplog.records == []


def test_connections_on_which_nothing_is_asked_do_not_keep_a_page_out(server):
    address = ("127.0.0.1", server.guard.port)
    with contextlib.ExitStack() as stack, live(server.guard) as page:
        silent = [
            stack.enter_context(socket.create_connection(address)) for _ in range(3 * WAITING)
        ]
        for each in silent:
            each.settimeout(5)

        assert silent[0].recv(1) == b""
        assert get(server, "/curve.csv", Cookie=cookie(server.guard))[0] == 200
        page.ping().wait(5)


def test_a_port_that_is_taken_is_passed_over(server):
    found = bind(server.guard.port)
    with found:
        assert found.getsockname() != ("127.0.0.1", server.guard.port)
        assert found.getsockname()[0] == "127.0.0.1"


def test_where_no_port_is_free_it_is_said(monkeypatch, server):
    monkeypatch.setattr("grader.play.server.PORTS", 1)
    with pytest.raises(PortTaken, match="choose another with --port"):
        bind(server.guard.port)


@pytest.fixture(scope="module")
def played() -> Iterator[tuple[Guard, str]]:
    """`grader play` on the reference, and the address that it printed; ended by Ctrl-C."""
    command = [Path(sys.executable).parent / "grader", "play", "--no-browser", "--target", "solutions", "--port", "0",
               "http://127.0.0.1:1/?token=old#dataset=xor&colour=red"]  # fmt: skip
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    printed = process.stdout.readline()
    found = re.fullmatch(r"http://127\.0\.0\.1:(\d+)/\?token=([\w-]{32})(#.*)?\n", printed)
    assert found, process.communicate()
    yield Guard(int(found[1]), found[2]), found[3]
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=10)
    assert process.returncode == 0
    assert said == "grader: there is no setting 'colour': it is left out\nended\n"


def test_the_command_prints_the_experiment_and_trains_it(played):
    guard, fragment = played
    frames = 0
    with live(guard) as page:
        page.send(json.dumps({"do": "open", "experiment": {"dataset": "xor", "step": "28"}}))
        page.send(json.dumps({"do": "play"}))
        begun = time.monotonic()
        while frames < 40:
            message = decoded(page.recv(10))
            if message["type"] == "frame":
                frames += 1
                page.send('{"do":"drawn"}')
        took = time.monotonic() - begun

    assert fragment == "#dataset=xor"
    assert message["running"] and message["step"] > 40
    assert took < 4


def test_exports_hold_what_was_trained(played):
    guard, _ = played
    with live(guard) as page:
        page.send(json.dumps({"do": "open", "experiment": {"layers": "3", "step": "28"}}))
        while (message := decoded(page.recv(10)))["type"] != "frame" or message["step"] < 28:
            pass
        page.send(json.dumps({"do": "drawn"}))
        served = type("Served", (), {"guard": guard})
        _, told, archive = get(served, "/parameters.npz", Cookie=cookie(guard))
        _, _, table = get(served, "/curve.csv", Cookie=cookie(guard))
    arrays = np.load(io.BytesIO(archive))
    rows = [*csv.DictReader(io.StringIO(table.decode()))]

    assert told["content-disposition"] == 'attachment; filename="parameters.npz"'
    assert {name: arrays[name].shape for name in ("W1", "b1", "W2", "b2")} == {
        "W1": (2, 3), "b1": (3,), "W2": (3, 1), "b2": (1,),
    }  # fmt: skip
    assert "layers=3" in arrays["experiment"]
    assert [row["epoch"] for row in rows] == ["0", "1", "2"]
    assert float(rows[2]["training_cost"]) == pytest.approx(message["cost"])


def test_the_command_says_what_is_wrong():
    program = Path(sys.executable).parent / "grader"
    wrong = [
        (
            ["play", "--target", "no where"],
            "--target no where: there is no package of that name here",
        ),
        (["play", "--port", "70000"], "Invalid value for '--port'"),
    ]
    for arguments, said in wrong:
        ended = subprocess.run([program, *arguments], cwd=ROOT, capture_output=True, text=True)

        assert ended.returncode == 2
        assert said in ended.stderr


def test_without_its_libraries_the_command_says_what_to_install(monkeypatch):
    code = (
        "import sys; sys.modules['uvicorn'] = None; sys.argv[1:] = ['play'];"
        "from grader.cli import main; main()"
    )
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)

    assert ended.returncode == 1
    assert (
        ended.stderr
        == "grader: the page needs starlette, uvicorn and websockets: pip install 'neurokata[play]'\n"
    )
