// Draws one layer of facts, fetched by URL, on a Leaflet map inside the app. All text in it is set as text.
document.documentElement.classList.add("map-on");

function keepStillPicture(error) {
  document.documentElement.classList.remove("map-on");
  document.documentElement.dataset.map = "failed";
  console.warn(error);
}

// World coordinates run from 0 to 1, x eastwards, y southwards, as Web Mercator tiles do.
const WORLD = 256, CELLS = 256, MANY = 20000, REACH = 14, LISTED = 8, APART = 5;
const worldX = (lon) => (lon + 180) / 360;
function worldY(lat) {
  const sine = Math.sin((Math.max(-85, Math.min(85, lat)) * Math.PI) / 180);
  return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
}

// Points sorted into the cells of a grid, so that only those in view are ever looked at.
class PointGrid {
  constructor(lon, lat) {
    const count = lon.length;
    this.x = new Float64Array(count);
    this.y = new Float64Array(count);
    this.west = this.north = Infinity;
    let east = -Infinity, south = -Infinity;
    for (let i = 0; i < count; i++) {
      const x = (this.x[i] = worldX(lon[i])), y = (this.y[i] = worldY(lat[i]));
      if (x < this.west) this.west = x;
      if (x > east) east = x;
      if (y < this.north) this.north = y;
      if (y > south) south = y;
    }
    this.cell = Math.max(east - this.west, south - this.north, 1e-9) / (CELLS - 1);
    this.start = new Uint32Array(CELLS * CELLS + 1);
    const cells = new Uint32Array(count);
    for (let i = 0; i < count; i++) {
      cells[i] = this.row(this.y[i]) * CELLS + this.column(this.x[i]);
      this.start[cells[i] + 1] += 1;
    }
    for (let c = 0; c < CELLS * CELLS; c++) this.start[c + 1] += this.start[c];
    const next = this.start.slice();
    this.order = new Uint32Array(count);
    for (let i = 0; i < count; i++) this.order[next[cells[i]]++] = i;
  }
  // All points in an order that has nothing to do with the list's, the same each time.
  mixed() {
    if (!this.shuffled) {
      const chance = Float64Array.from(this.x, (_, i) => (Math.imul(i + 1, 2654435761) >>> 0) * 2 ** 20 + (i % 2 ** 20));
      this.shuffled = Uint32Array.from(chance.sort(), (value) => value % 2 ** 20);
    }
    return this.shuffled;
  }
  column(x) { return Math.max(0, Math.min(CELLS - 1, Math.floor((x - this.west) / this.cell))); }
  row(y) { return Math.max(0, Math.min(CELLS - 1, Math.floor((y - this.north) / this.cell))); }
  each(west, north, east, south, look) {
    const first = this.column(west), last = this.column(east);
    for (let row = this.row(north); row <= this.row(south); row++) {
      const end = this.start[row * CELLS + last + 1];
      for (let at = this.start[row * CELLS + first]; at < end; at++) {
        const i = this.order[at], x = this.x[i], y = this.y[i];
        if (x >= west && x <= east && y >= north && y <= south) look(i, x, y);
      }
    }
  }
}

// A layer that paints what is in view, and a little around it, on one canvas; again after each move.
function canvasLayer(pane) {
  return L.Layer.extend({
    onAdd(map) {
      this._canvas = L.DomUtil.create("canvas", "pins", map.getPane(pane));
      map.on("moveend resize", this._draw, this);
      this._draw();
    },
    onRemove(map) {
      map.off("moveend resize", this._draw, this);
      this._canvas.remove();
    },
    _draw() {
      const map = this._map, canvas = this._canvas, ratio = window.devicePixelRatio || 1;
      const size = map.getSize(), pad = size.multiplyBy(0.2).round(), whole = size.add(pad.multiplyBy(2));
      const corner = map.containerPointToLayerPoint(pad.multiplyBy(-1)).round();
      const scale = WORLD * 2 ** map.getZoom(), origin = map.getPixelOrigin().add(corner);
      L.DomUtil.setPosition(canvas, corner);
      canvas.width = whole.x * ratio;
      canvas.height = whole.y * ratio;
      canvas.style.width = whole.x + "px";
      canvas.style.height = whole.y + "px";
      const pen = canvas.getContext("2d");
      pen.scale(ratio, ratio);
      this._paint(pen, { origin, whole, scale, ratio });
    },
  });
}

// Names of settlements, the larger first, where no other name stands.
function namesLayer(names) {
  return canvasLayer("names").extend({
    _paint(pen, { origin, whole, scale }) {
      const zoom = this._map.getZoom(), taken = [];
      pen.textAlign = "center";
      pen.textBaseline = "middle";
      pen.lineJoin = "round";
      pen.lineWidth = 3;
      for (const [lon, lat, rank, name] of names) {
        const x = worldX(lon) * scale - origin.x, y = worldY(lat) * scale - origin.y;
        if (zoom < NAME_ZOOMS[rank] || x < 0 || y < 0 || x > whole.x || y > whole.y) continue;
        pen.font = (rank < 2 ? "600 " : "") + (rank < 2 ? 15 : 13) + "px system-ui, sans-serif";
        const half = pen.measureText(name).width / 2 + 6;
        if (taken.some(([tx, ty, other]) => Math.abs(tx - x) < half + other && Math.abs(ty - y) < 18)) continue;
        taken.push([x, y, half]);
        pen.strokeStyle = "#f4f4f0";
        pen.strokeText(name, x, y);
        pen.fillStyle = "#333";
        pen.fillText(name, x, y);
      }
    },
  });
}
const NAME_ZOOMS = [5, 8, 10.5, 11.5, 13];

// One canvas for all marks; no object a mark.
function pinsLayer(layer, grid) {
  const sprites = new Map();
  // Each mark has two coats, a light rim and the mark itself: all rims first, so that no rim hides a mark.
  function sprite(mark, ratio, rim) {
    const key = [mark, ratio, rim].join("/");
    if (!sprites.has(key)) {
      const side = (layer.radius + 4) * 2, tile = document.createElement("canvas");
      tile.width = tile.height = Math.ceil(side * ratio);
      const pen = tile.getContext("2d");
      pen.scale(ratio, ratio);
      traceMark(pen, layer.marks[mark].corners, side / 2, side / 2, layer.radius);
      if (rim) rimMark(pen);
      else {
        pen.fillStyle = layer.marks[mark].colour;
        pen.fill();
        pen.strokeStyle = "#000";
        pen.lineWidth = 1;
        pen.stroke();
      }
      sprites.set(key, tile);
    }
    return sprites.get(key);
  }

  return canvasLayer("pins").extend({
    _paint(pen, { origin, whole, scale, ratio }) {
      const reach = layer.radius + 4, side = reach * 2;
      const box = [(origin.x - reach) / scale, (origin.y - reach) / scale,
        (origin.x + whole.x + reach) / scale, (origin.y + whole.y + reach) / scale];
      const at = (i) => [grid.x[i] * scale - origin.x, grid.y[i] * scale - origin.y];
      const inside = [];
      grid.each(...box, (i) => { inside.push(i); });
      this.some = inside.length > MANY;
      const drawn = this.some ? apart(grid.mixed(), at, whole, reach) : Uint32Array.from(inside).sort();
      for (const rim of drawn.length > MANY / 4 ? [false] : [true, false]) {
        for (const i of drawn) {
          const [x, y] = at(i);
          pen.drawImage(sprite(layer.mark[i], ratio, rim), x - reach, y - reach, side, side);
          if (layer.numbers && !rim) writeNumber(pen, layer.numbers[i], x, y);
        }
      }
    },
  });
}

// Of very many marks, at most one in each little square of the picture; taken in a mixed order, so that no kind goes first.
function apart(mixed, at, whole, reach) {
  const wide = whole.x + 2 * reach, high = whole.y + 2 * reach;
  const across = Math.ceil(wide / APART) + 1, taken = new Uint8Array(across * (Math.ceil(high / APART) + 1));
  return mixed.filter((i) => {
    const [x, y] = at(i);
    if (x < -reach || y < -reach || x > whole.x + reach || y > whole.y + reach) return false;
    const place = Math.floor((y + reach) / APART) * across + Math.floor((x + reach) / APART);
    return !taken[place] && (taken[place] = 1);
  });
}

function writeNumber(pen, number, x, y) {
  pen.font = "bold 12px system-ui, sans-serif";
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillStyle = "#000";
  pen.fillText(number, x, y + 0.5);
}

// A sandboxed frame may not move the page around it; that page is ours too, so it is asked to go there itself.
function goThere(event) {
  if (window.parent === window || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  try {
    const outside = window.parent.document, link = outside.createElement("a");
    link.href = event.currentTarget.href;
    outside.body.append(link);
    event.preventDefault();
    link.click();
    link.remove();
  } catch (error) { console.warn(error); } // a stranger's page around us: the link itself is left to work
}

function showPins(map, data, layer) {
  const grid = new PointGrid(layer.lon, layer.lat);
  const Pins = pinsLayer(layer, grid), pins = new Pins();
  pins.addTo(map);
  const cells = (i) => layer.heads.map((head, column) => [head, layer.cells[column][i]]);
  const numbered = (i) => (layer.numbers ? layer.numbers[i] + ". " : "") + layer.cells[0][i];
  const place = (i) => L.latLng(layer.lat[i], layer.lon[i]);

  function describe(i) {
    const card = document.createElement("div"), name = document.createElement("p"), link = document.createElement("a");
    name.className = "name";
    name.textContent = numbered(i);
    card.append(name, describeRow(cells(i).slice(1)));
    if (layer.ids) {
      link.href = data.page + encodeURIComponent(layer.ids[i]);
      link.target = "_top";
      link.textContent = data.words.page;
      link.addEventListener("click", goThere);
      card.append(link);
    }
    return card;
  }

  function describeAll(found) {
    const all = document.createElement("div");
    found.slice(0, LISTED).forEach((i) => all.append(describe(i)));
    if (found.length > LISTED) {
      const more = document.createElement("p");
      more.textContent = fillIn(data.words.more, { number: (found.length - LISTED).toLocaleString(document.documentElement.lang) });
      all.append(more);
    }
    return all;
  }

  // Marks under a spot of the map, the nearest first.
  function under(spot, reach) {
    const scale = WORLD * 2 ** map.getZoom(), at = map.project(spot, map.getZoom()), found = [];
    const x0 = at.x / scale, y0 = at.y / scale, far = reach / scale;
    grid.each(x0 - far, y0 - far, x0 + far, y0 + far, (i, x, y) => {
      const distance = Math.hypot(x - x0, y - y0);
      if (distance <= far) found.push([distance, i]);
    });
    return found.sort((a, b) => a[0] - b[0] || a[1] - b[1]).map(([, i]) => i);
  }

  const open = (found) => L.popup({ maxWidth: 260, maxHeight: 220 })
    .setLatLng(place(found[0])).setContent(describeAll(found)).openOn(map);
  map.on("click", (event) => {
    const touch = event.originalEvent && event.originalEvent.pointerType === "touch";
    const found = under(event.latlng, layer.radius + (touch ? REACH : 4));
    if (found.length) open(found);
  });

  const tip = L.tooltip({ direction: "top", offset: [0, -layer.radius] });
  let told = -1;
  map.on("mousemove", (event) => {
    const found = under(event.latlng, layer.radius + 2), first = found.length ? found[0] : -1;
    map.getContainer().style.cursor = found.length ? "pointer" : "";
    if (first === told) return;
    told = first;
    if (first < 0) return map.closeTooltip(tip);
    const others = found.length > 1 ? fillIn(data.words.others, { number: found.length - 1 }) : "";
    tip.setLatLng(place(first)).setContent(asText([rowShortly(cells(first), layer.told), others].filter(Boolean).join(" "))).addTo(map);
  });
  map.on("mouseout movestart", () => { told = -1; map.closeTooltip(tip); });

  return function nearest() {
    const scale = WORLD * 2 ** map.getZoom(), view = map.getPixelBounds(), middle = map.project(map.getCenter());
    let best = -1, least = Infinity, inside = 0;
    grid.each(view.min.x / scale, view.min.y / scale, view.max.x / scale, view.max.y / scale, (i, x, y) => {
      inside += 1;
      const far = (x * scale - middle.x) ** 2 + (y * scale - middle.y) ** 2;
      if (far < least) { least = far; best = i; }
    });
    if (best < 0) return { inside, total: layer.lon.length };
    const found = [best, ...under(place(best), 1).filter((i) => i !== best)];
    return {
      inside, total: layer.lon.length, at: place(best), name: numbered(best), more: pins.some ? data.words.some : "",
      content: () => describeAll(found),
      spoken: () => [...cells(best).map(([head, text]) => head + ": " + text), layer.ids ? data.words.tab : ""].filter(Boolean).join(". "),
    };
  };
}

function showAreas(map, renderer, layer) {
  const cells = (row) => layer.heads.map((head, column) => [head, layer.cells[column][row]]);
  const group = drawShapes(layer, renderer, cells).addTo(map).bringToBack();
  const items = group.getLayers().map((shape) => ({ at: shape.getBounds().getCenter(), row: shape.feature.properties.row }));
  return function nearest() {
    const { best, inside } = nearestOf(map, items), row = best && cells(best.row);
    return {
      inside, total: items.length, at: best && best.at, name: row && rowShortly(row, layer.told),
      content: () => describeRow(row),
      spoken: () => row.filter(([, text]) => text).map(([head, text]) => head + ": " + text).join(". "),
    };
  };
}

function addRoads(map, roads) {
  const rules = roads.marks.map((mark, rank) => ({
    dataLayer: roads.layer,
    minzoom: mark.zoom,
    filter: (zoom, feature) => feature.props[roads.rank] === rank,
    symbolizer: new protomapsL.LineSymbolizer({
      color: mark.colour, lineCap: "round", lineJoin: "round", dash: mark.dashed ? [3, 2] : undefined,
      dashColor: mark.colour, width: (zoom) => Math.max(0.7, mark.width * 2 ** ((Math.min(zoom, 17) - 15) / 3)), dashWidth: mark.width,
    }),
  }));
  protomapsL.leafletLayer({
    url: roads.url, pane: "roads", attribution: "", noWrap: true, maxDataZoom: roads.zoom, paintRules: rules.reverse(), labelRules: [],
  }).addTo(map);
}

function drawAssetmap(map) {
  const data = JSON.parse(document.getElementById("map-data").textContent);
  prepareMap(map, data);
  L.control.zoom({ zoomInTitle: data.words.zoomIn, zoomOutTitle: data.words.zoomOut }).addTo(map);
  for (const [name, level] of [["roads", 450], ["names", 455], ["pins", 460]]) {
    const pane = map.createPane(name);
    pane.style.zIndex = level;
    pane.style.pointerEvents = "none";
  }
  const renderer = L.canvas({ padding: 0.3, tolerance: 6 });
  if (data.roads) addRoads(map, data.roads);
  fetch(data.facts).then((answer) => {
    if (!answer.ok) throw new Error("facts: " + answer.status);
    return answer.json();
  }).then((facts) => {
    drawLines(map, renderer, facts.outlines, facts.layer && facts.layer.points ? "#b4b4aa" : "#555");
    if (!data.roads) drawLines(map, L.canvas({ padding: 0.3, pane: "roads" }), facts.roads, "#8a8a8a");
    if (facts.names.length) new (namesLayer(facts.names))().addTo(map);
    const layer = facts.layer;
    const nearest = !layer ? () => null : layer.points ? showPins(map, data, layer) : showAreas(map, renderer, layer);
    if (data.venue.at) ringVenue(map, renderer, data.venue);
    followKeyboard(map, data.words, nearest)();
    document.documentElement.dataset.map = "drawn";
  }).catch(keepStillPicture);
}
