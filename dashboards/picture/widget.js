// The widget: fetches the film that the page names, shows the picture, and keeps page and picture in step.

function render({ model, el }) {
  const figure = make("figure", { class: "living-picture" });
  let picture = null, fetching = new AbortController();
  el.append(figure);

  const show = async () => {
    fetching.abort();
    fetching = new AbortController();
    picture?.end();
    picture = null;
    const words = model.get("words"), address = model.get("film");
    const say = (...what) => figure.replaceChildren(make("p", { class: "wait", role: "status" }, ...what));
    if (!address) return say(words.no_film);
    say(words.loading);
    try {
      const film = await fetchFilm(address, model.get("titles"), fetching.signal);
      figure.replaceChildren();
      picture = new Picture(model, film, figure);
    } catch (error) {
      if (error.name === "AbortError") return;
      const again = make("button", { type: "button", onclick: show }, words.again);
      say(words.unreachable, " ", again);
    }
  };
  const changes = {
    film: show,
    titles: show,
    words: show,
    month: () => picture && model.get("month") !== picture.month && !picture.playing && picture.go(model.get("month")),
    playing: () => picture && model.get("playing") !== picture.playing && picture.play(model.get("playing")),
    speed: () => picture && (picture.controls.select.value = model.get("speed")),
    picked: () => picture && !same(model.get("picked"), picture.picked) && picture.pick(picture.targets.named(model.get("picked"), picture.month), false),
  };
  for (const [name, act] of Object.entries(changes)) model.on(`change:${name}`, act);
  show();
  return () => {
    fetching.abort();
    picture?.end();
    for (const [name, act] of Object.entries(changes)) model.off(`change:${name}`, act);
  };
}

function same(one, other) {
  return one?.kind === other?.kind && JSON.stringify(one?.number) === JSON.stringify(other?.number);
}

export default { render };
