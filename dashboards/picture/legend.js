// The legend: the same shapes as in the picture, each with its words; near by, those of single people.

function legendItems(words, colours, near) {
  const items = near
    ? [
        ...[[1, words.needs[0]], [1 | 2 | 32, words.needs[1]], [1 | 4 | 32, words.needs[2]], [1 | 6 | 32, words.needs[3]]],
        [1 | 4, words.key.alone], [1 | ACTIVE, words.key.active], [1 | BURNT, words.key.burnt_out],
        [1 | 2 | 32 | 64 | 128, words.key.helped],
      ].map(([state, text]) => [(c) => drawPerson(c, 12, 12, 20, state, colours), text])
    : [
        ...[0, 1, 2, 3].map((level) => [(c) => drawHome(c, level, false, colours), words.key.homes[level]]),
        [(c) => drawHome(c, 0, true, colours), words.key.lit],
      ];
  items.push([(c) => drawGround(c, colours), words.key.ground], [(c) => drawAgencies(c, colours), words.key.agencies]);
  items.push([(c) => drawGroups(c, colours), words.key.groups], [(c) => drawHubs(c, colours), words.key.connectors], [(c) => drawLinks(c, colours), words.key.links], [(c) => drawSignals(c, colours), words.key.signals]);
  return items;
}

function legend(words, colours, near) {
  return make("ul", { class: "legend" }, ...legendItems(words, colours, near).map(([draw, text]) => {
    const canvas = make("canvas", { "aria-hidden": "true", width: 48, height: 48 });
    const c = canvas.getContext("2d");
    c.scale(2, 2);
    draw(c);
    return make("li", {}, canvas, text);
  }));
}

function drawHome(c, level, lit, colours) {
  c.fillStyle = lit ? colours.lit : colours.home;
  c.fillRect(4, lit ? 3 : 3 + 18 * DIM, 16, lit ? 18 : 18 * (1 - 2 * DIM));
  c.strokeStyle = colours.home;
  c.lineWidth = 1;
  if (lit) c.strokeRect(4, 3, 16, 18);
  if (!level) return;
  const side = 18 * SHARE[level];
  c.fillStyle = colours.needs[level];
  c.fillRect(12 - Math.min(side, 16) / 2, 12 - side / 2, Math.min(side, 16), side);
}

function drawGround(c, colours) {
  colours.blocks.forEach((colour, k) => {
    c.fillStyle = colour;
    c.fillRect(1 + 4.4 * k, 4, 4.4, 16);
  });
  c.strokeStyle = colours.home;
  c.strokeRect(1, 4, 22, 16);
}

function drawAgencies(c, colours) {
  colours.ways.forEach((way, w) => {
    c.strokeStyle = c.fillStyle = way;
    c.lineWidth = 1.5;
    c.setLineDash(w ? [3, 2] : []);
    c.beginPath();
    c.roundRect(2, 3 + 10 * w, 20, 8, 3);
    if (!w) c.fill();
    c.stroke();
  });
  c.setLineDash([]);
}

function drawGroups(c, colours) {
  c.fillStyle = colours.lit;
  c.strokeStyle = colours.ink;
  c.lineWidth = 1.3;
  c.beginPath();
  c.rect(2, 7, 9, 9);
  c.moveTo(22, 12);
  c.arc(17.5, 12, 4.7, 0, 7);
  c.fill();
  c.stroke();
}

function drawHubs(c, colours) {
  colours.ways.forEach((way, w) => drawHub(c, 6 + 12 * w, 12, 5, way, colours));
}

function drawLinks(c, colours) {
  colours.ways.forEach((way, w) => {
    c.strokeStyle = way;
    c.lineWidth = 1.6 + w;
    c.beginPath();
    c.moveTo(2, 6 + 10 * w);
    c.bezierCurveTo(10, 6 + 10 * w, 14, 10 + 10 * w, 22, 10 + 10 * w);
    c.stroke();
  });
}

function drawSignals(c, colours) {
  colours.ways.forEach((way, w) => {
    c.fillStyle = way;
    [[4, 2.5], [11, 3.5], [18, 5]].forEach(([x, size]) => c.fillRect(x - size / 2, 7 + 10 * w - size / 2, size, size));
  });
}
