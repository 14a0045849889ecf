"""Answers are one clean thing on standard output, harmless whatever people wrote."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from assetmap.cli import output
from assetmap.cli.output import Format
from assetmap.errors import OptionError

ROWS: list[dict[str, Any]] = [
    {"id": "1", "name": "Caffi <b>Ŵyn</b>", "lon": -3.0, "lat": 51.5, "access": {"lift": "yes"}},
    {"id": "2", "name": '=HYPERLINK("x")', "lon": None, "lat": None, "access": {}},
]


def test_json_is_the_only_thing_on_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    output.emit_listing(ROWS, output=Format.JSON, columns=("id",), sentences=["Two assets."])
    said = capsys.readouterr()
    assert json.loads(said.out) == ROWS
    assert said.err == "Two assets.\n"


def test_csv_never_holds_a_formula(capsys: pytest.CaptureFixture[str]) -> None:
    output.emit_listing(ROWS, output=Format.CSV, columns=("name", "id"))
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["name"] for row in rows] == ["Caffi <b>Ŵyn</b>", '\'=HYPERLINK("x")']
    assert rows[0]["access"] == "lift: yes"
    assert list(rows[0]) == ["name", "id", "lon", "lat", "access"]


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("+44 1633 123456", "+44 1633 123456"),
        ("-3.5", "-3.5"),
        ("-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("a\nb", "a b"),
        (True, "yes"),
        (None, ""),
        (2.0, "2"),
    ],
)
def test_safe_cell(text: object, cell: str) -> None:
    assert output.safe_cell(text) == cell


def test_geojson_keeps_assets_without_a_point(capsys: pytest.CaptureFixture[str]) -> None:
    output.emit_listing(ROWS, output=Format.GEOJSON, columns=())
    features = json.loads(capsys.readouterr().out)["features"]
    assert features[0]["geometry"] == {"type": "Point", "coordinates": [-3.0, 51.5]}
    assert features[1]["geometry"] is None
    assert set(features[0]["properties"]) == {"id", "name", "access"}


def test_geojson_without_places_is_refused() -> None:
    with pytest.raises(OptionError, match="no places on a map"):
        output.emit_listing([{"a": 1}], output=Format.GEOJSON, columns=("a",))
    with pytest.raises(OptionError, match="not a list of places"):
        output.emit_record({"a": 1}, output=Format.GEOJSON)


def test_a_table_steers_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    hostile = "A\x1b[31mred\u202egnp\u009b5m [bold]x[/bold]"
    output.emit_listing([{"name": hostile}], output=Format.TABLE, columns=("name",), sentences=[hostile])
    said = capsys.readouterr().out
    assert "\x1b" not in said
    assert "\u202e" not in said
    assert "\u009b" not in said
    assert "[bold]x[/bold]" in said


def test_an_empty_listing(capsys: pytest.CaptureFixture[str]) -> None:
    output.emit_listing([], output=Format.JSON, columns=("id",))
    assert json.loads(capsys.readouterr().out) == []
