// The reel, unwound as dashboards/film/reel.py says, and the questions that a picture asks of it.

const TYPES = { uint8: Uint8Array, uint16: Uint16Array, int32: Int32Array };

async function fetchFilm(address, titles, signal) {
  const answer = await fetch(address, { signal });
  if (!answer.ok) throw new Error(`${answer.status} ${address}`);
  const plain = answer.body.pipeThrough(new DecompressionStream("gzip"));
  return new Film(unwind(await new Response(plain).arrayBuffer()), titles);
}

function unwind(raw) {
  const length = new DataView(raw).getUint32(0, true);
  const heading = JSON.parse(new TextDecoder().decode(new Uint8Array(raw, 4, length)));
  const arrays = {};
  let at = 4 + length;
  for (const [name, type, shape] of heading.arrays) {
    const size = shape.reduce((product, n) => product * n, 1);
    const values = new TYPES[type](size);
    const wide = values.BYTES_PER_ELEMENT;
    const planes = new Uint8Array(raw, at, size * wide);
    const bytes = new Uint8Array(values.buffer);
    for (let k = 0; k < wide; k++) for (let i = 0; i < size; i++) bytes[i * wide + k] = planes[k * size + i];
    const stride = size / Math.max(shape[0], 1);
    for (let i = stride; i < size; i++) values[i] += values[i - stride];
    arrays[name] = values;
    at += size * wide;
  }
  return { heading, arrays };
}

const NEED = (state) => (state >> 1) & 3;
const ACTIVE = 8, BURNT = 16;
const HELP = (state) => state >> 5;

class Film {
  constructor({ heading, arrays }, titles) {
    Object.assign(this, heading, { arrays });
    const grain = (name) => Float32Array.from(arrays[name], (value) => value / this.grain);
    this.seatAt = grain("seat.at");
    this.seats = this.seatAt.length / 2;
    this.groups = arrays["group.block"].length;
    this.at = new Float32Array([...this.seatAt, ...grain("group.at"), ...grain("agency.at"), ...grain("hall.at")]);
    this.firstAgency = this.seats + this.groups;
    this.firstHall = this.firstAgency + arrays["agency.at"].length / 2;
    const home = arrays["seat.home"], block = arrays["home.block"];
    this.blockOf = Uint16Array.from(home, (one) => block[one]);
    this.#number();
    this.worlds = titles.map((title, w) => this.#world(title, w));
    this.#furnish();
    this.#index();
  }

  #world(title, w) {
    const own = (name) => this.arrays[`${name}.${w}`];
    const states = own("states");
    if (w > 0) {
      const first = this.arrays["states.0"];
      for (let i = 0; i < states.length; i++) states[i] += first[i];
    }
    return {
      title, states, active: own("active"), link: own("link"), frozen: own("frozen"),
      signals: own("signals"), kind: own("kind"), from: own("from"), to: own("to"),
      counts: this.#count(states, own("active"), own("link")),
    };
  }

  // The neighbourhoods of each place, numbered as they stand: the most deprived first.
  #number() {
    const order = this.blocks.map((_, b) => b).sort((b, c) => this.blocks[b].fifth - this.blocks[c].fifth || b - c);
    const so_far = this.places.map(() => 0);
    for (const b of order) this.blocks[b].number = ++so_far[this.blocks[b].place];
    this.listed = order.sort((b, c) => this.blocks[b].place - this.blocks[c].place || this.blocks[b].number - this.blocks[c].number);
  }

  // How many people of each neighbourhood are here, in crisis, taking part, in need without any help, worn out.
  census(states, month) {
    const found = this.blocks.map(() => ({ people: 0, crisis: 0, alone: 0, active: 0, burnt: 0 }));
    for (let seat = 0, i = (month - 1) * this.seats; seat < this.seats; seat++, i++) {
      const state = states[i];
      if (!state) continue;
      const now = found[this.blockOf[seat]];
      now.people++;
      if (NEED(state) === 3) now.crisis++;
      if (NEED(state) && !HELP(state)) now.alone++;
      if (state & ACTIVE) now.active++;
      if (state & BURNT) now.burnt++;
    }
    return found;
  }

  // What is counted of all people together, and working links, month by month.
  #count(states, active, link) {
    return Array.from({ length: this.months }, (_, t) => {
      const now = { ...together(this.census(states, t + 1)), links: 0 };
      for (let g = t * this.groups; g < (t + 1) * this.groups; g++) {
        for (let k = 0; k < 4; k++) if (active[g] && link[g * 4 + k] >= WORKING) now.links++;
      }
      return now;
    });
  }

  // Every home as a run of seats and the rectangle around them.
  #furnish() {
    const home = this.arrays["seat.home"], homes = this.arrays["home.block"].length;
    this.homes = homes;
    this.homeFirst = new Int32Array(homes + 1).fill(-1);
    for (let seat = this.seats - 1; seat >= 0; seat--) this.homeFirst[home[seat]] = seat;
    this.homeFirst[homes] = this.seats;
    this.homeBox = new Float32Array(homes * 3);
    for (let h = 0; h < homes; h++) {
      const first = this.homeFirst[h], last = this.homeFirst[h + 1] - 1;
      this.homeBox[h * 3] = this.seatAt[first * 2] - 0.5;
      this.homeBox[h * 3 + 1] = this.seatAt[first * 2 + 1] - 0.5;
      this.homeBox[h * 3 + 2] = this.seatAt[last * 2] - this.seatAt[first * 2] + 1;
    }
  }

  #index() {
    const { "stay.person": person, "stay.seat": seat } = this.arrays;
    this.staysOf = new Map();
    this.staysIn = new Map();
    for (let k = 0; k < person.length; k++) {
      for (const [index, key] of [[this.staysOf, person[k]], [this.staysIn, seat[k]]]) {
        if (index.has(key)) index.get(key).push(k);
        else index.set(key, [k]);
      }
    }
  }

  // The number of whoever sits on a seat in a month, or 0.
  sitting(seat, month) {
    const { "stay.begin": begin, "stay.end": end, "stay.person": person } = this.arrays;
    const stay = (this.staysIn.get(seat) ?? []).find((k) => begin[k] <= month && month < end[k]);
    return stay === undefined ? 0 : person[stay];
  }

  // Where a person sits in a month, or sat last, or will sit first; -1 for somebody never seen.
  seatOf(number, month) {
    const { "stay.begin": begin, "stay.seat": seat } = this.arrays;
    const stays = this.staysOf.get(number);
    if (!stays) return -1;
    return seat[stays.filter((k) => begin[k] <= month).sort((j, k) => begin[k] - begin[j])[0] ?? stays[0]];
  }

  state(world, month, seat) {
    return this.worlds[world].states[(month - 1) * this.seats + seat];
  }

  groupHere(world, month, group) {
    return this.worlds[world].active[(month - 1) * this.groups + group];
  }
}

// From this strength on, of 250, a link is drawn and counted as working.
const WORKING = 25;

// The sum of what is counted in several neighbourhoods.
function together(counted) {
  const sum = {};
  for (const one of counted) for (const [name, n] of Object.entries(one)) sum[name] = (sum[name] ?? 0) + n;
  return sum;
}
