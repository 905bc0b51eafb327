// Colours and sizes as the page's CSS has them, so that themes and presenter mode reach the canvases.

const NAMES = { ink: "ink", paper: "paper", home: "home", plot: "plot", vacant: "vacant", lit: "lit", calm: "calm" };

function readColours(figure) {
  const probe = figure.appendChild(make("span", { hidden: "" }));
  const read = (name) => {
    probe.style.color = `var(--picture-${name})`;
    return getComputedStyle(probe).color;
  };
  const style = getComputedStyle(figure);
  const colours = { font: style.fontFamily, rem: parseFloat(style.fontSize) };
  for (const [key, name] of Object.entries(NAMES)) colours[key] = read(name);
  colours.needs = [null, read("emerging"), read("complex"), read("crisis")];
  colours.blocks = [1, 2, 3, 4, 5].map((fifth) => read(`fifth-${fifth}`));
  colours.ways = [read("a"), read("b")];
  probe.remove();
  return colours;
}

// Call back whenever the theme, the text size or the wish for less motion may have changed.
function watchTheme(changed) {
  const media = ["(prefers-color-scheme: dark)", "(prefers-reduced-motion: reduce)", "print"].map((query) => matchMedia(query));
  for (const one of media) one.addEventListener("change", changed);
  const observer = new MutationObserver(changed);
  const options = { attributes: true, attributeFilter: ["class", "style", "data-theme", "data-presenter"] };
  for (const node of [document.documentElement, document.body, document.querySelector(".v-application")]) {
    if (node) observer.observe(node, options);
  }
  return () => {
    observer.disconnect();
    for (const one of media) one.removeEventListener("change", changed);
  };
}
