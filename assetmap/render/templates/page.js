// Draws the layers of #map-data on a Leaflet map. What a mark says is read from its row in the table, as text.
document.documentElement.classList.add("map-on");

function keepStillPicture(error) {
  document.documentElement.classList.remove("map-on");
  console.warn(error);
}

function drawAssetmap(map) {
  const data = JSON.parse(document.getElementById("map-data").textContent);
  const renderer = map.options.renderer || L.canvas({ padding: 0.3, tolerance: 6 });
  prepareMap(map, data);

  drawLines(map, renderer, data.outlines, "#555");
  drawLines(map, renderer, data.roads, "#8a8a8a");

  function cells(layer, row) {
    const table = document.getElementById("table-" + layer.key);
    const heads = [...table.tHead.rows[0].cells].map((cell) => cell.textContent);
    return [...table.tBodies[Math.floor(row / data.rows)].rows[row % data.rows].cells].map((cell, i) => [heads[i], cell.textContent]);
  }

  const drawn = data.layers.map((layer) => {
    const group = drawShapes(layer, renderer, (row) => cells(layer, row));
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
    const shown = drawn.filter((one) => one.shown);
    const one = shown.find((other) => other.layer.points) || shown[0];
    if (!one) return null;
    const { best, inside } = nearestOf(map, one.items);
    const row = best && cells(one.layer, best.row);
    return {
      inside, total: one.items.length, at: best && best.at,
      name: row && rowShortly(row, one.layer.told),
      content: () => describeRow(row),
      spoken: () => row.filter(([, text]) => text).map(([head, text]) => head + ": " + text).join(". "),
    };
  }

  for (const button of document.querySelectorAll("button[data-table]")) {
    button.addEventListener("click", () => {
      const table = document.getElementById(button.dataset.table);
      table.classList.add("all");
      button.parentNode.remove();
      table.parentNode.focus();
    });
  }

  const report = followKeyboard(map, data.words, nearest);
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
  if (data.venue.at) ringVenue(map, renderer, data.venue);
  report();
  document.documentElement.dataset.map = "drawn";
}
