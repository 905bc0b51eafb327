// The numbers: what is counted in each neighbourhood, of the month that is shown as a table, of every month as a file.

const COUNTED = ["crisis", "alone", "active", "burnt"]; // of each world; people are the same in both

class Numbers {
  constructor(film, words) {
    Object.assign(this, { film, words });
    const { worlds } = film, { columns } = words;
    const head = (text, more = {}) => make("th", { scope: "col", ...more }, text);
    const first = [columns.neighbourhood, columns.people].map((text) => head(text, { rowspan: 2 }));
    const groups = COUNTED.map((name) => head(columns[name], { scope: "colgroup", colspan: worlds.length }));
    const titles = COUNTED.flatMap(() => worlds.map(({ title }, w) => head(title, { class: `way-${"ab"[w]}` })));
    this.caption = make("caption");
    this.body = make("tbody");
    const table = make("table", {}, this.caption, make("thead", {}, make("tr", {}, ...first, ...groups), make("tr", {}, ...titles)), this.body);
    const region = make("div", { class: "table", tabindex: 0, role: "region", "aria-label": words.numbers }, table);
    this.element = make("details", { class: "numbers" }, make("summary", {}, words.numbers), region);
    this.element.addEventListener("toggle", () => this.paint(this.month));
  }

  // Show a month, once somebody looks.
  paint(month) {
    this.month = month;
    if (!this.element.open) return;
    this.caption.textContent = tellMonth(month, this.words);
    this.body.replaceChildren(...this.rows(month).map(([name, ...numbers]) =>
      make("tr", {}, make("th", { scope: "row" }, name), ...numbers.map((n) => make("td", {}, n.toLocaleString("en-GB"))))));
  }

  // Every neighbourhood, and all together: its name, its people, and what is counted of them in each world.
  rows(month) {
    const { film, words } = this;
    const counted = film.worlds.map(({ states }) => film.census(states, month));
    const row = (name, each) => [name, each[0].people, ...COUNTED.flatMap((one) => each.map((world) => world[one]))];
    return [
      ...film.listed.map((b) => row(neighbourhood(film, film.blocks[b], words), counted.map((world) => world[b]))),
      row(words.together, counted.map(together)),
    ];
  }

  csv() {
    const { film, words: { month, columns } } = this;
    const said = (text) => `"${text.replaceAll('"', '""')}"`;
    const titles = COUNTED.flatMap((one) => film.worlds.map(({ title }) => `${columns[one]}: ${title}`));
    const lines = [[month, columns.neighbourhood, columns.people, ...titles].map(said)];
    for (let m = 1; m <= film.months; m++) for (const [name, ...numbers] of this.rows(m).slice(0, -1)) lines.push([m, said(name), ...numbers]);
    return lines.map((line) => line.join(",")).join("\r\n") + "\r\n";
  }
}

// Hand a file to the browser.
function save(blob, name) {
  const address = URL.createObjectURL(blob);
  make("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
