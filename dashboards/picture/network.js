// The network: agencies in the middle, groups beside their neighbourhoods, and the working links between them.

const EM = 0.62; // the height of a name, of what is left free for it above and below the picture
const BETWEEN = 14; // what lies between two places, as in film/ground.py

class Network {
  constructor(canvas, film, world) {
    Object.assign(this, { film, world });
    this.context = canvas.getContext("2d");
  }

  paint(view, month, colours, words) {
    const { film, context: c } = this;
    c.clearRect(0, 0, view.width, view.height);
    this.#links(view, month, colours);
    for (const [names, at, upper] of this.#names(view, words)) this.#label(view, names, at, upper, colours);
    for (let g = 0; g < film.groups; g++) this.#group(view, month, g, colours);
    for (let a = film.firstAgency; a < film.firstHall; a++) this.#agency(view, month, a, colours, words);
    for (let hall = film.firstHall; hall < film.at.length / 2; hall++) this.#hub(view, month, hall, colours);
  }

  // What is where, by its name and a shorter one: neighbourhoods, or whole places where several lie so close that these
  // have no room for names.
  *#names(view, words) {
    const { film } = this;
    if (film.places.length === 1 || BETWEEN * view.scale > 4 * EM * view.pad) {
      for (const block of film.blocks) {
        const upper = block.at[1] < film.at[(film.firstHall + block.place) * 2 + 1];
        yield [[neighbourhood(film, block, words), String(block.number)], block.at, upper];
      }
      return;
    }
    for (const [place, name] of film.places.entries()) {
      const own = film.blocks.filter((block) => block.place === place).map((block) => block.at);
      const [left, top] = [0, 1].map((k) => Math.min(...own.map((at) => at[k])));
      const [right, bottom] = [0, 1].map((k) => Math.max(...own.map((at) => at[k] + at[k + 2])));
      yield [[name], [left, top, right - left, bottom - top], true];
    }
  }

  // The longest name that fits on the outer edge of what it names, or of the picture where that is out of sight.
  #label(view, names, [x, y, wide, high], upper, colours) {
    const { context: c } = this, em = view.pad * EM;
    const left = Math.max(view.px(x), 1), room = Math.min(view.px(x + wide), view.width) - left - 4;
    if (room < 0 || view.py(y + high) < 0 || view.py(y) > view.height) return;
    c.textAlign = "left";
    c.textBaseline = upper ? "bottom" : "top";
    c.font = `600 ${em}px ${colours.font}`;
    c.lineWidth = em / 3;
    c.lineJoin = "round";
    c.strokeStyle = colours.paper;
    c.fillStyle = colours.ink;
    const name = names.find((one) => c.measureText(one).width * 0.68 <= room);
    if (!name) return;
    const line = upper ? Math.max(view.py(y) - em * 0.3, em * 1.4) : Math.min(view.py(y + high) + em * 0.4, view.height - em * 1.4);
    c.strokeText(name, left, line, room);
    c.fillText(name, left, line, room);
  }

  #point(view, node) { return [view.px(this.film.at[node * 2]), view.py(this.film.at[node * 2 + 1])]; }

  #links(view, month, colours) {
    const { film, context: c } = this, { active, link } = film.worlds[this.world];
    const start = (month - 1) * film.groups;
    c.strokeStyle = colours.ways[this.world];
    for (let g = 0; g < film.groups; g++) {
      if (!active[start + g]) continue;
      const place = film.blocks[film.arrays["group.block"][g]].place;
      const [gx, gy] = this.#point(view, film.seats + g);
      for (let k = 0; k < 4; k++) {
        const strength = link[(start + g) * 4 + k];
        if (strength < WORKING) continue;
        const [ax, ay] = this.#point(view, film.firstAgency + place * 4 + k);
        c.globalAlpha = 0.15 + (0.5 * strength) / 250;
        c.lineWidth = colours.rem * (0.03 + (0.12 * strength) / 250) * Math.sqrt(view.zoom);
        c.beginPath();
        c.moveTo(ax, ay);
        c.bezierCurveTo(ax, (ay + gy) / 2, gx, (ay + gy) / 2, gx, gy);
        c.stroke();
      }
    }
    c.globalAlpha = 1;
  }

  #group(view, month, g, colours) {
    const { film, context: c } = this;
    const active = film.groupHere(this.world, month, g);
    if (!active) return;
    const [x, y] = this.#point(view, film.seats + g), r = groupRadius(active) * view.scale;
    c.fillStyle = colours.lit;
    c.strokeStyle = colours.ink;
    c.lineWidth = Math.max(colours.rem * 0.08, 1);
    c.beginPath();
    if (film.arrays["group.formal"][g]) c.rect(x - r * 0.9, y - r * 0.9, r * 1.8, r * 1.8);
    else c.arc(x, y, r, 0, 7);
    c.fill();
    c.stroke();
  }

  // The connectors of a place, where they invite anybody this month.
  #hub(view, month, node, colours) {
    const { signals, kind, from } = this.film.worlds[this.world];
    for (let k = signals[month - 1]; k < signals[month] && kind[k] === ASKED; k++) {
      if (from[k] !== node) continue;
      return drawHub(this.context, ...this.#point(view, node), Math.max(3 * view.scale, colours.rem * 0.55), colours.ways[this.world], colours);
    }
  }

  #agency(view, month, node, colours, words) {
    const { film, context: c } = this, k = (node - film.firstAgency) % 4, place = (node - film.firstAgency - k) / 4;
    const [x, y] = this.#point(view, node);
    const frozen = film.worlds[this.world].frozen[(month - 1) * film.places.length + place];
    const room = film.at[(node - k + 1) * 2] - film.at[(node - k) * 2];
    const high = Math.max(8 * view.scale, colours.rem * 1.35), wide = Math.min(room * 0.88 * view.scale, Math.max(colours.rem * 7, 16 * view.scale));
    c.lineWidth = Math.max(colours.rem * 0.12, 1.5);
    c.strokeStyle = colours.ways[this.world];
    c.fillStyle = frozen ? colours.paper : colours.ways[this.world];
    c.setLineDash(frozen ? [5, 4] : []);
    c.beginPath();
    c.roundRect(x - wide / 2, y - high / 2, wide, high, Math.min(high / 3, 8));
    c.fill();
    c.stroke();
    c.setLineDash([]);
    c.fillStyle = frozen ? colours.ink : colours.paper;
    c.font = `600 ${Math.min(high * 0.62, colours.rem * 1.1)}px ${colours.font}`;
    c.textAlign = "center";
    c.textBaseline = "middle";
    c.fillText(words.agencies[k], x, y + 0.5, wide - 6);
  }
}

function drawHub(c, x, y, r, way, colours) {
  c.fillStyle = way;
  c.strokeStyle = colours.paper;
  c.lineWidth = colours.rem * 0.1;
  c.beginPath();
  for (const [dx, dy] of [[0, -r], [r, 0], [0, r], [-r, 0]]) c.lineTo(x + dx, y + dy);
  c.closePath();
  c.fill();
  c.stroke();
}

// In seats: by the square root of the members taking part, so that areas compare.
function groupRadius(active) { return 0.9 + 0.2 * Math.sqrt(active - 1); }

// What a neighbourhood is called.
function neighbourhood(film, block, words) {
  const several = film.places.length > 1;
  return fill(several ? words.neighbourhood_of : words.neighbourhood, { n: block.number, fifth: words.fifths[block.fifth - 1], place: film.places[block.place] });
}
