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
