"""Any table a person has: encodings, separators, titles above headings, and files that cannot be used."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import time
import zipfile
from pathlib import Path
from unittest import mock

import geopandas
import openpyxl
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from shapely.geometry import Point, Polygon

from assetmap.adapters.files import Table, read_table
from assetmap.config import Settings
from assetmap.errors import FileUnusableError, OptionError

SETTINGS = Settings()


def read(path: Path, **options: object) -> Table:
    return read_table(path, settings=SETTINGS, **options)  # type: ignore[arg-type]


def cells(table: Table, row: int) -> list[str]:
    return [str(cell) for cell in table.frame.loc[[row]].to_numpy()[0]]


def written(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


WELSH = "Enw,Cod post\nTŷ Gwydr,NP10 0AA\nCaffi'r Bont,NP10 0AB\n"
WESTERN = "Name;Note\nCafé Ménage;“quoted” \u2013 £5\nCrème Hall;ça va\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_encodings_give_the_same_text(tmp_path: Path, encoding: str) -> None:
    table = read(written(tmp_path, "list.csv", WELSH.encode(encoding)))
    assert table.columns == ("Enw", "Cod post")
    assert table.frame["Enw"].tolist() == ["Tŷ Gwydr", "Caffi'r Bont"]


@pytest.mark.parametrize("encoding", ["cp1252"])
def test_windows_encoding(tmp_path: Path, encoding: str) -> None:
    table = read(written(tmp_path, "list.csv", WESTERN.encode(encoding)))
    assert table.frame["Name"].tolist() == ["Café Ménage", "Crème Hall"]
    assert table.frame["Note"].tolist() == ["“quoted” \u2013 £5", "ça va"]


def test_bytes_that_no_encoding_explains_never_crash(tmp_path: Path) -> None:
    table = read(written(tmp_path, "list.csv", b"Name,Note\nA\x81\x8d,b\x90\n"))
    assert len(table.frame) == 1


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators_with_quoted_newlines_and_the_other_separators_inside(tmp_path: Path, separator: str) -> None:
    rows = [["Name", "Address", "Note"], ["Hall", "1 High St\nTown", 'says "hi", yes; no|\t.'], ["Barn", "", "x"]]
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator).writerows(rows)
    table = read(written(tmp_path, "list.txt", out.getvalue()))
    assert table.columns == ("Name", "Address", "Note")
    assert table.frame.to_numpy().tolist() == rows[1:]
    assert table.frame.index.tolist() == [2, 3]


OPEN_QUOTES = {
    "to the end": 'Hall,old,x\n"Barn, the,venue,x\nChapel,venue,y\nDairy,venue,z\n',
    "in the last row": 'Hall,old,x\nBarn,venue,x\nChapel,"venue,y\n',
    "in the last row, no line end": 'Hall,old,x\nChapel,venue,"y',
    "to the next mark": 'Hall,old,x\n"Barn, the,venue,x\nChapel,"venue, old",y\nDairy,venue,z\n',
    "to a stray mark": 'Hall,old,x\n"Barn,venue,x\nChapel,venue,y"\nDairy,venue,z\n',
    "past a blank cell": 'Hall,old,x\n"Barn,venue,x\nChapel,"",y\nDairy,venue,"z"\n',
    "in one column": 'Hall,old,x\nBarn,"venue,x\nA,b,c\nD,e,f\nG,h,i\nChapel,venue",y\n',
}


@pytest.mark.parametrize("case", OPEN_QUOTES, ids=list(OPEN_QUOTES))
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_quotation_mark_never_swallows_rows(tmp_path: Path, case: str, line_end: str) -> None:
    text = ("Name,Kind,Note\n" + OPEN_QUOTES[case]).replace("\n", line_end)
    row = next(at for at, line in enumerate(text.splitlines(), start=1) if line.count('"') % 2)
    with pytest.raises(FileUnusableError, match=rf"list.csv: row {row}: a quotation mark is opened there and not"):
        read(written(tmp_path, "list.csv", text))


def test_the_row_of_an_open_quotation_mark_is_counted_as_a_spreadsheet_does(tmp_path: Path) -> None:
    text = 'Name,Kind,Note\nHall,"two\nlines",x\nBarn,"venue,x\n'
    with pytest.raises(FileUnusableError, match=r"list.csv: row 3:"):
        read(written(tmp_path, "list.csv", text))


def test_addresses_of_several_lines_are_cells(tmp_path: Path) -> None:
    address = "The Old Hall\n1, High Street, Bont\nNear Dre, Sir Fynwy, Wales"
    rows = [["Name", "Address", "Note"], ["Hall", address, 'the "big" one'], ["Barn", "1, Lane", "x"]]
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    assert read(written(tmp_path, "list.csv", out.getvalue())).frame.to_numpy().tolist() == rows[1:]
    loose = 'Name,Kind\n"Nick" Smith,person\nHall 5" wide,venue\n'
    assert read(written(tmp_path, "list.csv", loose)).frame["Name"].tolist() == ["Nick Smith", 'Hall 5" wide']


def test_one_odd_byte_does_not_spoil_a_unicode_file(tmp_path: Path) -> None:
    data = "Name,Note\nTŷ Café,“old” £5\nCrème,ça\n".encode() + "Caffè,\x92s\n".encode("latin-1")
    table = read(written(tmp_path, "list.csv", data))
    assert table.frame["Name"].tolist() == ["Tŷ Café", "Crème", "Caffè"]
    assert table.frame["Note"].tolist() == ["“old” £5", "ça", "\N{RIGHT SINGLE QUOTATION MARK}s"]
    assert table.notes == (
        "It mixes two encodings: UTF-8, and Windows-1252 for 2 letters (first: line 4). Check letters with accents.",
    )
    marked = read(written(tmp_path, "list.csv", b"\xef\xbb\xbf" + data))
    assert marked.columns == ("Name", "Note")
    assert marked.frame["Name"].tolist() == table.frame["Name"].tolist()


def test_an_encoding_that_was_judged_is_named(tmp_path: Path) -> None:
    western = read(
        written(tmp_path, "list.csv", "Name,Note\nCAFÉ\N{RIGHT SINGLE QUOTATION MARK}S,É” Crème\n".encode("cp1252"))
    )
    assert western.frame["Name"].tolist() == ["CAFÉ\N{RIGHT SINGLE QUOTATION MARK}S"]
    assert western.notes == ("It is not in UTF-8, so it was read as Windows-1252. Check letters with accents.",)
    assert read(written(tmp_path, "list.csv", WELSH)).notes == ()
    garbled = read(written(tmp_path, "list.csv", "Name,Note\nThe CafÃ© Bont,x\n"))
    assert "such as 'CafÃ©'" in garbled.notes[0]
    assert read(written(tmp_path, "list.csv", "Name,Note\nSÃO Âncora,x\n")).notes == ()


def test_a_line_that_announces_the_separator(tmp_path: Path) -> None:
    table = read(written(tmp_path, "list.csv", "sep=;\r\nName;Town\r\nHall;A, B\r\n"))
    assert table.header_row == 2
    assert cells(table, 3) == ["Hall", "A, B"]


def test_row_numbers_are_those_of_a_spreadsheet_and_blank_rows_do_not_count(tmp_path: Path) -> None:
    text = "Libraries of the county,,\nas at May 2024,,\n\nName,Postcode,Phone\nA,NP10 0AA,1\n,,\n  , ,\nB,NP10 0AB,2\n"
    table = read(written(tmp_path, "list.csv", text))
    assert table.header_row == 4
    assert table.frame.index.tolist() == [5, 8]
    assert table.frame["Name"].tolist() == ["A", "B"]


def test_known_headings_find_the_header_where_data_rows_hold_more_text(tmp_path: Path) -> None:
    text = "Name,,,Postcode\nHall,red,blue,NP10 0AA\nBarn,red,blue,NP10 0AB\n"
    table = read(written(tmp_path, "list.csv", text), known=frozenset({"name", "postcode"}))
    assert table.header_row == 1
    assert table.columns == ("Name", "Column 2", "Column 3", "Postcode")


def test_repeated_and_blank_headings_become_unique_and_nothing_is_dropped(tmp_path: Path) -> None:
    text = "Name,Name,Name 2,,,Town\na,b,c,d,,e,extra\n"
    table = read(written(tmp_path, "list.csv", text))
    assert table.columns == ("Name", "Name 3", "Name 2", "Column 4", "Town", "Column 7")
    assert cells(table, 2) == ["a", "b", "c", "d", "e", "extra"]


def test_without_a_header_columns_are_numbered(tmp_path: Path) -> None:
    table = read(written(tmp_path, "list.csv", "NP10 0AA,10,1\nNP10 0AB,10,2\n"), header=False)
    assert table.columns == ("Column 1", "Column 2", "Column 3")
    assert table.header_row == 0
    assert table.frame.index.tolist() == [1, 2]


CELL = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff"), max_size=20).map(str.strip)


@hypothesis_settings(max_examples=60, deadline=None)
@given(rows=st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=15))
def test_what_the_csv_writer_writes_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str]]
) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([("Name", "Town", "Note"), *rows])
    path = written(tmp_path_factory.mktemp("p"), "list.csv", out.getvalue())
    kept = [list(row) for row in rows if any(row)]
    if not kept:
        with pytest.raises(FileUnusableError):
            read(path, known=frozenset({"name", "town", "note"}))
        return
    table = read(path, known=frozenset({"name", "town", "note"}))
    assert table.frame.to_numpy().tolist() == kept


def workbook(folder: Path, name: str = "list.xlsx") -> Path:
    book = openpyxl.Workbook()
    notes = book.active
    assert notes is not None
    notes.title = "Halls"
    notes.append(["Our halls"])
    notes.append([])
    notes.append(["Name", "Phone", "Checked", "Opens", "Ramp", "Seats", "Seen"])
    notes.append(
        [
            "Hall",
            1633123456,
            dt.date(2024, 5, 1),
            dt.time(9, 30),
            True,
            40.5,
            dt.datetime.fromisoformat("2024-05-01T10:15"),
        ]
    )
    notes.append(["Barn", "01633 9", None, None, False, 12.0, None])
    second = book.create_sheet("Groups")
    second.append(["Name", "Town"])
    second.append(["Choir", "Bont"])
    book.create_sheet("Empty")
    path = folder / name
    book.save(path)
    return path


def test_spreadsheet_cells_become_plain_text(tmp_path: Path) -> None:
    table = read(workbook(tmp_path))
    assert (table.sheet, table.header_row, table.other_sheets) == ("Halls", 3, ("Groups",))
    assert cells(table, 4) == [
        "Hall",
        "1633123456",
        "2024-05-01",
        "09:30",
        "yes",
        "40.5",
        "2024-05-01 10:15",
    ]
    assert cells(table, 5) == ["Barn", "01633 9", "", "", "no", "12", ""]


def test_a_named_sheet_is_read_and_a_wrong_name_lists_the_right_ones(tmp_path: Path) -> None:
    path = workbook(tmp_path)
    assert read(path, sheet="Groups").frame["Town"].tolist() == ["Bont"]
    with pytest.raises(OptionError, match=r"no sheet 'Grups' with rows. It has: Halls, Groups. Name one of these"):
        read(path, sheet="Grups")


def test_a_workbook_named_csv_is_read_as_what_it_is(tmp_path: Path) -> None:
    assert read(workbook(tmp_path, "really.csv.xlsx").rename(tmp_path / "list.csv")).sheet == "Halls"


def open_document(folder: Path, body: str) -> Path:
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in ("office", "table", "text")
    )
    text = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet><table:table table:name='S'>{body}"
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    path = folder / "list.ods"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr("content.xml", text)
        archive.writestr(
            "META-INF/manifest.xml",
            '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:file-entry m:full-path="/" '
            'm:media-type="application/vnd.oasis.opendocument.spreadsheet"/></m:manifest>',
        )
    return path


def ods_cell(text: str, repeated: int = 1) -> str:
    return (
        f'<table:table-cell office:value-type="string" table:number-columns-repeated="{repeated}">'
        f"<text:p>{text}</text:p></table:table-cell>"
    )


def test_open_document_spreadsheet(tmp_path: Path) -> None:
    empty = '<table:table-cell table:number-columns-repeated="16000"/>'
    rows = "".join(
        f"<table:table-row>{ods_cell(a)}{ods_cell(b)}{empty}</table:table-row>"
        for a, b in (("Name", "Town"), ("Hall", "Bont"))
    )
    tail = f'<table:table-row table:number-rows-repeated="1048000">{empty}</table:table-row>'
    table = read(open_document(tmp_path, rows + tail))
    assert table.columns == ("Name", "Town")
    assert cells(table, 2) == ["Hall", "Bont"]


def test_map_files_give_a_point_inside_each_shape(tmp_path: Path) -> None:
    shapes = [Polygon([(0, 0), (3, 0), (3, 3), (0, 3)]), None, Point(-3, 51.5)]
    layer = geopandas.GeoDataFrame(
        {"name": ["A", "B", None], "seats": [4.0, None, 2.5], "n": [1, 2, 3]}, geometry=shapes, crs="EPSG:4326"
    )
    layer.to_file(tmp_path / "list.geojson", driver="GeoJSON")
    table = read(tmp_path / "list.geojson")
    assert table.columns == ("name", "seats", "n", "longitude", "latitude")
    assert table.frame.index.tolist() == [1, 2, 3]
    assert cells(table, 3) == ["", "2.5", "3", "-3", "51.5"]
    assert cells(table, 2) == ["B", "", "2", "", ""]
    assert 0 < float(cells(table, 1)[-2]) < 3


def test_a_point_that_cannot_be_read_is_told_and_never_warns(tmp_path: Path) -> None:
    places: list[object] = [
        [-3, 51.6], [], ["a", "b"], ["-3.5", "51.5"], [None, 51.6], [-3], None,
    ]  # fmt: skip
    features: list[object] = [
        {"type": "Feature", "properties": {"name": f"Hall {at}"}, "geometry": {"type": "Point", "coordinates": place}}
        for at, place in enumerate(places)
    ]
    features.append({"type": "Feature", "properties": {"name": "Nowhere"}, "geometry": None})
    path = written(tmp_path, "list.geojson", json.dumps({"type": "FeatureCollection", "features": features}))
    frame = read(path).frame
    assert list(zip(frame["longitude"], frame["latitude"], strict=True)) == [
        ("-3", "51.6"), ("Point []", "Point []"), ("a", "b"), ("-3.5", "51.5"), ("null", "51.6"),
        ("Point [-3]", "Point [-3]"), ("Point null", "Point null"), ("", ""),
    ]  # fmt: skip


def test_a_geopackage_in_metres_is_given_in_degrees(tmp_path: Path) -> None:
    # The Airy ellipsoid's worked example stands in OS's guide; here another library's inverse is the witness.
    hall = geopandas.GeoDataFrame({"name": ["Hall"]}, geometry=[Point(-3.0, 51.5)], crs="EPSG:4326").to_crs(
        "EPSG:27700"
    )
    hall.to_file(tmp_path / "halls.gpkg", layer="halls")
    hall.to_file(tmp_path / "halls.gpkg", layer="spare")
    table = read(tmp_path / "halls.gpkg")
    assert (table.sheet, table.other_sheets) == ("halls", ("spare",))
    assert float(cells(table, 1)[-2]) == pytest.approx(-3.0, abs=1e-6)
    assert float(cells(table, 1)[-1]) == pytest.approx(51.5, abs=1e-6)
    with pytest.raises(OptionError, match=r"no layer 'x'. It has: halls, spare"):
        read(tmp_path / "halls.gpkg", sheet="x")


def bomb(folder: Path, *, megabytes: int, member: str = "xl/worksheets/sheet1.xml") -> Path:
    path = folder / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open(member, "w", force_zip64=True) as stream:
            block = b" " * 1_000_000
            for _ in range(megabytes):
                stream.write(block)
    return path


def test_a_zip_bomb_is_refused_without_unpacking(tmp_path: Path) -> None:
    path = bomb(tmp_path, megabytes=40)
    few = Settings(max_unzipped_bytes=39_000_000)
    with (
        mock.patch.object(zipfile.ZipFile, "open", side_effect=AssertionError("it was unpacked")),
        pytest.raises(FileUnusableError, match=r"bomb.xlsx: the file unpacks to 40 MB, [\d,]+ times its size"),
    ):
        read_table(path, settings=few)


def test_a_zip_is_refused_by_what_it_unpacks_to(tmp_path: Path) -> None:
    path = bomb(tmp_path, megabytes=30)
    few = Settings(max_unzipped_bytes=29_000_000, max_unzip_ratio=2000)
    with pytest.raises(FileUnusableError, match="Expected at most 29 MB and 2000 times"):
        read_table(path, settings=few)


def test_a_zip_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    path = bomb(tmp_path, megabytes=60)
    data = bytearray(path.read_bytes())
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    path.write_bytes(bytes(data))
    with pytest.raises(FileUnusableError, match="damaged or was cut short"):
        read(path)


def test_a_cell_in_the_far_corner_is_refused_before_it_takes_the_memory(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["XFD1048576"] = "x", "y"
    book.save(tmp_path / "far.xlsx")
    with pytest.raises(FileUnusableError, match="reaches to row 1,048,576 and column 16,384"):
        read(tmp_path / "far.xlsx")


def test_an_open_document_that_repeats_a_cell_everywhere_is_refused(tmp_path: Path) -> None:
    row = f'<table:table-row table:number-rows-repeated="1000000">{ods_cell("a", 16000)}</table:table-row>'
    with pytest.raises(FileUnusableError, match="reaches to row 1,000,000 and column 16,000"):
        read(open_document(tmp_path, row))


def encrypted_workbook() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 1016 + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 480


BAD_FILES = {
    "empty": ("list.csv", b"", r"list.csv: the file is empty \(0 bytes\). Expected a table"),
    "picture": (
        "list.csv",
        b"\x89PNG\r\n\x1a\n" + b"\x00" * 50,
        "list.csv: this is a PNG picture. Expected one of: CSV",
    ),
    "PDF": ("list.xlsx", b"%PDF-1.7\n%\xe2\xe3", "list.xlsx: this is a PDF document. Expected one of"),
    "web page": ("list.csv", b"\n<!DOCTYPE html><html><body>Sign in", "list.csv: this is a web page, not a table"),
    "header only": ("list.csv", b"Name,Postcode\n\n,\n", "list.csv: there are no rows below the headings"),
    "blank": ("list.csv", b"\n\n , \n", "list.csv: there are no rows"),
    "no header": ("list.csv", b"NP10 0AA,10,1\nNP10 0AB,10,2\n", "list.csv: there is no heading row"),
    "numbers": ("list.csv", b"1,2\n3,4\n", "list.csv: there is no heading row"),
    "password": ("list.xlsx", encrypted_workbook(), "list.xlsx: the file is protected by a password"),
    "broken zip": ("list.xlsx", b"PK\x03\x04" + b"\x00" * 60, "list.xlsx: the file is damaged or was cut short"),
    "not a workbook": ("list.xlsx", bytes(range(256)), "list.xlsx: the file is damaged: it does not begin as a"),
    "binary": ("list.csv", b"a\x00\x00\x01\x02" * 20, "list.csv: this is not text"),
    "JSON": ("list.geojson", b'{"a": 1}', "list.geojson: the map data cannot be read"),
    "open quote": ("list.csv", b'Name,Town\n"Hall,Bont\n' + b"Barn,Dre\n" * 2000, "row 2: a quotation mark is opened"),
    "long open quote": (
        "list.csv",
        b'Name,Town\n"Hall,Bont\n' + b"Barn,Dre\n" * 20000,
        "row 2: a quotation mark is opened",
    ),
}


@pytest.mark.parametrize("case", BAD_FILES, ids=list(BAD_FILES))
def test_files_that_cannot_be_used_say_what_which_expected_and_what_to_do(tmp_path: Path, case: str) -> None:
    name, data, message = BAD_FILES[case]
    with pytest.raises(FileUnusableError, match=message) as fault:
        read(written(tmp_path, name, data))
    text = str(fault.value)
    assert "Expected" in text
    assert text.count(". ") >= 2  # what, expected, what to do


def test_a_truncated_workbook_is_damaged(tmp_path: Path) -> None:
    path = workbook(tmp_path)
    path.write_bytes(path.read_bytes()[:2000])
    with pytest.raises(FileUnusableError, match="damaged or was cut short"):
        read(path)


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(FileUnusableError, match=r"none.csv: there is no such file. Expected"):
        read(tmp_path / "none.csv")
    with pytest.raises(FileUnusableError, match=r"this is a folder. Expected one file"):
        read(tmp_path)


@pytest.mark.parametrize(("name", "limit"), [("big.xlsx", "20 MB"), ("big.csv", "200 MB"), ("big.ods", "20 MB")])
def test_a_file_beyond_its_limit_is_refused_by_its_size_alone(tmp_path: Path, name: str, limit: str) -> None:
    path = tmp_path / name
    with path.open("wb") as stream:
        stream.truncate(210_000_000)  # sparse: takes no room on the disk
    began = time.process_time()
    with pytest.raises(FileUnusableError, match=rf"{name}: the file has 210 MB. Expected at most {limit}"):
        read(path)
    assert time.process_time() - began < 0.5


def test_too_many_rows_or_columns(tmp_path: Path) -> None:
    small = Settings(max_rows=3, max_columns=2)
    with pytest.raises(FileUnusableError, match="more than 3 rows"):
        read_table(written(tmp_path, "rows.csv", "a,b\n" + "x,y\n" * 5), settings=small)
    with pytest.raises(FileUnusableError, match=r"it has 3 columns. Expected at most 2"):
        read_table(written(tmp_path, "columns.csv", "a,b,c\nx,y,z\n"), settings=small)


def test_hostile_text_is_kept_as_text(tmp_path: Path) -> None:
    text = 'Name,Note\n"<b>x</b>",=1+1\n\u202eabc,"@SUM(A1)"\n'
    table = read(written(tmp_path, "list.csv", text))
    assert table.frame.to_numpy().tolist() == [["<b>x</b>", "=1+1"], ["\u202eabc", "@SUM(A1)"]]


ROWS = {
    "libraries/libraries_wales.csv": (265, 12),
    "libraries/libraries_scotland.csv": (483, 6),
    "libraries/norfolk.csv": (1269, 18),
    "newcastle/participation/library_members.csv": (80752, 6),
}


@pytest.mark.real_data
@pytest.mark.parametrize("folder", ["libraries", "isle-of-man/assets", "newcastle/participation"])
def test_real_lists_have_every_row(real_data: Path, folder: str) -> None:
    for path in sorted((real_data / folder).glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as stream:
            counted = sum(1 for row in csv.reader(stream) if any(cell.strip() for cell in row)) - 1
        table = read(path)
        assert len(table.frame) == counted, path.name
        assert table.header_row == 1
        if (known := ROWS.get(f"{folder}/{path.name}")) is not None:
            assert table.frame.shape == known


@pytest.mark.real_data
def test_real_participation_reads_in_under_a_second(real_data: Path) -> None:
    began = time.process_time()
    read(real_data / "newcastle/participation/library_members.csv")
    assert time.process_time() - began < 2  # usually 0.4 s of the processor


@pytest.mark.real_data
def test_code_point_open_has_no_header_and_says_so(real_data: Path) -> None:
    path = real_data / "newport/postcodes/codepoint_open_np_2025-10.csv"
    with pytest.raises(FileUnusableError, match="there is no heading row"):
        read(path)
    assert read(path, header=False).frame.shape == (13886, 10)
