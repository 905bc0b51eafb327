// Whom one can point at: people, groups and agencies. A target is { kind, node, number }: number of a person, or of a
// group in each world, or of an agency through all places.

class Targets {
  constructor(film) { this.film = film; }

  get worlds() { return this.film.worlds.map((_, w) => w); }

  here(node, month) {
    const { film } = this;
    if (node < film.seats) return film.state(0, month, node) > 0;
    if (node < film.firstAgency) return this.worlds.some((w) => film.groupHere(w, month, node - film.seats));
    return node < film.firstHall;
  }

  // The target at a node, or null where nobody is.
  at(node, month) {
    const { film } = this;
    if (node < 0 || !this.here(node, month)) return null;
    if (node < film.seats) return { kind: "person", node, number: film.sitting(node, month) };
    const numbers = film.arrays["group.number"], g = node - film.seats;
    if (g < film.groups) return { kind: "group", node, number: this.worlds.map((w) => numbers[g * film.worlds.length + w]) };
    return { kind: "agency", node, number: node - film.firstAgency };
  }

  // The target that a page names by kind and number; null where there is none.
  named(picked, month) {
    if (!picked) return null;
    const { film } = this, { kind, number } = picked;
    if (kind === "person") return withNode(picked, film.seatOf(number, month));
    if (kind === "agency") return withNode(picked, film.firstAgency + number);
    const numbers = film.arrays["group.number"], many = film.worlds.length;
    const g = Array.from({ length: film.groups }, (_, i) => i).find((i) => number.some((n, w) => n && n === numbers[i * many + w]));
    return g === undefined ? null : withNode(picked, film.seats + g);
  }

  // The node nearest to a point of the ground, within so many units and of the first so many nodes; groups and agencies
  // are as large as they look.
  nearest(x, y, month, within, nodes = this.film.firstHall) {
    const { at, seats, firstAgency } = this.film;
    let best = -1, least = within;
    for (let node = 0; node < nodes; node++) {
      let far = Math.hypot(at[node * 2] - x, at[node * 2 + 1] - y);
      if (far > least + 12) continue;
      if (node >= firstAgency) far = Math.max(Math.abs(at[node * 2] - x) - 18, Math.abs(at[node * 2 + 1] - y) - 4, 0);
      else if (node >= seats) far -= Math.max(...this.worlds.map((w) => groupRadius(this.film.groupHere(w, month, node - seats) || 1)));
      if (far < least && this.here(node, month)) [best, least] = [node, far];
    }
    return best;
  }

  // The next node from one in a direction (dx, dy), at least so many units on; the same where there is none.
  beside(from, dx, dy, month, least) {
    const { at, firstHall } = this.film;
    let best = from, lowest = Infinity;
    for (let node = 0; node < firstHall; node++) {
      const x = at[node * 2] - at[from * 2], y = at[node * 2 + 1] - at[from * 2 + 1];
      const along = x * dx + y * dy, across = Math.abs(x * dy) + Math.abs(y * dx);
      const cost = along + 2 * across;
      if (along > 0.3 && along >= least && across <= along * 1.2 && cost < lowest && this.here(node, month)) [best, lowest] = [node, cost];
    }
    return best;
  }

  // What a target is called.
  name({ kind, node, number }, month, words) {
    const { arrays, places, seats, group_names } = this.film;
    if (kind === "agency") return fill(words.agency, { service: words.agencies[number % 4], place: places[(number - (number % 4)) / 4] });
    if (kind === "group") {
      const g = node - seats;
      return fill(arrays["group.formal"][g] ? words.formal : words.informal, { name: group_names[g], domain: words.agencies[arrays["group.domain"][g]] });
    }
    return fill(arrays["person.male"][number] ? words.man : words.woman, { age: Math.floor((month - arrays["person.born"][number]) / 12) });
  }

  describe(target, month, words) {
    if (!target) return "";
    const { film } = this, who = this.name(target, month, words);
    if (target.kind === "agency") return who;
    const here = (w) => {
      if (target.kind === "person") return stands(film.state(w, month, target.node), words);
      const active = film.groupHere(w, month, target.node - film.seats);
      return active ? fill(words.taking_part, { n: active - 1 }) : words.group_gone;
    };
    return `${who}. ${film.worlds.map((world, w) => `${world.title}: ${here(w)}.`).join(" ")}`;
  }
}

function withNode({ kind, number }, node) { return node < 0 ? null : { kind, number, node }; }

// How somebody stands in words.
function stands(state, words) {
  if (!state) return words.not_here;
  const parts = [words.needs[NEED(state)]];
  const helpers = words.helpers.filter((_, k) => HELP(state) & (1 << k));
  if (helpers.length) parts.push(fill(words.helped_by, { who: helpers.join(", ") }));
  else if (NEED(state)) parts.push(words.nobody_helps);
  if (state & ACTIVE) parts.push(words.active);
  if (state & BURNT) parts.push(words.burnt_out);
  return parts.join(", ");
}

// {name} in a template, replaced.
function fill(template, values) {
  return template.replace(/\{(\w+)\}/g, (_, name) => {
    const value = values[name];
    return typeof value === "number" ? value.toLocaleString("en-GB") : (value ?? "");
  });
}
