// Motion: signals on their way while the film plays; at rest, the paths of this month's signals.

const TRAVEL = 0.4; // seconds that a signal takes at least
const MOST = 900; // signals drawn at once in a world
const ASKED = 0, INTRODUCED = 1, LINKED = 3; // as in film/signals.py
const SIZE = [0.26, 0.22, 0.15, 0.34, 0.17, 0.26]; // rem, by kind
const LATER = [0, 0, 0, 0, 0.35, 0]; // months, by kind: a group's help sets out when the need has reached it

class Motion {
  constructor(canvas, film, world) {
    Object.assign(this, { film, world });
    this.context = canvas.getContext("2d");
  }

  clear(view) { this.context.clearRect(0, 0, view.width, view.height); }

  // clock: the month and how much of it has passed; speed: months a second.
  play(view, clock, speed, colours) {
    const { film, context: c } = this, way = film.worlds[this.world];
    c.globalCompositeOperation = "destination-out";
    c.fillStyle = "rgba(0, 0, 0, 0.3)";
    c.fillRect(0, 0, view.width, view.height);
    c.globalCompositeOperation = "source-over";
    c.fillStyle = colours.ways[this.world];
    const lasts = Math.max(0.9, TRAVEL * speed), now = Math.floor(clock);
    const first = Math.max(1, Math.floor(clock - lasts - 1));
    const about = (way.signals[now] ?? 0) - way.signals[Math.max(first - 1, 0)];
    const every = Math.max(1, Math.ceil(about / MOST));
    for (let month = first; month <= Math.min(now, film.months); month++) {
      for (let k = way.signals[month - 1]; k < way.signals[month]; k++) {
        const kind = way.kind[k];
        if (every > 1 && k % every && kind !== ASKED && kind !== LINKED) continue;
        const late = ((k * 0.618034) % 1) * 0.6 + LATER[kind];
        const part = (clock - month - late) / lasts;
        if (part <= 0 || part >= 1) continue;
        const [x, y] = this.#on(view, way, k, part * part * (3 - 2 * part));
        if (!view.sees(x, y)) continue;
        const size = SIZE[kind] * colours.rem;
        c.fillRect(x - size / 2, y - size / 2, size, size);
      }
    }
  }

  // Where a signal is when it has gone this part of its way: straight, or along the working link that it uses.
  #on(view, way, k, part) {
    const { at } = this.film, a = way.from[k] * 2, b = way.to[k] * 2, rest = 1 - part;
    const across = way.kind[k] === LINKED ? 3 * rest * part * part + part ** 3 : part;
    const down = way.kind[k] === LINKED ? 1.5 * rest * part + part ** 3 : part;
    return [view.px(at[a] + (at[b] - at[a]) * across), view.py(at[a + 1] + (at[b + 1] - at[a + 1]) * down)];
  }

  rest(view, month, colours) {
    const { film, context: c } = this, way = film.worlds[this.world];
    this.clear(view);
    c.strokeStyle = c.fillStyle = colours.ways[this.world];
    for (let k = way.signals[month - 1]; k < way.signals[month]; k++) {
      const kind = way.kind[k], strong = kind === ASKED || kind === LINKED || kind === INTRODUCED;
      c.globalAlpha = strong ? 0.7 : view.near ? 0.35 : 0.16;
      c.lineWidth = colours.rem * (strong ? 0.07 : 0.05);
      c.beginPath();
      for (let part = 0; part < 1.01; part += kind === LINKED ? 0.1 : 1) c.lineTo(...this.#on(view, way, k, part));
      c.stroke();
      const size = SIZE[kind] * colours.rem, [x, y] = this.#on(view, way, k, 1);
      c.fillRect(x - size / 2, y - size / 2, size, size);
    }
    c.globalAlpha = 1;
  }
}
