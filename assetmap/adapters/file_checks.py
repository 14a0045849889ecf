"""What a file is and whether it is safe to read: decided from its first bytes, size and zip directory, unread."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

from assetmap.config import MEGABYTE, Settings
from assetmap.errors import FileUnusableError
from assetmap.messages import tr
from assetmap.model.file_kind import (
    ENCRYPTED_STREAM,
    KIND_OF_SUFFIX,
    OLD_OFFICE_START,
    SIGNATURES,
    SIZE_SETTING,
    TOPOJSON_MARK,
    WEB_PAGE_STARTS,
    ZIP_START,
    FileKind,
)

_HEAD_BYTES = 4096
_CHUNK_BYTES = 1 << 20


def check_file(path: Path, *, wanted: frozenset[FileKind], settings: Settings) -> FileKind:
    """Return what a file is, or refuse it before any of it is read into memory.

    Parameters
    ----------
    path
        The file a person named.
    wanted
        Kinds that can be used here.
    settings
        Limits per kind.

    Raises
    ------
    FileUnusableError
        No such file, a folder, an empty file, a kind that is not wanted, or one beyond its limits.
    """
    _check_is_file(path)
    guess = KIND_OF_SUFFIX.get(path.suffix.lower())
    if guess is not None:
        check_size(path, getattr(settings, SIZE_SETTING[guess]))
    kind = _kind_of_content(path, guess, wanted)
    if kind not in wanted:
        raise refuse(path, tr("this is a {kind}", kind=tr(kind)), wanted)
    check_size(path, getattr(settings, SIZE_SETTING[kind]))
    if zipfile_starts(path):
        check_zip(path, settings=settings)
    return kind


def _check_is_file(path: Path) -> None:
    if not path.exists():
        raise FileUnusableError(
            tr("{path}: there is no such file. Expected the name of a file. Check the name and folder.", path=path)
        )
    if not path.is_file():
        raise FileUnusableError(tr("{path}: this is a folder. Expected one file. Name a file inside it.", path=path))
    if path.stat().st_size == 0:
        raise FileUnusableError(
            tr(
                "{file}: the file is empty (0 bytes). Expected a table with a heading row. Check that the "
                "download finished, or export it again.",
                file=path.name,
            )
        )


def check_size(path: Path, limit_bytes: int) -> None:
    """Refuse a file that is larger than its limit, by its size alone."""
    size = path.stat().st_size
    if size > limit_bytes:
        raise FileUnusableError(
            tr(
                "{file}: the file has {size}. Expected at most {limit} for this kind of file. Keep only "
                "the rows and columns you need, or save the table as CSV.",
                file=path.name,
                size=_megabytes(size),
                limit=_megabytes(limit_bytes),
            )
        )


def _megabytes(size: int) -> str:
    return f"{size / MEGABYTE:,.0f} MB" if size >= MEGABYTE else f"{size:,} bytes"


def zipfile_starts(path: Path) -> bool:
    """Return whether a file begins as a zip archive does."""
    return read_head(path).startswith(ZIP_START)


def read_head(path: Path) -> bytes:
    """Return the first bytes of a file.

    Raises
    ------
    FileUnusableError
        The file may not be opened.
    """
    try:
        with path.open("rb") as stream:
            return stream.read(_HEAD_BYTES)
    except OSError as error:
        raise FileUnusableError(
            tr(
                "{file}: the file cannot be opened ({reason}). Expected a file we may read. Close it in other "
                "programs and check that you may open it.",
                file=path.name,
                reason=error.strerror,
            )
        ) from error


def _kind_of_content(path: Path, guess: FileKind | None, wanted: frozenset[FileKind]) -> FileKind:
    head = read_head(path)
    if head.startswith(ZIP_START):
        return _kind_of_zip(path, wanted)
    for signature in SIGNATURES:
        if head.startswith(signature.starts):
            if signature.starts == OLD_OFFICE_START:
                _check_unlocked(path)
            if signature.kind is None:
                raise refuse(path, tr("this is {kind}", kind=tr(signature.name)), wanted)
            return signature.kind
    return _kind_of_text(path, head, guess, wanted)


def _kind_of_text(path: Path, head: bytes, guess: FileKind | None, wanted: frozenset[FileKind]) -> FileKind:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(WEB_PAGE_STARTS):
        raise refuse(path, tr("this is a web page, not a table"), wanted)
    if start.startswith((b"{", b"[")) and guess is not FileKind.CSV:
        if TOPOJSON_MARK.search(head):
            raise refuse_topojson(path.name)
        return FileKind.GEOJSON
    if guess in {FileKind.SPREADSHEET, FileKind.GEOPACKAGE, FileKind.SHAPEFILE} and not _looks_like_text(head):
        raise refuse(path, tr("the file is damaged: it does not begin as a {guess} does", guess=tr(guess)), wanted)
    if not _looks_like_text(head):
        raise refuse(path, tr("this is not text"), wanted)
    return FileKind.GEOJSON if guess is FileKind.GEOJSON else FileKind.CSV


def _looks_like_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    # UTF-16 without its mark has a zero in every second byte, never two in a row.
    return b"\x00\x00" not in head and (b"\x00" not in head or head.count(b"\x00") >= len(head) // 3)


def _kind_of_zip(path: Path, wanted: frozenset[FileKind]) -> FileKind:
    with open_zip(path) as archive:
        names = archive.namelist()
        encrypted = any(member.flag_bits & 1 for member in archive.infolist())
    if encrypted:
        raise _locked(path)
    if "xl/workbook.xml" in names or "content.xml" in names:
        return FileKind.SPREADSHEET
    if any(name.lower().endswith(".shp") for name in names):
        return FileKind.ZIPPED_SHAPEFILE
    what = tr("an Excel binary workbook (XLSB)") if "xl/workbook.bin" in names else tr("a zip archive")
    raise refuse(path, tr("this is {kind}", kind=what), wanted)


def _check_unlocked(path: Path) -> None:
    if ENCRYPTED_STREAM in path.read_bytes():
        raise _locked(path)


def _locked(path: Path) -> FileUnusableError:
    return FileUnusableError(
        tr(
            "{file}: the file is protected by a password. Expected one that opens without. Open it, take the "
            "password off (File, Info, Protect), and save a copy.",
            file=path.name,
        )
    )


def refuse(path: Path, what: str, wanted: frozenset[FileKind]) -> FileUnusableError:
    """Make the fault for a file of a kind that cannot be used here."""
    names = {kind.value for kind in wanted} - {FileKind.ZIPPED_SHAPEFILE.value}
    return FileUnusableError(
        tr(
            "{file}: {what}. Expected one of: {names}. Export or save the table as one of these.",
            file=path.name,
            what=what,
            names=", ".join(sorted(tr(name) for name in names)),
        )
    )


def refuse_topojson(name: str) -> FileUnusableError:
    """Make the fault for TopoJSON, which does not say which coordinates it uses."""
    return FileUnusableError(
        tr(
            "{name}: this is TopoJSON, which does not say which coordinates it uses. Expected GeoJSON. "
            "Download it as GeoJSON, or open it in a map program such as QGIS and export it as GeoJSON.",
            name=name,
        )
    )


def open_zip(path: Path) -> zipfile.ZipFile:
    """Open a zip archive, or refuse it as damaged."""
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise damaged_zip(path) from error


def damaged_zip(path: Path) -> FileUnusableError:
    """Make the fault for a zipped file that ends early or does not add up."""
    return FileUnusableError(
        tr(
            "{file}: the file is damaged or was cut short. Expected a whole file. Download or save it again.",
            file=path.name,
        )
    )


def check_zip(path: Path, *, settings: Settings, limit_bytes: int = 0) -> None:
    """Refuse a zip archive that says it unpacks to more than the limit; nothing is unpacked.

    A directory that lies about its sizes is met later: `unpack_chunks` never reads past the size it was told.
    """
    with open_zip(path) as archive:
        unpacked = sum(member.file_size for member in archive.infolist())
    limit = limit_bytes or settings.max_unzipped_bytes
    ratio = unpacked / max(path.stat().st_size, 1)
    if unpacked > limit or (ratio > settings.max_unzip_ratio and unpacked > MEGABYTE):
        raise FileUnusableError(
            tr(
                "{file}: the file unpacks to {unpacked}, {ratio:,.0f} times its size. Expected at most "
                "{limit} and {most} times. It may be made to fill the memory. Ask where it came "
                "from, or save the table as CSV.",
                file=path.name,
                unpacked=_megabytes(unpacked),
                ratio=ratio,
                limit=_megabytes(limit),
                most=settings.max_unzip_ratio,
            )
        )


def unpack_chunks(path: Path, archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """Give one member of an archive in pieces, never past its stated size; a false checksum is a damaged file."""
    try:
        with archive.open(name) as stream:
            while chunk := stream.read(_CHUNK_BYTES):
                yield chunk
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise damaged_zip(path) from error
