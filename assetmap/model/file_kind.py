"""Words for files: the kinds we read, how each is known by its first bytes, and how a heading row is looked for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from assetmap.messages import mark


class FileKind(StrEnum):
    """What a file is, by its content; the name's ending decides only where the content leaves it open."""

    CSV = "CSV"
    SPREADSHEET = mark("spreadsheet")
    GEOJSON = "GeoJSON"
    GEOPACKAGE = "GeoPackage"
    SHAPEFILE = "Shapefile"
    ZIPPED_SHAPEFILE = mark("zipped Shapefile")


TABLE_KINDS: frozenset[FileKind] = frozenset(
    {FileKind.CSV, FileKind.SPREADSHEET, FileKind.GEOJSON, FileKind.GEOPACKAGE}
)
AREA_KINDS: frozenset[FileKind] = frozenset(
    {FileKind.GEOJSON, FileKind.GEOPACKAGE, FileKind.SHAPEFILE, FileKind.ZIPPED_SHAPEFILE}
)

KIND_OF_SUFFIX: dict[str, FileKind] = {
    ".csv": FileKind.CSV,
    ".tsv": FileKind.CSV,
    ".tab": FileKind.CSV,
    ".txt": FileKind.CSV,
    ".xlsx": FileKind.SPREADSHEET,
    ".xlsm": FileKind.SPREADSHEET,
    ".xls": FileKind.SPREADSHEET,
    ".ods": FileKind.SPREADSHEET,
    ".geojson": FileKind.GEOJSON,
    ".json": FileKind.GEOJSON,
    ".gpkg": FileKind.GEOPACKAGE,
    ".shp": FileKind.SHAPEFILE,
}

# The setting that holds the largest size of each kind.
SIZE_SETTING: dict[FileKind, str] = {
    FileKind.CSV: "max_csv_bytes",
    FileKind.SPREADSHEET: "max_spreadsheet_bytes",
    FileKind.GEOJSON: "max_geo_bytes",
    FileKind.GEOPACKAGE: "max_geo_bytes",
    FileKind.SHAPEFILE: "max_geo_bytes",
    FileKind.ZIPPED_SHAPEFILE: "max_geo_bytes",
}


@dataclass(frozen=True)
class Signature:
    """The first bytes of a kind of file: either one we read, or one we can at least name."""

    starts: bytes
    kind: FileKind | None
    name: str


ZIP_START = b"PK\x03\x04"
OLD_OFFICE_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# How a password-protected workbook names its one stream, in the two-byte letters of that format.
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")

SIGNATURES: tuple[Signature, ...] = (
    Signature(OLD_OFFICE_START, FileKind.SPREADSHEET, mark("an old Excel workbook")),
    Signature(b"SQLite format 3\x00", FileKind.GEOPACKAGE, mark("a GeoPackage")),
    Signature(b"\x00\x00\x27\x0a", FileKind.SHAPEFILE, mark("a Shapefile")),
    Signature(b"\x89PNG", None, mark("a PNG picture")),
    Signature(b"\xff\xd8\xff", None, mark("a JPEG picture")),
    Signature(b"GIF8", None, mark("a GIF picture")),
    Signature(b"%PDF", None, mark("a PDF document")),
    Signature(b"PAR1", None, mark("a Parquet file")),
    Signature(b"\x1f\x8b", None, mark("a gzip archive")),
    Signature(b"7z\xbc\xaf\x27\x1c", None, mark("a 7-Zip archive")),
    Signature(b"Rar!", None, mark("a RAR archive")),
    Signature(b"{\\rtf", None, mark("a rich text document")),
)
# How a web page begins: what is saved when a download asks for a sign-in first.
WEB_PAGE_STARTS: tuple[bytes, ...] = (b"<!doctype html", b"<html", b"<head", b"<?xml")

TOPOJSON_MARK = re.compile(rb'"type"\s*:\s*"Topology"')
"""What TopoJSON says of itself, most often at its beginning."""

HEADER_SEARCH_ROWS = 20
"""How many rows from the top may hold the headings."""

HEADER_TEXT_SHARE = 0.75
"""The first row with at least this share of the most text cells in any row is taken as the heading row."""

MAX_SHEET_CELLS = 20_000_000
"""Most cells between a sheet's first and last filled cell: what a sheet takes up in memory."""

SEPARATORS: tuple[str, ...] = (",", ";", "\t", "|")
SNIFF_RECORDS = 60
SNIFF_BYTES = 200_000

ROWS_IN_A_CELL = 3
"""A cell with this many lines as wide as the table's rows has swallowed them: our default; addresses have no such."""

# Encodings tried where a file is not UTF-8: those that British and Irish offices' programs still write.
OLD_ENCODINGS: tuple[str, ...] = ("cp1252", "mac_roman", "cp850", "iso8859_14")
LAST_ENCODING = "latin-1"
"""Taken where nothing else fits: every byte is a letter in it."""
ENCODING_NAMES: dict[str, str] = {
    "cp1252": "Windows-1252",
    "mac_roman": "Mac Roman",
    "cp850": "DOS code page 850",
    "iso8859_14": "ISO 8859-14",
    LAST_ENCODING: "ISO 8859-1",
}
LATIN_END = 0x100
"""Letters of Western languages in Windows-1252 lie below this number."""
WESTERN_END = 0x180
"""Letters of Western languages, the Welsh w and y with their roof among them, lie below this number."""
# Signs beyond letters that such texts hold: quotes, dashes, bullets, pound and euro, degree, fractions.
USUAL_SIGNS: str = bytes.fromhex("80859192939495969799a0a3a9abaeb0b2b3b4b7bbbcbdbe").decode("cp1252")
