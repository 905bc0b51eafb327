// A still: both worlds as they are on screen, with title, numbers, key and caption, in one canvas to be saved.

function still({ stages, view, colours, words, near, picked, film, caption }) {
  const { rem, font } = colours, ratio = stages[0].canvases[0].width / view.width, gap = rem;
  const width = gap + stages.length * (view.width + gap), line = rem * 1.7;
  const canvas = make("canvas"), c = canvas.getContext("2d");
  const write = (text, x, y, size = 0.9, weight = 400, room = undefined) => {
    c.font = `${weight} ${size * rem}px ${font}`;
    c.fillStyle = colours.ink;
    c.fillText(text, x, y, room);
  };
  // Things one after another, in as many lines as it takes: [how wide, draw it at]. Where the next line would begin.
  const flow = (things, top) => {
    let x = gap, y = top;
    for (const [wide, draw] of things) {
      if (x > gap && x + wide > width - gap) [x, y] = [gap, y + line];
      draw(x, y);
      x += wide;
    }
    return y + line;
  };
  const below = () => {
    const top = gap + 3.6 * rem + view.height;
    c.font = `400 ${0.9 * rem}px ${font}`;
    const keys = legendItems(words, colours, near).map(([draw, text]) => [2.9 * rem + c.measureText(text).width, (x, y) => {
      c.save();
      c.translate(x, y - 0.75 * rem);
      c.scale(rem / 16, rem / 16);
      draw(c);
      c.restore();
      write(text, x + 1.85 * rem, y);
    }]);
    const said = caption.textContent.split(" ").map((word) => [c.measureText(`${word} `).width, (x, y) => write(word, x, y)]);
    return flow(said, flow(keys, top + line));
  };
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(below() * ratio);
  c.scale(ratio, ratio);
  c.textBaseline = "middle";
  c.fillStyle = colours.paper;
  c.fillRect(0, 0, width, canvas.height);
  stages.forEach((stage, w) => {
    const left = gap + w * (view.width + gap), top = gap + 2 * rem;
    c.fillStyle = colours.ways[w];
    c.fillRect(left, gap - 0.35 * rem, view.width, 0.35 * rem);
    write(stage.world.title, left, gap + 0.9 * rem, 1.2, 700, view.width);
    for (const layer of stage.canvases) c.drawImage(layer, left, top, view.width, view.height);
    if (picked) drawMark(c, left + view.px(film.at[picked.node * 2]), top + view.py(film.at[picked.node * 2 + 1]), colours);
    write([...stage.counts.children].map((one) => one.textContent).join("   "), left, top + view.height + 0.9 * rem, 1, 700, view.width);
  });
  below();
  return canvas;
}

function drawMark(c, x, y, colours) {
  for (const [colour, wide] of [[colours.paper, 0.5], [colours.ink, 0.2]]) {
    c.strokeStyle = colour;
    c.lineWidth = wide * colours.rem;
    c.beginPath();
    c.arc(x, y, 0.8 * colours.rem, 0, 7);
    c.stroke();
  }
}
