"""``assetmap assets``, ``undo`` and ``asset``: list what there is, correct it by hand, take a change back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from assetmap.cli import context
from assetmap.cli.output import Format, emit_listing, emit_record, flat
from assetmap.messages import tr

if TYPE_CHECKING:
    from assetmap.services.register import AssetMove
    from assetmap.services.workspace import Place

app = typer.Typer(no_args_is_help=True)

AssetId = Annotated[str, typer.Argument(help="The asset: its id, the first letters of it, or its name.")]
Postcode = Annotated[str, typer.Option("--postcode", help="Where it is, by postcode.")]
At = Annotated[str, typer.Option("--at", help="Where it is, by LAT,LON.")]
Address = Annotated[str, typer.Option("--address", help="Its address in words.")]
Facts = Annotated[
    list[str] | None,
    typer.Option("--set", help="A fact to set: phone=01633 123456. Repeat it; an empty value is refused."),
]
Wipe = Annotated[list[str] | None, typer.Option("--wipe", help="A fact to take away, by its name. Repeat it.")]
Access = Annotated[
    list[str] | None, typer.Option("--access", help="An access answer: hearing_loop=yes, partly, no or not recorded.")
]
Checked = Annotated[str, typer.Option("--checked-on", help="The day it was seen, YYYY-MM-DD; without it today.")]


def assets(
    kind: Annotated[str, typer.Option("--kind", help="Only this kind, e.g. time_bank.")] = "",
    near: Annotated[str, typer.Option("--near", help="Nearest first: a postcode, or LAT,LON.")] = "",
    within_km: Annotated[float | None, typer.Option("--within-km", help="With --near: no further than this.")] = None,
    view: Annotated[str, typer.Option("--view", help="working, or public: only what agreed to be shown.")] = "working",
    place: context.PlaceOption = "",
    output: context.FormatOption = Format.TABLE,
) -> None:
    """List what a community has: nearest first, or by name."""
    from assetmap.render import words
    from assetmap.services import register
    from assetmap.services.asset_naming import SHORT_ID_LETTERS

    opened = context.open_place(place)
    query = register.AssetQuery(kind=kind, near=near, limit_km=within_km, view=view)
    answer = register.list_assets(opened, query)
    columns = ["id", "name", "kind", "address", "postcode", *(["distance_km"] if near else [])]
    rows = answer.facts
    if output is Format.TABLE:
        rows = [{**row, "id": row["id"][:SHORT_ID_LETTERS], "kind": row["kind"].replace("_", " ")} for row in rows]
    nobody = (
        tr("Nothing we know of lies within {within_km:g} km. Try a longer distance.", within_km=within_km)
        if within_km
        else ""
    )
    found = words.asset_sentences(register.find_assets(opened, query)) if rows or not nobody else [nobody]
    emit_listing(rows, output=output, columns=columns, sentences=[*answer.notes, *found])


def undo(place: context.PlaceOption = "", output: context.RecordFormatOption = Format.TABLE) -> None:
    """Take the last change back. An erased person stays erased."""
    from assetmap.services import register

    undone = register.undo_last(context.open_place(place), now=context.now(), who=context.who())
    record = {"what": undone.what, "source": undone.source, "who": undone.who, "when": undone.when, **undone.records}
    day, _, time = undone.when.partition("T")
    of = f" ({flat(undone.source)})" if undone.source else ""
    said = tr(
        "Taken back: {what}{of}, done on {day} at {time} UTC.", what=tr(undone.what), of=of, day=day, time=time[:5]
    )
    emit_record(record, output=output, sentences=[said, tr("Undo again takes back the change before it.")])


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="What it is called.")],
    kind: Annotated[str, typer.Option("--kind", help="Its kind, e.g. group.")],
    postcode: Postcode = "",
    at: At = "",
    address: Address = "",
    facts: Facts = None,
    access: Access = None,
    place: context.PlaceOption = "",
    output: context.FormatOption = Format.TABLE,
) -> None:
    """Add one asset by hand."""
    from assetmap.services import register

    request = register.AssetAdd(
        name=name,
        kind=kind,
        fields=context.split_pairs(facts or [], option="--set", between="="),
        at=_move(postcode, at, address),
        access=context.split_pairs(access or [], option="--access", between="="),
    )
    record = register.add_asset(context.open_place(place), request, now=context.now(), who=context.who())
    _emit(record, "Added.", output)


@app.command()
def edit(
    asset_id: AssetId,
    facts: Facts = None,
    wipe: Wipe = None,
    access: Access = None,
    checked_on: Checked = "",
    place: context.PlaceOption = "",
    output: context.FormatOption = Format.TABLE,
) -> None:
    """Correct facts of one asset, or record what a venue answered. An import does not overwrite it."""
    from assetmap.errors import OptionError
    from assetmap.services import register

    opened, now, who = context.open_place(place), context.now(), context.who()
    asset_id = _find(opened, asset_id)
    fields = context.split_pairs(facts or [], option="--set", between="=") | dict.fromkeys(wipe or [], "")
    answers = context.split_pairs(access or [], option="--access", between="=")
    if not fields and not answers:
        raise OptionError(tr("asset edit: there is nothing to change. Expected --set, --wipe or --access. Give one."))
    request = register.AssetEdit(
        fields=fields,
        access=tuple(
            register.AccessAnswer(feature=feature, answer=answer, checked_on=checked_on)
            for feature, answer in answers.items()
        ),
    )
    _emit(register.edit_asset(opened, asset_id, request, now=now, who=who), "Changed.", output)


@app.command()
def move(
    asset_id: AssetId,
    postcode: Postcode = "",
    at: At = "",
    address: Address = "",
    place: context.PlaceOption = "",
    output: context.FormatOption = Format.TABLE,
) -> None:
    """Give an asset another place. An import does not move it back."""
    from assetmap.services import register

    request, opened = _move(postcode, at, address), context.open_place(place)
    record = register.move_asset(opened, _find(opened, asset_id), request, now=context.now(), who=context.who())
    _emit(record, "Moved.", output)


@app.command()
def hide(asset_id: AssetId, place: context.PlaceOption = "", output: context.FormatOption = Format.TABLE) -> None:
    """Hide an asset from maps and suggestions, and keep it."""
    _set_status(asset_id, "hidden", place, output)


@app.command()
def close(asset_id: AssetId, place: context.PlaceOption = "", output: context.FormatOption = Format.TABLE) -> None:
    """Mark an asset as closed for good."""
    _set_status(asset_id, "closed", place, output)


@app.command("open")
def reopen(asset_id: AssetId, place: context.PlaceOption = "", output: context.FormatOption = Format.TABLE) -> None:
    """Bring a hidden or closed asset back."""
    _set_status(asset_id, "open", place, output)


@app.command()
def remove(asset_id: AssetId, place: context.PlaceOption = "", output: context.FormatOption = Format.TABLE) -> None:
    """Remove an asset that was listed by mistake. If its list still names it, the next import brings it back."""
    from assetmap.services import register

    opened = context.open_place(place)
    record = register.remove_asset(opened, _find(opened, asset_id), now=context.now(), who=context.who())
    _emit(record, tr("Removed. `assetmap undo` brings it back."), output)


@app.command("off-the-map")
def off_the_map(
    asset_id: AssetId, place: context.PlaceOption = "", output: context.FormatOption = Format.TABLE
) -> None:
    """Take an asset off the map because it asked: at once, no reason needed, and no import brings it back."""
    from assetmap.services import register

    opened = context.open_place(place)
    gone = register.take_off_the_map(opened, _find(opened, asset_id), now=context.now(), who=context.who())
    said = [tr("Off the map: {name}.", name=flat(record["name"])) for record in gone]
    emit_listing(
        gone, output=output, columns=("id", "name", "source"), sentences=[*said, tr("No import brings it back.")]
    )


@app.command()
def publish(
    asset_id: AssetId,
    agreed_by: Annotated[str, typer.Option("--agreed-by", help="Who agreed.")] = "",
    agreed_on: Annotated[str, typer.Option("--agreed-on", help="The day they agreed, YYYY-MM-DD.")] = "",
    shown_to: Annotated[str, typer.Option("--shown-to", help="public, partners or only us.")] = "public",
    place: context.PlaceOption = "",
    output: context.FormatOption = Format.TABLE,
) -> None:
    """Say who may see an asset. Public needs who agreed, and when."""
    from assetmap.services import register

    request = register.Publish(agreed_by=agreed_by, agreed_on=agreed_on, visibility=shown_to)
    opened = context.open_place(place)
    record = register.publish_asset(opened, _find(opened, asset_id), request, now=context.now(), who=context.who())
    _emit(record, tr("May be seen by: {visibility}.", visibility=record["visibility"]), output)


@app.command("out-of-use")
def out_of_use(
    asset_id: AssetId,
    feature: Annotated[str, typer.Option("--feature", help="The access feature, e.g. lift.")],
    since: Annotated[
        str, typer.Option("--since", help="First day it cannot be used, YYYY-MM-DD. Leave out to end it.")
    ] = "",
    until: Annotated[str, typer.Option("--until", help="Last day, YYYY-MM-DD, if known.")] = "",
    place: context.PlaceOption = "",
    output: context.FormatOption = Format.TABLE,
) -> None:
    """Record that one access feature cannot be used for a time, or that it works again."""
    from assetmap.services import register

    request = register.OutOfUse(feature=feature, since=since, until=until)
    opened = context.open_place(place)
    record = register.set_out_of_use(opened, _find(opened, asset_id), request, now=context.now(), who=context.who())
    said = (
        tr("Out of use since {since}{until}.", since=since, until=tr(" until {day}", day=until) if until else "")
        if since
        else tr("In use again.")
    )
    _emit(record, said, output)


def _find(place: Place, text: str) -> str:
    from assetmap.services.asset_naming import find_asset_id

    return find_asset_id(place, text)


def _set_status(asset_id: str, status: str, place: str, output: Format) -> None:
    from assetmap.services import register

    opened = context.open_place(place)
    record = register.set_status(opened, _find(opened, asset_id), status, now=context.now(), who=context.who())
    _emit(record, f"Now {status}.", output)


def _move(postcode: str, at: str, address: str) -> AssetMove:
    from assetmap.errors import OptionError
    from assetmap.services.register import AssetMove

    if not at:
        return AssetMove(postcode=postcode, address=address)
    try:
        lat, lon = (float(part) for part in at.split(","))
    except ValueError as error:
        raise OptionError(tr("--at {at}: this is not a point. Expected LAT,LON such as 51.58,-2.99.", at=at)) from error
    return AssetMove(postcode=postcode, lat=lat, lon=lon, address=address)


def _emit(record: dict[str, Any], said: str, output: Format) -> None:
    """Write one asset's record with what was done to it; it is one row where a place on a map is asked for."""
    sentences = [f"{flat(record['name'])}: {said}", tr("Its id is {id}.", id=record["id"])]
    if output is Format.GEOJSON:
        emit_listing([record], output=output, columns=(), sentences=sentences)
        return
    emit_record(record, output=output, sentences=sentences)
