"""The door to the map's program files: fetched once, checked against a lock table, kept in a cache folder.

They come from the ``npm`` client where it is installed, else from the address that is passed in. A file whose
checksum is not the one below is refused, wherever it came from.
"""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import subprocess
import tarfile
import tempfile
import urllib.parse
import urllib.request
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assetmap.errors import OutsideError
from assetmap.messages import tr

MOST_BYTES = 5_000_000


@dataclass(frozen=True)
class WebFile:
    """One file of a published package: which package, which version, where in it, and what it must be."""

    package: str
    version: str
    file: str
    sha512: str

    @property
    def name(self) -> str:
        """File name without folders, as it is kept in the cache."""
        return f"{self.package}-{self.version}-{Path(self.file).name}"

    @property
    def integrity(self) -> str:
        """The checksum as a page writes it beside a script, so that the browser checks it too."""
        return f"sha512-{base64.b64encode(bytes.fromhex(self.sha512)).decode()}"


LEAFLET_JS = WebFile(
    "leaflet", "1.9.4", "dist/leaflet.js",
    "0701dfaebe1cf6499190bc3a89715dcdc75657f3c69158222322162cb953497c"
    "d6433c6e4a0e03890502a5abb3fc45a3824e53610a97fe4be7f691b536961faa",
)  # fmt: skip
LEAFLET_CSS = WebFile(
    "leaflet", "1.9.4", "dist/leaflet.css",
    "65c9fa6e347ff1165b2c4a4b21e3b036dcd11010099d42844b171eb3ad0ca688"
    "feda8928a5201c4942143ac79d7439b47319c6433c4847bbc982c2d96dd2c4df",
)  # fmt: skip
CLUSTER_JS = WebFile(
    "leaflet.markercluster", "1.5.3", "dist/leaflet.markercluster.js",
    "385b375b80c8679664ac384116db023fa257b4c1031a6865d103e599660125ac"
    "b8d134f59f782dd97bb0f0f7ff89ece05bd09d69b8e4342851aa8ce5fd80039a",
)  # fmt: skip
CLUSTER_CSS = WebFile(
    "leaflet.markercluster", "1.5.3", "dist/MarkerCluster.css",
    "990efb57301a93376959d81f2ff94cd64b0dcbcf6e16089b45000db0d9de4933"
    "03fdb8f463ff3ef785ccc188676f3c7c7a48b686b6cfa439b4bc3d02893da572",
)  # fmt: skip
# One plain script with its own reader of PMTiles and vector tiles; it needs Leaflet and makes no code from text.
PROTOMAPS_JS = WebFile(
    "protomaps-leaflet", "5.1.0", "dist/protomaps-leaflet.js",
    "29526e73c4408ca7cd66e741ce2f4720a88ca47c24c9601774bec9e279b96944"
    "164580d37b0b3676ee38f9be7d220dadc025d45a6667d5db03d7d922306e5470",
)  # fmt: skip
LEAFLET: tuple[WebFile, ...] = (LEAFLET_JS, LEAFLET_CSS)
WEB_MAP: tuple[WebFile, ...] = (*LEAFLET, PROTOMAPS_JS)
LEAFLET_CLUSTERS: tuple[WebFile, ...] = (CLUSTER_JS, CLUSTER_CSS)


def read_web_files(
    files: Iterable[WebFile], cache: Path, *, address: str, seconds: int, environ: Mapping[str, str] | None = None
) -> dict[WebFile, str] | None:
    """Return the text of each file, fetching what the cache does not hold.

    Parameters
    ----------
    files
        Rows of the lock table above.
    cache
        Folder that keeps them; it is made where it is missing.
    address
        Where packages are served as ``ADDRESS/package@version/file``.
    seconds
        How long to wait for an answer.
    environ
        The environment in which ``npm`` is looked for; by default the program's own.

    Returns
    -------
    dict or None
        None where a file is neither in the cache nor to be had.

    Raises
    ------
    OutsideError
        A file is not the one in the lock table, or the cache folder cannot be written.
    """
    wanted = tuple(files)
    held = {file: content for file in wanted if (content := _cached(file, cache)) is not None}
    packages = dict.fromkeys((file.package, file.version) for file in wanted if file not in held)
    for package in packages:
        lacking = [file for file in wanted if (file.package, file.version) == package and file not in held]
        packed = _from_npm(lacking, seconds, environ)
        for file in lacking:
            content = packed.get(file) or _from_address(file, address, seconds)
            if content is None:
                return None
            held[file] = _checked(file, content)
            _keep(file, held[file], cache)
    return {file: held[file].decode("utf-8") for file in wanted}


def _matches(file: WebFile, content: bytes) -> bool:
    return hashlib.sha512(content).hexdigest() == file.sha512


def _checked(file: WebFile, content: bytes) -> bytes:
    if not _matches(file, content):
        raise OutsideError(
            tr(
                "{package} {version}: {file} was refused, its checksum is not the one we know. Something "
                "between us and its publisher changed it, perhaps a sign-in page of the wifi. Try again on "
                "another network.",
                package=file.package,
                version=file.version,
                file=file.file,
            )
        )
    return content


def _cached(file: WebFile, cache: Path) -> bytes | None:
    """Return the kept file; one that was changed since counts as missing and is fetched again."""
    path = cache / file.name
    if not path.is_file():
        return None
    content = path.read_bytes()
    return content if _matches(file, content) else None


def _keep(file: WebFile, content: bytes, cache: Path) -> None:
    """Write the file whole or not at all: another program may read it at the same moment."""
    try:
        cache.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=cache)
        with os.fdopen(handle, "wb") as out:
            out.write(content)
        Path(name).replace(cache / file.name)
    except OSError as error:
        raise OutsideError(
            tr(
                "{cache}: the map's program files cannot be kept here ({reason}). Expected a folder we may "
                "write to. Free some space or change the folder's permissions.",
                cache=cache,
                reason=error.strerror,
            )
        ) from error


def _from_npm(files: Sequence[WebFile], seconds: int, environ: Mapping[str, str] | None) -> dict[WebFile, bytes]:
    """Return those files of one package that the npm client brings, asking for the package once."""
    surroundings = dict(os.environ if environ is None else environ)
    program = shutil.which("npm", path=surroundings.get("PATH", ""))
    if program is None:
        return {}
    with tempfile.TemporaryDirectory() as folder:
        wanted = f"{files[0].package}@{files[0].version}"
        command = [program, "pack", wanted, "--ignore-scripts", "--fetch-retries=0"]
        try:
            subprocess.run(  # noqa: S603 - the words are ours, from the lock table
                command, cwd=folder, env=surroundings, timeout=seconds, check=True, capture_output=True
            )
        except (subprocess.SubprocessError, OSError):
            return {}
        packed = next(Path(folder).glob("*.tgz"), None)
        found = {file: _out_of_package(packed, file) for file in files}
        return {file: content for file, content in found.items() if content is not None}


def _out_of_package(path: Path | None, file: WebFile) -> bytes | None:
    """Read one file of a packed package; nothing is unpacked to the disk."""
    if path is None:
        return None
    try:
        with tarfile.open(path) as package:
            member = package.extractfile(f"package/{file.file}")
            return None if member is None else member.read(MOST_BYTES)
    except (tarfile.TarError, KeyError):
        return None


def _from_address(file: WebFile, address: str, seconds: int) -> bytes | None:
    url = f"{address.rstrip('/')}/{file.package}@{file.version}/{file.file}"
    if urllib.parse.urlsplit(url).scheme not in {"http", "https"}:
        return None
    try:
        with urllib.request.urlopen(url, timeout=seconds) as reply:  # noqa: S310 - the scheme was looked at above
            content: bytes = reply.read(MOST_BYTES)
    except OSError:
        return None
    return content
