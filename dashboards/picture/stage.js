// The stage of one world: its layers of canvas, the marks upon them, and the numbers beneath.

class Stage {
  constructor(film, number, words, help) {
    this.world = film.worlds[number];
    this.canvases = ["town", "motion", "network"].map((name) => make("canvas", { class: name, "aria-hidden": "true" }));
    const [town, motion, network] = this.canvases;
    this.layers = {
      town: new Town(town, film, number),
      motion: new Motion(motion, film, number),
      network: new Network(network, film, number),
    };
    this.mark = make("div", { class: "mark", hidden: "" });
    this.cursor = make("div", { class: "cursor", hidden: "" });
    this.box = make("div", {
      class: "stage", tabindex: 0, role: "application", "aria-label": fill(words.stage, { title: this.world.title }),
      "aria-describedby": help,
    }, ...this.canvases, this.mark, this.cursor);
    this.counts = make("p", { class: "counts" });
    this.element = make("section", { class: `world way-${"ab"[number]}` }, make("h2", {}, this.world.title), this.box, this.counts);
  }

  resize(wide, high, ratio) {
    this.box.style.aspectRatio = `${wide} / ${high}`;
    for (const canvas of this.canvases) {
      Object.assign(canvas, { width: Math.round(wide * ratio), height: Math.round(high * ratio) });
      canvas.getContext("2d").setTransform(ratio, 0, 0, ratio, 0, 0);
    }
  }

  paint(view, month, colours, words, moving) {
    const { town, network, motion } = this.layers, paper = matchMedia("print").matches;
    if (paper) town.forget();
    town.paint(view, month, colours);
    network.paint(view, month, colours, words);
    if (!moving) motion.rest(view, month, colours);
    if (paper) for (const above of [motion, network]) town.context.drawImage(above.context.canvas, 0, 0, view.width, view.height);
    const now = this.world.counts[month - 1];
    this.counts.replaceChildren(...words.counts.map(([name, label]) => make("span", {}, make("b", {}, now[name].toLocaleString("en-GB")), ` ${label}`)));
  }

  // Show where whoever is picked is, and the cursor. Somebody who is not here now was at the dashed mark last.
  point(film, view, month, picked, cursor) {
    for (const [mark, target] of [[this.mark, picked], [this.cursor, cursor?.node === picked?.node ? null : cursor]]) {
      const x = target ? view.px(film.at[target.node * 2]) : -1, y = target ? view.py(film.at[target.node * 2 + 1]) : -1;
      mark.hidden = !view.sees(x, y);
      mark.style.translate = `${x}px ${y}px`;
      mark.classList.toggle("gone", target?.kind === "person" && film.sitting(target.node, month) !== target.number);
    }
  }
}
