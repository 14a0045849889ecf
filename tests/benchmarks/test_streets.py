"""How long it takes, and how much memory, to make street networks of a real extract; beside pyrosm and osmnx.

Each contender runs in a process of its own: the memory is the rise of its peak over the process with everything
imported. ``ASSETMAP_BENCHMARK_PYTHON`` may name another Python that holds the peers (the extra ``benchmark``).
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from pathlib import Path

import osmium
import pytest

pytestmark = [pytest.mark.benchmark, pytest.mark.real_data]

MOST_SECONDS = 2.0
MOST_MEGABYTES = 100.0
RUNS = 3
TIMEOUT_SECONDS = 900
PEER_PYTHON = os.environ.get("ASSETMAP_BENCHMARK_PYTHON", sys.executable)

# A process that is started from a large one begins with that one's peak in getrusage, so where the system tells the
# peak of this process alone (Linux: VmHWM) that is taken.
MEASURE = """
import json, resource, sys, time
from pathlib import Path

def peak_megabytes():
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().split("VmHWM:")[1].split()[0]) / 1024
    unit = 1024**2 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit

{imports}

path = sys.argv[1]
before, began = peak_megabytes(), time.perf_counter()
{work}
seconds, megabytes = time.perf_counter() - began, peak_megabytes() - before
print(json.dumps(dict(seconds=seconds, megabytes=megabytes, sizes={sizes}, version={version})))
"""

ASSETMAP = MEASURE.format(
    imports="""
import assetmap
from assetmap.adapters import osm
from assetmap.analysis import street_graph
""",
    work="""
lines = osm.read_streets(Path(path))
graphs = {mode: street_graph.build_graph(lines, mode=mode) for mode in ("walk", "drive")}
""",
    sizes="{mode: (graph.nodes, graph.edges) for mode, graph in graphs.items()}",
    version="assetmap.__version__ if hasattr(assetmap, '__version__') else ''",
)

PYROSM = MEASURE.format(
    imports="""
import warnings
warnings.simplefilter("ignore")
import networkx, pyrosm
""",
    work="""
graphs = {}
for mode, name in (("walk", "walking"), ("drive", "driving+service")):
    source = pyrosm.OSM(path)
    nodes, edges = source.get_network(network_type=name, nodes=True)
    graphs[mode] = source.to_graph(nodes, edges, graph_type="networkx", retain_all=True)
""",
    sizes="{mode: (len(graph), graph.number_of_edges()) for mode, graph in graphs.items()}",
    version="pyrosm.__version__",
)

OSMNX = MEASURE.format(
    imports="""
import warnings
warnings.simplefilter("ignore")
import osmnx
""",
    work="""
graphs = {
    mode: osmnx.graph_from_xml(path, bidirectional=mode == "walk", simplify=True, retain_all=True)
    for mode in ("walk", "drive")
}
""",
    sizes="{mode: (len(graph), graph.number_of_edges()) for mode, graph in graphs.items()}",
    version="osmnx.__version__",
)


def measure(python: str, script: str, path: Path) -> dict[str, object] | str:
    """Run one contender; its figures, or the last line of what it complained about."""
    done = subprocess.run(
        [python, "-c", script, str(path)], capture_output=True, text=True, timeout=TIMEOUT_SECONDS, check=False
    )
    if done.returncode:
        return done.stderr.strip().splitlines()[-1] if done.stderr.strip() else f"ended with {done.returncode}"
    figures: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return figures


def as_xml(path: Path, target: Path) -> Path:
    """Write the ways with a highway tag and their points as XML, the one form osmnx reads."""
    ways = osmium.osm.WAY
    nodes = {
        node.ref
        for way in osmium.FileProcessor(str(path), ways).with_filter(osmium.filter.KeyFilter("highway"))
        if isinstance(way, osmium.osm.Way)
        for node in way.nodes
    }
    with osmium.SimpleWriter(str(target)) as writer:
        for node in osmium.FileProcessor(str(path), osmium.osm.NODE):
            if isinstance(node, osmium.osm.Node) and node.id in nodes:
                writer.add_node(node)
        for way in osmium.FileProcessor(str(path), ways).with_filter(osmium.filter.KeyFilter("highway")):
            writer.add_way(way)
    return target


def tell(name: str, figures: dict[str, object] | str) -> None:
    """Print one line of the table."""
    if isinstance(figures, str):
        print(f"  {name:<10} did not run here: {figures}")
        return
    sizes = figures["sizes"]
    print(f"  {name:<10} {figures['seconds']:>7.2f} s {figures['megabytes']:>7.0f} MB  {figures['version']}  {sizes}")


def test_an_extract_to_street_graphs(real_data: Path, tmp_path: Path) -> None:
    path = real_data / "newport" / "streets.osm.pbf"
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg()) if hasattr(os, "getloadavg") else "not known"
    print(f"\n{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}; load {load}")
    print(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB; walk and drive networks; (nodes, directed edges)")
    runs = [measure(sys.executable, ASSETMAP, path) for _ in range(RUNS)]
    for figures in runs:
        tell("assetmap", figures)
    tell("pyrosm", measure(PEER_PYTHON, PYROSM, path))
    tell("osmnx", measure(PEER_PYTHON, OSMNX, as_xml(path, tmp_path / "streets.osm")))
    whole = [figures for figures in runs if not isinstance(figures, str)]
    assert len(whole) == RUNS
    assert min(float(str(figures["seconds"])) for figures in whole) < MOST_SECONDS
    assert max(float(str(figures["megabytes"])) for figures in whole) < MOST_MEGABYTES
