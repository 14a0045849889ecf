"""The door to folium: it writes the map's element and the program that starts it."""

from __future__ import annotations

import re

import folium
from branca.element import Figure, MacroElement
from folium.template import Template
from markupsafe import Markup

MOST_ZOOM, LEAST_ZOOM = 18, 5


class _DrawAssetmap(MacroElement):
    """Hands folium's map to our own program."""

    _template = Template("{% macro script(this, kwargs) %}drawAssetmap({{ this._parent.get_name() }});{% endmacro %}")


def usual_address() -> str:
    """Return where folium itself fetches packages from, in the form ADDRESS/package@version/file."""
    address = dict(folium.Map.default_js)["leaflet"]
    return re.sub(r"/leaflet@.*$", "", address)


def write_folium_map(bounds: tuple[float, float, float, float], *, zoom_control: bool = True) -> tuple[Markup, str]:
    """Let folium write a map that shows the bounds and hands itself to ``drawAssetmap``.

    Parameters
    ----------
    bounds
        West, south, east, north in degrees.
    zoom_control
        Whether Leaflet's own buttons are wanted, with their English names.

    Returns
    -------
    tuple
        The map's element, and its program; where that fails it calls ``keepStillPicture(error)``.
    """
    west, south, east, north = bounds
    drawn = folium.Map(
        location=[(south + north) / 2, (west + east) / 2], tiles=None, prefer_canvas=True, max_zoom=MOST_ZOOM,
        min_zoom=LEAST_ZOOM, zoom_snap=0.25, scroll_wheel_zoom=False, zoom_animation=False, fade_animation=False,
        inertia=False, zoom_control=zoom_control,
    )  # fmt: skip
    drawn._id = "place"  # noqa: SLF001 - so that the same place gives the same file
    drawn.default_js, drawn.default_css = [], []
    drawn.fit_bounds([[south, west], [north, east]])
    drawn.add_child(_DrawAssetmap())  # type: ignore[no-untyped-call]
    figure = Figure()
    figure.add_child(drawn)
    drawn.render()  # type: ignore[no-untyped-call]
    run = f"try {{\n{figure.script.render()}\n}} catch (error) {{ keepStillPicture(error); }}"
    return Markup(figure.html.render()), run  # noqa: S704 - folium's own element, no text from people
