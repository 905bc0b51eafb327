// Colours and sizes as the page's CSS has them, so that themes and presenter mode reach the canvases.

// Letters of the picture are smaller than the page's, save on a projector, where nothing may be.
const PROJECTED = 1.2;

const OWN = ["home", "plot", "vacant", "lit", "calm"];

function readColours(figure) {
  const probe = figure.appendChild(make("span", { hidden: "" }));
  const read = (name) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const style = getComputedStyle(figure);
  const larger = document.documentElement.dataset.presenter === "true" ? PROJECTED : 1;
  const colours = { font: style.fontFamily, rem: larger * parseFloat(style.fontSize) };
  for (const name of ["ink", "paper"]) colours[name] = read(name);
  for (const name of OWN) colours[name] = read(`picture-${name}`);
  colours.needs = [null, ...["emerging", "complex", "crisis"].map((level) => read(`picture-${level}`))];
  colours.blocks = [1, 2, 3, 4, 5].map((fifth) => read(`picture-fifth-${fifth}`));
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
