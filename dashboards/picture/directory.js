// The way to an agency or a group without pointing: a list of those that are there in the month that is shown.

class Directory {
  // choose: called with the node that somebody chooses, -1 for none.
  constructor(film, targets, words, choose) {
    Object.assign(this, { film, targets, words, node: -1 });
    this.select = make("select", { onfocus: () => this.fill(), onchange: () => choose(Number(this.select.value)) });
    this.element = make("label", { class: "directory" }, make("span", {}, words.directory), this.select);
  }

  // Show whom the visitor follows, if that is an agency or a group.
  paint(month, picked) {
    const node = picked && picked.kind !== "person" ? picked.node : -1;
    const same = node === this.node && this.month !== undefined;
    Object.assign(this, { month, node });
    if (!same) this.fill();
  }

  fill() {
    const { film, words } = this, { firstAgency, firstHall } = film;
    const nodes = (from, until) => Array.from({ length: until - from }, (_, i) => from + i);
    const here = nodes(film.seats, firstAgency).filter((node) => this.targets.here(node, this.month));
    const groups = film.listed.map((b) => [
      neighbourhood(film, film.blocks[b], words),
      lettered(here.filter((node) => film.arrays["group.block"][node - film.seats] === b).map((node) => [node, this.#name(node)])),
    ]);
    const agencies = [words.agencies_here, nodes(firstAgency, firstHall).map((node) => [node, this.#name(node)])];
    this.select.replaceChildren(
      new Option(words.nothing_chosen, -1),
      ...[agencies, ...groups].filter(([, some]) => some.length).map(([label, some]) =>
        make("optgroup", { label }, ...some.map(([node, name]) => new Option(name, node)))),
    );
    this.select.value = this.node;
    if (this.select.selectedIndex < 0) this.select.value = -1;
  }

  #name(node) { return this.targets.name(this.targets.at(node, this.month), this.month, this.words); }
}

// Names of which several are the same, with letters.
function lettered(named) {
  return named.map(([node, name], i) => {
    const alike = named.filter((one) => one[1] === name), which = named.slice(0, i).filter((one) => one[1] === name).length;
    return [node, alike.length > 1 ? `${name} ${String.fromCharCode(65 + (which % 26))}` : name];
  });
}
