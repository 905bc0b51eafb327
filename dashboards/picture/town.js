// The town: neighbourhoods, homes and people. From afar each home is one mark, as its neediest member stands; near by
// each person is. Only what looks different from the month before is painted again.

const SHARE = [0, 0.34, 0.62, 1]; // of a home's height, by level of need
const DIM = 0.14; // of its height is left free above and below a home that is not lit
const LIT = 4, OCCUPIED = 8; // bits of a home's look, above its worst level of need

class Town {
  constructor(canvas, film, world) {
    Object.assign(this, { canvas, film, world });
    this.context = canvas.getContext("2d", { alpha: false });
    this.looks = new Uint8Array(film.homes);
    this.drawn = null;
  }

  forget() { this.drawn = null; }

  paint(view, month, colours) {
    const afresh = !this.drawn;
    if (!afresh && this.drawn === month) return;
    if (afresh) this.#ground(view, colours);
    (view.near ? this.#people : this.#homes).call(this, view, month, colours, afresh);
    this.drawn = month;
  }

  #ground(view, colours) {
    const c = this.context;
    c.fillStyle = colours.paper;
    c.fillRect(0, 0, view.width, view.height);
    for (const { at, fifth } of this.film.blocks) {
      const [x, y, wide, high] = at;
      c.fillStyle = colours.blocks[fifth - 1];
      const margin = Math.min(1.2 * view.scale, 6);
      c.fillRect(view.px(x) - margin, view.py(y) - margin, wide * view.scale + margin, high * view.scale + margin);
    }
  }

  #homes(view, month, colours, afresh) {
    const { film, context: c } = this, s = view.scale;
    const states = film.worlds[this.world].states, start = (month - 1) * film.seats;
    const changed = [];
    for (let h = 0; h < film.homes; h++) {
      let look = 0;
      for (let seat = film.homeFirst[h]; seat < film.homeFirst[h + 1]; seat++) {
        const state = states[start + seat];
        if (!state) continue;
        look = Math.max(look & 3, NEED(state)) | (look & LIT) | OCCUPIED;
        if (state & ACTIVE) look |= LIT;
      }
      if (afresh ? look : look !== this.looks[h]) changed.push(h);
      this.looks[h] = look;
    }
    const high = 2 * s;
    const each = (colour, wanted, draw) => {
      if (typeof colour === "string") c.fillStyle = colour;
      for (const h of changed) {
        if (!wanted(this.looks[h])) continue;
        const x = view.px(film.homeBox[h * 3]), y = view.py(film.homeBox[h * 3 + 1]), wide = film.homeBox[h * 3 + 2] * s;
        if (x < view.width && y < view.height && x + wide > 0 && y + high > 0) draw(x, y, wide, h);
      }
    };
    const full = (x, y, wide) => c.fillRect(x, y, wide, high);
    if (!afresh) {
      each(null, () => true, (x, y, wide, h) => {
        c.fillStyle = colours.blocks[film.blocks[film.arrays["home.block"][h]].fifth - 1];
        c.fillRect(x - 0.5, y - 0.5, wide + 1, high + 1);
      });
    }
    each(colours.home, (look) => (look & OCCUPIED) && !(look & LIT), (x, y, wide) => c.fillRect(x, y + high * DIM, wide, high * (1 - 2 * DIM)));
    each(colours.lit, (look) => look & LIT, full);
    for (let level = 1; level <= 3; level++) {
      const side = Math.max(high * SHARE[level], 1.2);
      each(colours.needs[level], (look) => (look & 3) === level, (x, y, wide) => {
        const w = level === 3 ? Math.max(wide, high * 0.8) : Math.min(side, wide);
        c.fillRect(x + (wide - w) / 2, y + (high - side) / 2, w, side);
      });
    }
  }

  #people(view, month, colours, afresh) {
    const { film, context: c } = this, s = view.scale;
    const states = film.worlds[this.world].states, now = (month - 1) * film.seats, was = ((this.drawn ?? month) - 1) * film.seats;
    for (let h = 0; h < film.homes; h++) {
      const x = view.px(film.homeBox[h * 3]), y = view.py(film.homeBox[h * 3 + 1]), wide = film.homeBox[h * 3 + 2] * s;
      if (x > view.width || y > view.height || x + wide < 0 || y + 2 * s < 0) continue;
      const first = film.homeFirst[h], last = film.homeFirst[h + 1];
      let same = !afresh, anybody = false;
      for (let seat = first; seat < last; seat++) {
        same = same && states[now + seat] === states[was + seat];
        anybody = anybody || states[now + seat] > 0;
      }
      if (same) continue;
      c.fillStyle = colours.blocks[film.blocks[film.arrays["home.block"][h]].fifth - 1];
      c.fillRect(x - s * 0.2, y - s * 0.2, wide + s * 0.4, s * 2.4);
      c.fillStyle = anybody ? colours.plot : colours.vacant;
      c.fillRect(x, y, wide, 2 * s);
      for (let seat = first; seat < last; seat++) {
        const state = states[now + seat];
        if (state) drawPerson(c, view.px(film.seatAt[seat * 2]), view.py(film.seatAt[seat * 2 + 1]), s, state, colours);
      }
    }
  }
}

// One person: a dot, triangle or square by need, hollow where nobody helps; lit where they take part; crossed when burnt
// out; and below it a bar for each who helps: kin left, an agency in the middle, a group right.
function drawPerson(c, x, y, s, state, colours) {
  const level = NEED(state), r = s * [0.17, 0.21, 0.29, 0.36][level];
  if (state & ACTIVE) {
    c.fillStyle = colours.lit;
    c.beginPath();
    c.arc(x, y, s * 0.47, 0, 7);
    c.fill();
  }
  c.beginPath();
  if (level === 3) c.rect(x - r, y - r, 2 * r, 2 * r);
  else if (level === 2) {
    c.moveTo(x, y - r * 1.15);
    c.lineTo(x + r * 1.2, y + r * 0.9);
    c.lineTo(x - r * 1.2, y + r * 0.9);
    c.closePath();
  } else c.arc(x, y, r, 0, 7);
  c.lineWidth = Math.max(s * 0.05, 1);
  if (level && HELP(state)) {
    c.fillStyle = colours.needs[level];
    c.fill();
  } else {
    c.strokeStyle = level ? colours.needs[level] : colours.calm;
    c.stroke();
  }
  if (state & BURNT) {
    c.strokeStyle = colours.ink;
    c.beginPath();
    for (const turn of [1, -1]) {
      c.moveTo(x - s * 0.4, y - s * 0.4 * turn);
      c.lineTo(x + s * 0.4, y + s * 0.4 * turn);
    }
    c.stroke();
  }
  if (s < 12) return;
  c.fillStyle = colours.ink;
  for (let k = 0; k < 3; k++) {
    if (HELP(state) & (1 << k)) c.fillRect(x + s * (0.24 * (k - 1) - 0.09), y + s * 0.4, s * 0.18, Math.max(s * 0.07, 1));
  }
}
