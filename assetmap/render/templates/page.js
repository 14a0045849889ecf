// Draws the layers of #map-data on a Leaflet map. What a mark says is read from its row in the table, as text.
document.documentElement.classList.add("map-on");

function keepStillPicture(error) {
  document.documentElement.classList.remove("map-on");
  console.warn(error);
}

function drawAssetmap(map) {
  const data = JSON.parse(document.getElementById("map-data").textContent);
  const renderer = map.options.renderer || L.canvas({ padding: 0.3, tolerance: 6 });
  const Shape = markShape();
  prepareMap(map, data);
  const box = map.getContainer();

  const line = (lonlat) => lonlat.map(([lon, lat]) => [lat, lon]);
  L.polyline(data.outlines.map(line), { renderer, interactive: false, color: "#555", weight: 1 }).addTo(map);
  L.polyline(data.roads.map(line), { renderer, interactive: false, color: "#8a8a8a", weight: 1 }).addTo(map);

  function cells(layer, row) {
    const table = document.getElementById("table-" + layer.key);
    const heads = [...table.tHead.rows[0].cells].map((cell) => cell.textContent);
    return [...table.tBodies[Math.floor(row / data.rows)].rows[row % data.rows].cells].map((cell, i) => [heads[i], cell.textContent]);
  }

  function describe(layer, row) {
    const list = document.createElement("dl");
    for (const [head, text] of cells(layer, row)) {
      if (!text) continue;
      list.appendChild(document.createElement("dt")).textContent = head;
      list.appendChild(document.createElement("dd")).textContent = text;
    }
    return list;
  }

  function shortly(layer, row) {
    const all = cells(layer, row);
    const node = document.createElement("span");
    node.textContent = all[0][1] + ": " + layer.told.map((i) => (i > 1 ? all[i][0].toLowerCase() + " " : "") + all[i][1]).join(", ");
    return node;
  }

  const drawn = data.layers.map((layer) => {
    const fills = layer.marks.map((mark) => (mark.corners ? mark.colour : hatching(mark)));
    const group = L.geoJSON(layer.shapes, {
      renderer,
      style: (feature) => ({ color: "#333", weight: 1, fillOpacity: 1, fillColor: fills[feature.properties.mark] }),
      pointToLayer: (feature, at) => new Shape(at, {
        renderer, radius: layer.radius, color: "#000", weight: 1, fillOpacity: 1,
        fillColor: fills[feature.properties.mark], corners: layer.marks[feature.properties.mark].corners || [],
      }),
    });
    group.bindTooltip((shape) => shortly(layer, shape.feature.properties.row), { sticky: true });
    group.bindPopup((shape) => describe(layer, shape.feature.properties.row), { maxWidth: 260 });
    const items = group.getLayers().map((shape) => ({
      shape, at: shape.getLatLng ? shape.getLatLng() : shape.getBounds().getCenter(), row: shape.feature.properties.row,
    }));
    return { layer, group, items, shown: false };
  });

  function show(one, wanted) {
    one.shown = wanted;
    if (wanted) {
      one.group.addTo(map);
      if (!one.layer.points) one.group.bringToBack();
    } else {
      one.group.remove();
    }
  }

  function nearest() {
    const middle = map.getCenter(), bounds = map.getBounds();
    const shown = drawn.filter((one) => one.shown);
    const one = shown.find((other) => other.layer.points) || shown[0];
    if (!one) return null;
    let best = null, least = Infinity, inside = 0;
    const squeeze = Math.cos((middle.lat * Math.PI) / 180);
    for (const item of one.items) {
      if (!bounds.contains(item.at)) continue;
      inside += 1;
      const far = ((item.at.lng - middle.lng) * squeeze) ** 2 + (item.at.lat - middle.lat) ** 2;
      if (far < least) { least = far; best = item; }
    }
    return { one, best, inside };
  }

  for (const button of document.querySelectorAll("button[data-table]")) {
    button.addEventListener("click", () => {
      const table = document.getElementById(button.dataset.table);
      table.classList.add("all");
      button.parentNode.remove();
      table.parentNode.focus();
    });
  }

  let waiting = 0, quietUntil = 0;
  function say(text) {
    clearTimeout(waiting);
    document.getElementById("map-status").textContent = text;
  }
  function report() {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const found = nearest();
      const said = !found ? "Nothing is shown. Tick a layer below the map."
        : !found.best ? "Nothing in view. Zoom out to find it."
        : found.inside.toLocaleString("en-GB") + " of " + found.one.items.length.toLocaleString("en-GB")
          + " in view. Nearest the middle: " + shortly(found.one.layer, found.best.row).textContent + ".";
      say(said);
    }, 400);
  }

  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target !== box) return;
    const found = nearest();
    if (!found || !found.best) return;
    const { one, best } = found;
    quietUntil = Date.now() + 1000; // bringing it into view says nothing new
    L.popup({ maxWidth: 260 }).setLatLng(best.at).setContent(describe(one.layer, best.row)).openOn(map);
    say(cells(one.layer, best.row).filter(([, text]) => text).map(([head, text]) => head + ": " + text).join(". "));
  });
  for (const choice of document.querySelectorAll("input[data-layer]")) {
    const one = drawn.find((other) => other.layer.key === choice.dataset.layer);
    const others = drawn.filter((other) => other !== one && !other.layer.points);
    show(one, choice.checked);
    choice.addEventListener("change", () => {
      if (choice.checked && !one.layer.points) {
        for (const other of others) {
          show(other, false);
          document.querySelector('input[data-layer="' + other.layer.key + '"]').checked = false;
        }
      }
      show(one, choice.checked);
      report();
    });
  }
  if (data.venue.at) {
    const [lon, lat] = data.venue.at;
    const name = document.createElement("span");
    name.textContent = data.venue.name;
    L.circleMarker([lat, lon], { renderer, radius: 13, fill: false, color: "#fff", weight: 8, interactive: false }).addTo(map);
    L.circleMarker([lat, lon], { renderer, radius: 13, fill: false, color: "#000", weight: 4 })
      .addTo(map).bindTooltip(name);
  }
  map.on("moveend", () => { if (Date.now() > quietUntil) report(); });
  report();
  document.documentElement.dataset.map = "drawn";
}
