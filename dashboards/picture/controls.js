// The controls: native buttons, a range and a select, each with a label; and small helpers to make elements.

const ICONS = {
  play: "M7 4l13 8-13 8z",
  pause: "M6 4h4v16H6zM14 4h4v16h-4z",
  back: "M5 4h3v16H5zM20 4v16L9 12z",
  forward: "M16 4h3v16h-3zM4 4v16l11-8z",
  closer: "M10.5 4h3v6.5H20v3h-6.5V20h-3v-6.5H4v-3h6.5z",
  farther: "M4 10.5h16v3H4z",
  whole: "M4 4h7v3H7v4H4zM13 4h7v7h-3V7h-4zM4 13h3v4h4v3H4zM17 13h3v7h-7v-3h4z",
};

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== null) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.append(document.createElementNS("http://www.w3.org/2000/svg", "path"));
  svg.firstChild.setAttribute("d", ICONS[name]);
  return svg;
}

function button(name, label, onclick) {
  return make("button", { type: "button", "aria-label": label, title: label, onclick }, icon(name));
}

class Controls {
  // act: { toggle, step(by), go(month), speed(n), zoom(factor), whole() }
  constructor(film, words, speeds, speed, act) {
    this.words = words;
    this.toggle = make("button", { type: "button", class: "play", onclick: act.toggle });
    this.range = make("input", {
      type: "range", min: 1, max: film.months, step: 1, "aria-label": words.month,
      oninput: () => act.go(Number(this.range.value)),
    });
    this.told = make("span", { class: "when" });
    const select = make("select", { onchange: () => act.speed(Number(select.value)) });
    for (const each of speeds) select.append(new Option(fill(each === 1 ? words.speed_one : words.speed, { n: each }), each, false, each === speed));
    this.select = select;
    this.time = make("div", { class: "controls", role: "group", "aria-label": words.playing },
      button("back", words.back, () => act.step(-1)),
      this.toggle,
      button("forward", words.forward, () => act.step(1)),
      this.range, this.told,
      make("label", { class: "speed" }, make("span", {}, words.speed_label), select),
    );
    this.zoom = make("div", { class: "zoom", role: "group", "aria-label": words.zoom },
      button("closer", words.closer, () => act.zoom(1.6)),
      button("farther", words.farther, () => act.zoom(1 / 1.6)),
      button("whole", words.whole, act.whole),
    );
    this.playing(false);
  }

  playing(now) {
    this.toggle.replaceChildren(icon(now ? "pause" : "play"), make("span", {}, now ? this.words.pause : this.words.play));
  }

  month(month) {
    const when = tellMonth(month, this.words);
    this.range.value = month;
    this.range.setAttribute("aria-valuetext", when);
    this.told.textContent = when;
    this.range.style.setProperty("--done", `${(100 * (month - 1)) / Math.max(this.range.max - 1, 1)}%`);
  }
}

function tellMonth(month, words) {
  return fill(words.when, { month: words.months[(month - 1) % 12], year: Math.ceil(month / 12) });
}
