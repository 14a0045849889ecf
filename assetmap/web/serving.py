"""The parts of the app that ``st.App`` is made of: its script, its routes, its middleware."""

from __future__ import annotations

import sys
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route

from assetmap import __version__
from assetmap.errors import OptionError
from assetmap.messages import speak, tr
from assetmap.web import (
    logs,
    map_routes,
    notice_routes,
    plain_routes,
    release_routes,
    sheet_routes,
    state,
    way_sheet_routes,
)
from assetmap.web.middleware import LOOPBACK, Harden


def script() -> Path:
    """Return the script that Streamlit runs."""
    return Path(__file__).with_name("main.py")


def routes() -> list[BaseRoute]:
    """Return everything that is served beside Streamlit's own pages."""
    return [
        Route("/health", _health),
        *map_routes.ROUTES,
        *sheet_routes.ROUTES,
        *way_sheet_routes.ROUTES,
        *notice_routes.ROUTES,
        *release_routes.ROUTES,
        *plain_routes.ROUTES,
    ]


def middleware() -> list[Middleware]:
    """Return what every request passes; refuse to start where others could reach the app.

    Raises
    ------
    SystemExit
        The app was told to listen on an address that other computers reach, and there is no sign-in yet; or there
        are no words in the language that is set.
    """
    address = str(st.get_option("server.address") or "")
    if address not in LOOPBACK:
        sys.exit(refusal(address))
    try:
        speak(state.catalogue())
    except OptionError as fault:
        sys.exit(str(fault))
    logs.keep_data_out()
    return [Middleware(Harden, language=state.page_language())]


def refusal(address: str) -> str:
    """Say why the app does not listen on an address."""
    return tr(
        "assetmap does not listen on '{address}': other computers could then read facts about people, and there is "
        "no sign-in yet. Expected 127.0.0.1, which only this computer reaches. Leave the address out.",
        address=address or "all addresses",
    )


def _health(_request: Request) -> JSONResponse:
    return JSONResponse({"status": "ok", "version": __version__})
