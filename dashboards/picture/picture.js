// The living picture: two worlds that play one film, and what a visitor can do with them.

let pictures = 0;
const SYNC_EVERY = 500; // milliseconds between months told to the page while playing

class Picture {
  constructor(model, film, figure) {
    Object.assign(this, { model, film, figure });
    this.words = model.get("words");
    this.view = new View(film);
    this.targets = new Targets(film);
    this.month = this.clock = clamp(model.get("month"), 1, film.months);
    this.playing = false;
    this.cursor = this.picked = null;
    this.lastSync = this.frame = 0;
    this.dirty = true;
    const help = make("p", { id: `living-picture-${++pictures}`, class: "unseen" }, this.words.help);
    this.stages = film.worlds.map((_, w) => new Stage(film, w, this.words, help.id));
    this.controls = new Controls(film, this.words, model.get("speeds"), model.get("speed"), {
      toggle: () => this.play(!this.playing),
      step: (by) => this.go(this.month + by),
      go: (month) => this.go(month),
      speed: (speed) => this.tell({ speed }),
      zoom: (factor) => this.#zoom(factor),
      whole: () => { this.view.reset(); this.repaint(); },
    });
    this.directory = new Directory(film, this.targets, this.words, (node) => {
      this.point(node);
      this.pick(this.cursor);
      this.#show(node);
    });
    this.caption = make("figcaption", {});
    this.said = make("p", { class: "unseen", "aria-live": "polite" });
    this.about = make("p", { class: "about" });
    this.key = make("div");
    const worlds = make("div", { class: "worlds" }, ...this.stages.map((stage) => stage.element));
    this.numbers = new Numbers(film, this.words);
    const { save_picture, save_numbers } = this.words;
    const take = make("div", { class: "take" },
      make("button", { type: "button", onclick: () => still(this).toBlob((blob) => save(blob, `two-worlds-month-${this.month}.png`)) }, save_picture),
      make("button", { type: "button", onclick: () => save(new Blob([this.numbers.csv()], { type: "text/csv" }), "neighbourhoods.csv") }, save_numbers),
    );
    figure.replaceChildren(this.controls.time, make("div", { class: "bench" }, this.about, this.directory.element, this.controls.zoom), worlds, this.key, this.caption, this.numbers.element, take, this.said, help);
    this.stages.forEach((stage) => gestures(stage.box, this));
    this.listening = new AbortController();
    figure.addEventListener("keydown", (event) => this.#key(event), { signal: this.listening.signal });
    this.resizing = new ResizeObserver(() => this.resize());
    this.resizing.observe(this.stages[0].box);
    this.unwatch = watchTheme(() => this.resize());
    this.pick(this.targets.named(model.get("picked"), this.month), false);
    this.resize();
    if (model.get("playing")) this.play(!this.still);
  }

  get still() { return matchMedia("(prefers-reduced-motion: reduce)").matches; }

  resize() {
    this.colours = readColours(this.figure);
    const { rem } = this.colours, ratio = Math.min(devicePixelRatio || 1, 2), pad = rem * 1.35;
    const [width, height] = this.film.size;
    const wide = this.stages[0].box.clientWidth, high = Math.round((wide * height) / width + 2 * pad);
    if (!wide) return;
    for (const stage of this.stages) stage.resize(wide, high, ratio);
    this.view.resize(wide, high, pad);
    this.near = null;
    this.repaint();
    this.#paint(); // at once: who prints does not wait for the next frame
  }

  repaint() {
    for (const { layers, box } of this.stages) {
      layers.town.forget();
      layers.motion.clear(this.view);
      box.classList.toggle("zoomed", !this.view.whole);
    }
    if (this.near !== this.view.near) this.key.replaceChildren(legend(this.words, this.colours, this.view.near));
    this.near = this.view.near;
    this.dirty = true;
    this.wake();
  }

  wake() { this.frame ||= requestAnimationFrame((now) => this.#tick(now)); }

  play(now) {
    if (now && this.month >= this.film.months) this.clock = this.month = 1;
    this.playing = now;
    this.last = null;
    this.controls.playing(now);
    this.tell({ playing: now, month: this.month });
    this.dirty = true;
    this.wake();
  }

  go(month) {
    this.month = this.clock = clamp(month, 1, this.film.months);
    this.dirty = true;
    this.#sync(true);
    this.wake();
  }

  tell(values) {
    for (const [name, value] of Object.entries(values)) this.model.set(name, value);
    this.model.save_changes();
  }

  pick(target, tell = true) {
    this.picked = target;
    if (tell) this.tell({ picked: target && { kind: target.kind, number: target.number } });
    this.dirty = true;
    this.wake();
  }

  point(node) {
    this.cursor = this.targets.at(node, this.month);
    this.said.textContent = this.targets.describe(this.cursor, this.month, this.words);
    this.dirty = true;
    this.wake();
  }

  #sync(now) {
    const time = performance.now();
    if (!now && time - this.lastSync < SYNC_EVERY) return;
    this.lastSync = time;
    if (this.model.get("month") !== this.month) this.tell({ month: this.month });
  }

  #tick(now) {
    this.frame = 0;
    const speed = this.model.get("speed");
    if (this.playing) {
      this.clock = Math.min(this.clock + (Math.min(now - (this.last ?? now), 250) / 1000) * speed, this.film.months + 0.999);
      this.last = now;
      const month = Math.min(Math.floor(this.clock), this.film.months);
      this.dirty ||= month !== this.month;
      this.month = month;
      if (this.clock > this.film.months + 0.99) this.play(false);
      else this.#sync(false);
    }
    if (this.dirty) this.#paint();
    const moving = this.playing && !this.still;
    for (const { layers } of this.stages) if (moving) layers.motion.play(this.view, this.clock, speed, this.colours);
    if (this.playing) this.wake();
  }

  #paint() {
    const { month, view, colours, words } = this;
    const moving = this.playing && !this.still;
    for (const stage of this.stages) stage.paint(view, month, colours, words, moving);
    this.controls.month(month);
    this.numbers.paint(month);
    if (this.picked) this.picked = this.targets.named(this.picked, month);
    for (const stage of this.stages) stage.point(this.film, view, month, this.picked, this.cursor);
    this.directory.paint(month, this.picked);
    this.about.textContent = this.picked ? this.targets.describe(this.picked, month, words) : words.nobody_picked;
    const [ours, theirs] = this.film.worlds.map((world) => world.counts[month - 1]);
    const caption = fill(words.caption, { when: tellMonth(month, words), crisis_a: ours.crisis, crisis_b: theirs.crisis, active_a: ours.active, active_b: theirs.active, links_a: ours.links, links_b: theirs.links });
    this.caption.setAttribute("aria-live", this.playing ? "off" : "polite");
    this.caption.textContent = caption;
    this.dirty = false;
  }

  #key(event) {
    const onStage = event.target.classList.contains("stage");
    const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const done = () => event.preventDefault();
    if (event.key === " " && (onStage || event.target === this.controls.range)) return done(), this.play(!this.playing);
    if (!onStage || event.altKey || event.ctrlKey || event.metaKey) return;
    if (arrows[event.key]) return done(), this.#move(...arrows[event.key], event.shiftKey);
    if (event.key === "Enter" && this.cursor) return done(), this.pick(this.cursor);
    if (event.key === "Escape") return done(), this.point(-1), this.pick(null);
    if (event.key === "+" || event.key === "=" || event.key === "-") return done(), this.#zoom(event.key === "-" ? 1 / 1.6 : 1.6);
    if (event.key === "0") return done(), this.view.reset(), this.repaint();
  }

  // Come closer to whom one points at or follows, or else to the people nearest to the middle; or go farther away.
  #zoom(factor) {
    const { at, seats } = this.film;
    const somebody = this.view.whole ? this.targets.nearest(...this.view.centre(), this.month, Infinity, seats) : undefined;
    const node = (this.cursor ?? this.picked)?.node ?? somebody;
    if (node !== undefined) this.view.look(at[node * 2], at[node * 2 + 1]);
    this.view.zoomBy(factor);
    if (node !== undefined) this.view.look(at[node * 2], at[node * 2 + 1]);
    this.repaint();
  }

  #move(dx, dy, far) {
    const from = (this.cursor ?? this.picked)?.node;
    const step = far ? 15 : this.view.near ? 0 : 4 / this.view.scale;
    this.point(from === undefined ? this.targets.nearest(...this.view.centre(), this.month, Infinity) : this.targets.beside(from, dx, dy, this.month, step));
    this.#show(this.cursor?.node ?? -1);
  }

  // Bring somebody into view.
  #show(node) {
    const { film: { at }, view } = this;
    if (node < 0 || view.sees(view.px(at[node * 2]), view.py(at[node * 2 + 1]), -12)) return;
    view.look(at[node * 2], at[node * 2 + 1]);
    this.repaint();
  }

  end() {
    cancelAnimationFrame(this.frame);
    this.resizing.disconnect();
    this.unwatch();
    this.listening.abort();
  }
}

function clamp(value, low, high) { return Math.min(Math.max(value, low), high); }
