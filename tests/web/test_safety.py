"""The running app: strangers are refused, closed doors stay closed, every reply has the headers, no log holds data."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.client import HTTPException
from pathlib import Path

import app_server
import app_window
import pytest
from app_server import ADDRESS, ASGI, ROOT, Reply, Server

from assetmap.web import doors
from assetmap.web.middleware import HEADERS

CANARY = "Canaria Jonesova ZZ1 1CQ"
UPGRADE = {
    "Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}  # fmt: skip
STREAM = "/_stcore/stream"
PROGRAM = re.compile(r'src="\./(static/js/index\.[^"]+)"')

FAULTY_APP = """
import os
import streamlit as st
from starlette.responses import StreamingResponse
from starlette.routing import Route
from assetmap.web.serving import middleware, routes

def fault(request):
    raise KeyError(os.environ["CANARY"])

async def fault_on_the_way(request):
    async def parts():
        yield b"begun"
        raise KeyError(os.environ["CANARY"])
    return StreamingResponse(parts())

async def fault_in_a_page(request):
    async def parts():
        yield b"begun"
        raise KeyError(os.environ["CANARY"])
    return StreamingResponse(parts(), media_type="text/html")

mine = [Route("/plain-fault", fault), Route("/plain-later", fault_on_the_way), Route("/page", fault_in_a_page)]
app = st.App("page.py", routes=[*mine, *routes()], middleware=middleware())
"""
FAULTY_PAGE = """
import gc, logging, os, threading, warnings
import streamlit as st
from assetmap.web import jobs

canary = os.environ["CANARY"]

class Loose:
    def __del__(self):
        raise ValueError(canary)

def fault():
    raise KeyError(canary)

st.button("Callback", key="callback", on_click=fault)
st.download_button("Take", data=b"some rows", file_name="rows.csv", key="take")
if st.button("Page", key="page"):
    fault()
if st.button("Job", key="job"):
    job = jobs.start("work", lambda progress: fault())
    job.wait(60)
    st.text(job.fault)
if st.button("Others", key="others"):
    thread = threading.Thread(target=fault)
    thread.start()
    thread.join()
    Loose()
    gc.collect()
    warnings.warn(canary)
    logging.getLogger("some.library").error("a row: %s", canary)
    logging.getLogger("assetmap").error("broken %d", canary)
    try:
        fault()
    except KeyError:
        logging.getLogger("assetmap").exception("the row %s", canary)
st.text("whole")
"""


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with app_server.start(tmp_path_factory.mktemp("safety") / "home") as running:
        yield running


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """An app with our middleware whose routes and page fail with the canary in the fault."""
    folder = tmp_path_factory.mktemp("faulty")
    shutil.copytree(ASGI.parent / ".streamlit", folder / ".streamlit")
    (folder / "page.py").write_text(FAULTY_PAGE, encoding="utf-8")
    script = folder / "faulty.py"
    script.write_text(FAULTY_APP, encoding="utf-8")
    with app_server.start(folder / "home", script=script, environ={"CANARY": CANARY}) as running:
        yield running


def own(server: Server, **more: str) -> dict[str, str]:
    return {"Origin": server.url, **more}


def assert_hardened(reply: Reply) -> None:
    for name, value in HEADERS:
        assert reply.headers.get(name.decode()) == value.decode(), (reply.status, name)
    policy = reply.headers["content-security-policy"]
    assert "default-src" in policy
    assert "unsafe-eval" not in policy
    assert "access-control-allow-origin" not in reply.headers


# --- every reply has the headers ---

PATHS = (
    "/", "/assets", "/assets?place=demo", "/nowhere/at/all", "/favicon.png", "/health", "/plain", "/plain/", "/plain/x",
    "/static/none.js", "/media/none.csv", "/component/none/x.html", "/_stcore/health", "/_stcore/host-config",
    "/_stcore/metrics", "/_stcore/upload_file/a/b", "/_stcore/bidi-components/none/x.js", "/vendor/none.js",
    "/x/", "//x", "/%00", "/..%2f..%2fetc/passwd", "/auth/login", STREAM,
)  # fmt: skip


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"])
def test_every_reply_has_the_headers(app: Server, method: str) -> None:
    seen = set()
    for path in PATHS:
        reply = app.get(path, method=method, headers=own(app, **{"Accept-Encoding": "gzip"}))
        assert_hardened(reply)
        seen.add(reply.status)
        assert reply.status < 500, path
    assert len(seen) > 1


def test_a_reply_to_head_is_the_one_to_get_without_its_body(app: Server) -> None:
    for path in ("/", "/plain", "/health", "/_stcore/health"):
        get, head = app.get(path), app.get(path, method="HEAD")
        assert head.body == b""
        wanted = {name: value for name, value in get.headers.items() if name not in {"date", "set-cookie"}}
        assert {name: head.headers.get(name) for name in wanted} == wanted, path


def test_only_programs_may_be_kept_by_a_browser(app: Server) -> None:
    program = PROGRAM.search(app.get("/").text)
    assert program
    assert "max-age" in app.get(f"/{program[1]}").headers["cache-control"]
    for path in ("/", "/assets", "/plain", "/plain/x", "/health", "/_stcore/host-config", "/media/none"):
        assert app.get(path).headers["cache-control"] == "no-store", path


def test_a_download_is_not_kept_and_has_the_headers(faulty: Server) -> None:
    with app_window.open_window(faulty) as window:
        found = re.search(r'url: "(/media/[^"]+)"', window.run().said)
        assert found
        reply = faulty.get(found[1])
    assert (reply.status, reply.body) == (200, b"some rows")
    assert reply.headers["cache-control"] == "no-store"
    assert_hardened(reply)


def test_a_page_runs_only_its_own_program_and_talks_to_this_server_alone(app: Server) -> None:
    page = app.get("/")
    policy = page.headers["content-security-policy"]
    scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert "unsafe-inline" not in scripts
    assert scripts.count("'sha256-") == page.text.count("<script>") == 1
    assert f"connect-src 'self' ws://{ADDRESS}:{app.port} wss://{ADDRESS}:{app.port};" in policy
    assert '<html lang="en-GB">' in page.text
    assert "_stcore/agent" not in page.text.partition("<script>")[2]
    assert page.text.count("<noscript>") == 1
    assert '<a href="/plain">' in page.text


def test_a_part_of_a_page_is_not_cut_out_of_another_body(app: Server) -> None:
    whole = app.get("/")
    part = app.get("/", headers={"Range": "bytes=0-9", "If-Modified-Since": "Tue, 01 Jan 2030 00:00:00 GMT"})
    assert (part.status, part.body) == (200, whole.body)


# --- closed doors ---

CLOSED = (
    "/_stcore/metrics", "/_stcore/metrics/", "/_stcore/metrics?families=cache_memory_bytes", "//_stcore/metrics",
    "/x/_stcore/metrics", "/_stcore//metrics", "/%5fstcore/metrics", "/%255fstcore/metrics", "/_STCORE/METRICS",
    "/_stcore%2fmetrics", "/_stcore%5cmetrics", "/./_stcore/metrics", "/x/../_stcore/metrics",
    "/_stcore/health/../metrics", "/_stcore/upload_file/../metrics", "/_stcore/agent", "/_stcore/agent/openapi.json",
    "/_stcore/agent/mcp", "/x/_stcore/agent/mcp", "/_stcore/script-health-check", "/auth/login", "/auth//login",
    "/AUTH/logout", "/oauth2callback",
)  # fmt: skip


@pytest.mark.parametrize("path", CLOSED)
def test_a_closed_door_is_closed_however_it_is_spelled(app: Server, path: str) -> None:
    for method in ("GET", "POST"):
        reply = app.get(path, method=method, headers=own(app))
        assert reply.status == 404, (method, path)
        assert reply.body == b"There is nothing here."


def test_doors_that_pages_need_are_open(app: Server) -> None:
    assert app.get("/_stcore/health").body == b"ok"
    assert app.get("/_stcore/host-config").status == 200
    with app_window.open_window(app) as window:
        assert "There is no place here yet." in window.run().html


def test_messages_are_taken_from_no_other_page(app: Server) -> None:
    assert '"allowedOrigins":["http://127.0.0.1"]' in app.get("/_stcore/host-config").text


@pytest.mark.parametrize(
    "folder", ["/vendor/", "/static/", "/component/", "/basemap/", "/sheets/", "/maps/", "/media/"]
)
def test_no_path_leads_out_of_its_folder(app: Server, folder: str) -> None:
    secret = "gatherUsageStats"
    ups = ("../" * 8, "..%2f" * 8, "%2e%2e/" * 8, "..\\" * 4, "..%5c" * 4, "....//" * 4)
    for up in ups:
        for target in ("work/none", ".streamlit/config.toml", str(ASGI.parent / ".streamlit" / "config.toml")):
            reply = app.get(f"{folder}{up}{target.lstrip('/')}")
            assert secret not in reply.body.decode("utf-8", "ignore")
            assert reply.status in {400, 404} or b'<div id="root">' in reply.body, (up, reply.status)


# --- strangers ---

STRANGE_HOSTS = (
    "example.org", "evil.example:80", "127.0.0.1.example.org", "localhost.example.org", "127.0.0.1@evil.example",
    "127.0.0.1:80:80", "127.0.0.1:x", "192.168.1.20", "0.0.0.0", "[::2]", "2130706433", "", "127.0.0.1, evil.example",
)  # fmt: skip


@pytest.mark.parametrize("host", STRANGE_HOSTS)
def test_a_strange_name_for_this_computer_is_refused(app: Server, host: str) -> None:
    for path in ("/", "/plain", "/_stcore/health", "/health"):
        reply = app.get(path, headers={"Host": host})
        assert reply.status == 403, path
        assert_hardened(reply)
    assert app.get(STREAM, headers={**UPGRADE, "Host": host}).status == 403


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST:{port}", "[::1]:{port}", "127.0.0.1:{port}"])
def test_its_own_names_are_answered(app: Server, host: str) -> None:
    assert app.get("/health", headers={"Host": host.format(port=app.port)}).status == 200


def test_two_names_are_refused(app: Server) -> None:
    with socket.create_connection((ADDRESS, app.port), timeout=10) as raw:
        raw.sendall(f"GET /health HTTP/1.1\r\nHost: {ADDRESS}\r\nHost: evil.example\r\n\r\n".encode())
        assert raw.recv(4096).split()[1] in {b"400", b"403"}


def test_another_address_of_this_computer_is_not_answered() -> None:
    asked = {"type": "http", "path": "/", "method": "GET", "headers": [(b"host", b"127.0.0.1:8501")]}
    assert doors.refusal({**asked, "server": ("127.0.0.1", 8501)}) is None
    assert doors.refusal({**asked, "server": ("192.168.1.20", 8501)}) is not None
    assert doors.refusal({**asked, "headers": [], "server": ("127.0.0.1", 8501)}) is not None


STRANGE_ORIGINS = (
    "http://evil.example", "null", "http://localhost:1", "http://127.0.0.1:1", "http://127.0.0.1", "file://",
    "https://share.streamlit.io", "http://127.0.0.1.evil.example", "http://[::1]:1",
)  # fmt: skip


@pytest.mark.parametrize("origin", STRANGE_ORIGINS)
def test_a_page_of_another_server_is_refused(app: Server, origin: str) -> None:
    for path, method in (
        ("/", "GET"),
        ("/plain", "GET"),
        ("/_stcore/health", "GET"),
        ("/_stcore/upload_file/a/b", "PUT"),
    ):
        reply = app.get(path, method=method, headers={"Origin": origin})
        assert reply.status == 403
        assert_hardened(reply)
    reply = app.get(STREAM, headers={**UPGRADE, "Origin": origin})
    assert reply.status == 403
    assert_hardened(reply)


def test_who_may_listen(app: Server) -> None:
    welcomed = app.get(STREAM, headers={**UPGRADE, **own(app)})
    assert welcomed.status == 101
    assert_hardened(welcomed)
    for path in ("/", "/health", "/x/_stcore/stream", "/plain", "/_stcore/stream/"):
        refused = app.get(path, headers={**UPGRADE, **own(app)})
        assert refused.status == 404, path
        assert_hardened(refused)


@pytest.mark.parametrize(
    ("site", "mode", "dest", "status"),
    [
        ("cross-site", "no-cors", "script", 403),
        ("cross-site", "no-cors", "image", 403),
        ("cross-site", "cors", "empty", 403),
        ("cross-site", "navigate", "iframe", 403),
        ("same-site", "no-cors", "script", 403),
        ("same-site", "navigate", "frame", 403),
        ("cross-site", "navigate", "document", 200),
        ("same-origin", "no-cors", "script", 200),
        ("same-origin", "navigate", "iframe", 200),
        ("none", "navigate", "document", 200),
    ],
)
def test_another_web_site_may_lead_to_a_page_and_no_more(
    app: Server, site: str, mode: str, dest: str, status: int
) -> None:
    told = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": dest}
    for path in ("/", "/plain", "/health"):
        assert app.get(path, headers=told).status == status
    if status == 200 and site == "cross-site":
        assert app.get("/", method="POST", headers=told).status == 403


def test_the_cookie_stays_on_this_site(app: Server) -> None:
    assert "SameSite=Strict" in app.get("/_stcore/health").headers["set-cookie"]


def test_an_upload_needs_the_cookie_said_twice(app: Server) -> None:
    body = b"--x\r\nContent-Disposition: form-data; name=file; filename=a.csv\r\n\r\nrow\r\n--x--\r\n"
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    refused = app.get("/_stcore/upload_file/none/none", method="PUT", headers=own(app, **kind), body=body)
    assert refused.status == 403
    assert_hardened(refused)


# --- nothing leaves ---


def test_the_server_asks_nobody(tmp_path: Path) -> None:
    """Its ways out are led to a listener of ours: a strange origin made Streamlit ask a web site for our address."""
    asked: list[bytes] = []
    with socket.socket() as trap:
        trap.bind((ADDRESS, 0))
        trap.listen()
        way = f"http://{ADDRESS}:{trap.getsockname()[1]}"
        threading.Thread(target=_note, args=(trap, asked), daemon=True).start()
        environ = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy"), way)
        with app_server.start(tmp_path / "home", environ={**environ, "no_proxy": ""}) as app:
            for origin in STRANGE_ORIGINS:
                app.get("/_stcore/health", headers={"Origin": origin})
                app.get(STREAM, headers={**UPGRADE, "Origin": origin})
            for host in ("localhost", "[::1]"):
                named = f"{host}:{app.port}"
                told = {"Host": named, "Origin": f"http://{named}"}
                assert app.get("/_stcore/health", headers=told).status == 200
                assert app.get("/_stcore/upload_file/a/b", method="OPTIONS", headers=told).status == 204
                assert app.get(STREAM, headers={**UPGRADE, **told}).status == 101
            with app_window.open_window(app) as window:
                window.run()
        assert asked == []


def _note(trap: socket.socket, asked: list[bytes]) -> None:
    while True:
        try:
            caller, _ = trap.accept()
        except OSError:
            return
        with caller:
            asked.append(caller.recv(1000))


# --- faults ---


def test_a_fault_of_a_route_says_nothing_of_it(faulty: Server) -> None:
    for path in ("/plain-fault", "/page"):
        for method in ("GET", "HEAD"):
            reply = faulty.get(path, method=method)
            assert reply.status == 500, (path, method)
            assert CANARY not in str(reply)
            assert_hardened(reply)
        assert faulty.get(path).text.startswith("Something went wrong on our side.")
    with pytest.raises(HTTPException):
        faulty.get("/plain-later")
    log = faulty.logged()
    assert "KeyError" in log
    assert "faulty.py, line" in log
    assert CANARY not in log


@pytest.mark.parametrize("press", ["page", "callback", "job", "others"])
def test_a_fault_of_a_page_says_nothing_of_it(faulty: Server, press: str) -> None:
    before = len(faulty.logged())
    with app_window.open_window(faulty) as window:
        buttons = window.run().widgets
        seen = window.run(press=buttons[press])
    log = faulty.logged()[before:]
    for part in (seen.text, log):
        assert CANARY not in part
        assert "Jonesova" not in part
    kinds = {"page": ("KeyError", "page.py, line"), "callback": ("KeyError", "page.py, line"), "job": ("KeyError",)}
    others = ("KeyError", "ValueError", "a warning: UserWarning", "a message of some.library")
    for kind in kinds.get(press, others):
        assert kind in log
    if press == "job":
        assert "Something went wrong on our side." in seen.text


# --- where it listens ---


@pytest.mark.parametrize("script", [ROOT / "app.py", ASGI])
@pytest.mark.parametrize("address", ["0.0.0.0", "::"])
def test_another_address_is_refused_and_why(tmp_path: Path, script: Path, address: str) -> None:
    command = [sys.executable, "-m", "streamlit", "run", str(script), f"--server.port={app_server.free_port()}"]
    ended = subprocess.run(
        [*command, f"--server.address={address}"], cwd=script.parent, capture_output=True,
        text=True, timeout=120, check=False, env={**os.environ, "ASSETMAP_HOME": str(tmp_path / "home")},
    )  # fmt: skip
    assert ended.returncode != 0
    assert "no sign-in yet" in ended.stderr + ended.stdout
    assert "Traceback" not in ended.stderr


def test_a_language_that_is_not_there_is_said_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="there is no such language yet") as ended:
        app_server.start(tmp_path / "home", environ={"ASSETMAP_LANGUAGE": "xx"})
    assert "Traceback" not in str(ended.value)


def test_it_listens_on_this_computer_alone(app: Server) -> None:
    tables = [Path(f"/proc/{app.process.pid}/net/{name}") for name in ("tcp", "tcp6")]
    if not tables[0].exists():
        pytest.skip("/proc: not on this system")
    port = f":{app.port:04X}"
    rows = [row.split() for table in tables if table.exists() for row in table.read_text().splitlines()[1:]]
    listening = [row[1] for row in rows if row[3] == "0A" and row[1].endswith(port)]
    assert listening == [f"0100007F{port}"]
