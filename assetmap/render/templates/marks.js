"use strict";
// What every map of ours shares: how marks and areas are drawn, and how the map itself behaves.

function traceMark(pen, corners, x, y, size) {
  pen.beginPath();
  if (!corners.length) pen.arc(x, y, size, 0, 7);
  corners.forEach(([dx, dy], i) => pen[i ? "lineTo" : "moveTo"](x + dx * size, y + dy * size));
  pen.closePath();
}

function rimMark(pen) {
  pen.strokeStyle = "#fff"; // a light rim, so that a dark mark is seen on a dark area
  pen.lineWidth = 4;
  pen.stroke();
}

function markShape() {
  return L.CircleMarker.extend({
    _updatePath() {
      const canvas = this._renderer;
      if (!canvas._drawing || this._empty()) return;
      traceMark(canvas._ctx, this.options.corners, this._point.x, this._point.y, this._radius);
      rimMark(canvas._ctx);
      canvas._fillStroke(canvas._ctx, this);
    },
  });
}

function prepareMap(map, data) {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
    const panBy = map.panBy;
    map.panBy = function (offset, options) { return panBy.call(this, offset, { ...options, animate: false }); };
  }
  map.attributionControl.setPrefix(false);
  if (data.attribution) map.attributionControl.addAttribution(data.attribution);
  const box = map.getContainer();
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", data.label);
}

function hatching(mark) {
  const tile = document.createElement("canvas");
  tile.width = tile.height = 10;
  const pen = tile.getContext("2d");
  pen.fillStyle = mark.colour;
  pen.fillRect(0, 0, 10, 10);
  pen.strokeStyle = pen.fillStyle = mark.ink;
  pen.lineWidth = mark.hatch === "dense" ? 1.3 : 1.6;
  pen.beginPath();
  if (mark.hatch === "lines" || mark.hatch === "dense") {
    for (const [x, y] of [[-5, 5], [0, 10], [5, 15]]) { pen.moveTo(x, y); pen.lineTo(x + 10, y - 10); }
  }
  if (mark.hatch === "dense") {
    for (const [x, y] of [[-5, 5], [0, 0], [5, -5]]) { pen.moveTo(x, y); pen.lineTo(x + 10, y + 10); }
  }
  if (mark.hatch === "crosses") { pen.moveTo(2, 5); pen.lineTo(8, 5); pen.moveTo(5, 2); pen.lineTo(5, 8); }
  pen.stroke();
  const dot = { dots: 1.6, outline: 0.7 }[mark.hatch];
  if (dot) { pen.beginPath(); pen.arc(5, 5, dot, 0, 7); pen.fill(); }
  return pen.createPattern(tile, "repeat");
}

function drawLines(map, renderer, lines, color) {
  const turned = lines.map((line) => line.map(([lon, lat]) => [lat, lon]));
  return L.polyline(turned, { renderer, interactive: false, color, weight: 1 }).addTo(map);
}

// What a mark says comes from the cells of its row, [heading, text] each, and is set as text: no markup in it counts.
function describeRow(cells) {
  const list = document.createElement("dl");
  for (const [head, text] of cells) {
    if (!text) continue;
    list.appendChild(document.createElement("dt")).textContent = head;
    list.appendChild(document.createElement("dd")).textContent = text;
  }
  return list;
}

function rowShortly(cells, told) {
  return cells[0][1] + ": " + told.map((i) => (i > 1 ? cells[i][0].toLowerCase() + " " : "") + cells[i][1]).join(", ");
}

function asText(text) {
  const node = document.createElement("span");
  node.textContent = text;
  return node;
}

function drawShapes(layer, renderer, cells) {
  const Shape = markShape();
  const fills = layer.marks.map((mark) => (mark.corners ? mark.colour : hatching(mark)));
  const group = L.geoJSON(layer.shapes, {
    renderer,
    style: (feature) => ({ color: "#333", weight: 1, fillOpacity: 1, fillColor: fills[feature.properties.mark] }),
    pointToLayer: (feature, at) => new Shape(at, {
      renderer, radius: layer.radius, color: "#000", weight: 1, fillOpacity: 1,
      fillColor: fills[feature.properties.mark], corners: layer.marks[feature.properties.mark].corners || [],
    }),
  });
  group.bindTooltip((shape) => asText(rowShortly(cells(shape.feature.properties.row), layer.told)), { sticky: true });
  group.bindPopup((shape) => describeRow(cells(shape.feature.properties.row)), { maxWidth: 260 });
  return group;
}

function nearestOf(map, items) {
  const middle = map.getCenter(), bounds = map.getBounds();
  let best = null, least = Infinity, inside = 0;
  const squeeze = Math.cos((middle.lat * Math.PI) / 180);
  for (const item of items) {
    if (!bounds.contains(item.at)) continue;
    inside += 1;
    const far = ((item.at.lng - middle.lng) * squeeze) ** 2 + (item.at.lat - middle.lat) ** 2;
    if (far < least) { least = far; best = item; }
  }
  return { best, inside };
}

function ringVenue(map, renderer, venue) {
  const at = [venue.at[1], venue.at[0]];
  L.circleMarker(at, { renderer, radius: 13, fill: false, color: "#fff", weight: 8, interactive: false }).addTo(map);
  L.circleMarker(at, { renderer, radius: 13, fill: false, color: "#000", weight: 4 }).addTo(map).bindTooltip(asText(venue.name));
}

function fillIn(words, values) {
  return words.replace(/\{(\w+)\}/g, (all, name) => (name in values ? values[name] : all));
}

// Says what is in view after each move, and opens the mark nearest the middle on Enter.
// `find` returns what is shown: how many, how many in view, and of the nearest its place, name and words.
function followKeyboard(map, words, find) {
  const box = map.getContainer();
  let waiting = 0, quietUntil = 0;
  function say(text) {
    clearTimeout(waiting);
    document.getElementById("map-status").textContent = text;
  }
  function report() {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const found = find();
      if (!found) return say(words.nothing);
      if (!found.at) return say(words.empty);
      const number = (amount) => amount.toLocaleString(document.documentElement.lang);
      const said = fillIn(words.view, { inside: number(found.inside), total: number(found.total), name: found.name });
      say([said, found.more].filter(Boolean).join(" "));
    }, 400);
  }
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target !== box) return;
    const found = find();
    if (!found || !found.at) return;
    quietUntil = Date.now() + 1000; // bringing it into view says nothing new
    L.popup({ maxWidth: 260, maxHeight: 220 }).setLatLng(found.at).setContent(found.content()).openOn(map);
    say(found.spoken());
  });
  map.on("popupopen", ({ popup }) => {
    const close = popup.getElement().querySelector(".leaflet-popup-close-button");
    if (close) close.setAttribute("aria-label", words.close);
  });
  map.on("moveend", () => { if (Date.now() > quietUntil) report(); });
  return report;
}
