"""Made-up people who came to the four areas of ``people_place``, brought in as anybody would."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from people_place import AREAS, NOW, POSTCODES, write_csv
from small_place import fill_record

from assetmap.services import participation
from assetmap.services.participation import ParticipationImport
from assetmap.services.workspace import Place

CODES = sorted(AREAS)
POSTCODE_OF = {area: postcode for postcode, area in POSTCODES.items()}
HEAD = "event,date,role,person,postcode,meant for,disability"


def bring(
    place: Place,
    folder: Path,
    numbers: Sequence[int],
    *,
    day: str = "02/02/2026",
    kind: str = "everyone",
    disability: str = "",
    named: bool = True,
) -> None:
    """Bring in so many different people from each area, in the order of ``CODES``.

    ``disability`` is what everybody says to the question; without it nothing is kept. Without names they are visits.
    """
    rows = [
        f"Lunch,{day},resident,{f'p {area} {n}' if named else ''},{POSTCODE_OF[area]},{kind},{disability}"
        for area, number in zip(CODES, numbers, strict=True)
        for n in range(number)
    ]
    bring_rows(place, folder, HEAD, rows, keep={"disability": "to see gaps"} if disability else {})


def bring_rows(place: Place, folder: Path, head: str, rows: Sequence[str], *, keep: Mapping[str, str]) -> None:
    """Bring in rows as they stand."""
    folder.mkdir(exist_ok=True)
    path = write_csv(folder / f"came{len(list(folder.iterdir()))}.csv", head, *rows)
    if keep:
        fill_record(place)
    answer = participation.import_participation(place, ParticipationImport(path=path, keep=keep), now=NOW, who="t")
    assert not answer.refused
