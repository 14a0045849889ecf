"""Every command, option, setting, barrier, asset kind and access feature stands in the docs, and links work."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer.main

from assetmap.cli import app
from assetmap.config import Settings
from assetmap.model import meeting
from assetmap.model.access_feature import ACCESS_FEATURES
from assetmap.model.asset import ASSET_FIELDS, ASSET_KINDS
from assetmap.model.barrier import BARRIER_RULES
from assetmap.model.meeting import TRANSIT_MODES
from assetmap.model.on_the_record import LAWFUL_BASES, RECORD_FIELDS, SPECIAL_CONDITIONS
from assetmap.model.participation import CHARACTERISTICS, PARTICIPATION_FIELDS, ROLES
from assetmap.model.traveller import TRAVELLER_PROFILES

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"


def _doc(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def _commands(group: Any, trail: tuple[str, ...] = ("assetmap",)) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, command in sorted(group.commands.items()):
        if hasattr(command, "commands"):
            yield from _commands(command, (*trail, name))
        else:
            yield (*trail, name), command


def test_every_command_and_option_is_documented() -> None:
    text = _doc("commands.md")
    sections = {part.split("\n", 1)[0].strip("` "): part for part in text.split("\n## ")[1:]}
    missing = []
    for trail, command in _commands(typer.main.get_command(app)):
        heading = " ".join(trail)
        if heading not in sections:
            missing.append(heading)
            continue
        for parameter in command.params:
            flag = parameter.opts[0]
            if (
                flag.startswith("--")
                and flag not in {"--help", "--place", "--format"}
                and f"`{flag}" not in sections[heading]
            ):
                missing.append(f"{heading} {flag}")
    assert missing == []


def test_no_command_is_documented_that_does_not_exist() -> None:
    known = {" ".join(trail) for trail, _ in _commands(typer.main.get_command(app))}
    headings = set(re.findall(r"^## `(assetmap [^`]+)`", _doc("commands.md"), flags=re.MULTILINE))
    assert headings == known


def test_every_setting_is_documented() -> None:
    text = _doc("settings.md")
    assert [row.name for row in dataclasses.fields(Settings) if f"`{row.name}`" not in text] == []
    variables = [row.metadata["variable"] for row in dataclasses.fields(Settings) if row.metadata["variable"]]
    assert [name for name in variables if name not in text] == []


def test_every_barrier_is_documented() -> None:
    text = _doc("barriers.md")
    assert [rule.name for rule in BARRIER_RULES if f"`{rule.name}`" not in text] == []
    assert [row.name for row in TRAVELLER_PROFILES if f"`{row.name}`" not in text] == []


def test_every_vehicle_traveller_and_number_of_a_meeting_is_documented() -> None:
    text = _doc("travel.md")
    for mode in TRANSIT_MODES:
        types = ", ".join(f"{first}" if first == last else f"{first} to {last}" for first, last in mode.route_types)
        assert f"| `{mode.name}` | {mode.label} | {types} |" in text
    for row in TRAVELLER_PROFILES:
        rests = "" if row.max_metres_between_rests is None else f"{row.max_metres_between_rests} m "
        limits = (
            f"{row.walk_speed_kmh} km/h | {row.max_walk_minutes} minutes | {rests}| {'yes' if row.on_wheels else 'no'}"
        )
        assert f"| `{row.name}` | {row.label} | {limits} |" in text
    numbers = {
        name: value for name, value in vars(meeting).items() if name.isupper() and not name.startswith("SECONDS")
    }
    for name, value in numbers.items():
        if isinstance(value, meeting.MeetingRule):
            assert re.search(rf"\| `{name}` \| {value.minutes} minutes \|.*{re.escape(value.source)} \|", text), name
        elif isinstance(value, int):
            assert re.search(rf"\| `{name}` \| {value}( minutes)? \| our default: ", text), name
    assert f"| `OVERRUNS_MINUTES` | {' and '.join(map(str, meeting.OVERRUNS_MINUTES))} minutes |" in text


def test_every_asset_kind_and_field_is_documented() -> None:
    text = _doc("assets.md")
    assert [kind.name for kind in ASSET_KINDS if f"`{kind.name}`" not in text] == []
    assert [row.name for row in ASSET_FIELDS if f"`{row.name}`" not in text] == []


def test_every_access_feature_is_documented() -> None:
    text = _doc("access-features.md")
    assert [feature.name for feature in ACCESS_FEATURES if f"`{feature.name}`" not in text] == []


def test_every_word_of_taking_part_is_documented() -> None:
    text = _doc("participation.md")
    names = [role.name for role in ROLES] + [row.name for row in CHARACTERISTICS]
    names += [row.name for row in PARTICIPATION_FIELDS]
    assert [name for name in names if f"`{name}`" not in text] == []


def test_every_question_and_ground_of_the_record_is_documented() -> None:
    text = _doc("participation.md")
    assert [row.name for row in RECORD_FIELDS if f"| `{row.name}` | `{row.option}` | {row.question}" not in text] == []
    grounds = [*LAWFUL_BASES, *SPECIAL_CONDITIONS]
    assert [one.name for one in grounds if f"| `{one.name}` | {one.article} | {one.label}: " not in text] == []


def test_links_between_pages_work() -> None:
    broken = [
        f"{page.name}: {target}"
        for page in [*ROOT.glob("*.md"), *DOCS.glob("*.md"), ROOT / "data" / "README.md"]
        for target in re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8"))
        if not target.startswith("http") and not (page.parent / target).exists()
    ]
    assert broken == []
