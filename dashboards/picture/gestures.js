// Pointing: drag and pinch, wheel with Ctrl or, as far as it goes, on a picture that has the focus, double click to come closer, click to pick.

const REACH = 14; // pixels around a click in which somebody is found

function gestures(box, picture) {
  const { view, targets } = picture;
  const fingers = new Map();
  let travelled = 0, apart = 0;
  const place = (event) => {
    const { left, top } = box.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  };
  const spread = () => {
    const [[ax, ay], [bx, by]] = fingers.values();
    return [Math.hypot(ax - bx, ay - by), (ax + bx) / 2, (ay + by) / 2];
  };
  const listen = (name, act, options) => box.addEventListener(name, act, options);

  listen("pointerdown", (event) => {
    fingers.set(event.pointerId, place(event));
    travelled = fingers.size > 1 ? Infinity : 0;
    if (fingers.size === 2) [apart] = spread();
  });
  listen("pointermove", (event) => {
    const was = fingers.get(event.pointerId);
    if (!was) return;
    const now = place(event);
    fingers.set(event.pointerId, now);
    travelled += Math.hypot(now[0] - was[0], now[1] - was[1]);
    if (travelled < 5) return;
    if (fingers.size === 2) {
      const [far, x, y] = spread();
      view.zoomBy(far / apart, x, y);
      apart = far;
    } else if (!view.whole) {
      box.setPointerCapture(event.pointerId);
      view.pan(now[0] - was[0], now[1] - was[1]);
    } else return;
    picture.repaint();
  });
  const lift = (event) => {
    if (event.type === "pointerup" && fingers.has(event.pointerId) && travelled < 5) {
      const node = targets.nearest(...view.ground(...place(event)), picture.month, REACH / view.scale);
      picture.point(node);
      picture.pick(picture.cursor);
    }
    fingers.delete(event.pointerId);
  };
  for (const name of ["pointerup", "pointercancel", "pointerleave"]) listen(name, lift);
  listen("dblclick", (event) => {
    view.zoomBy(2.2, ...place(event));
    picture.repaint();
  });
  listen("wheel", (event) => {
    const scrolls = document.activeElement !== box || (view.whole && event.deltaY > 0);
    if (!event.ctrlKey && scrolls) return;
    event.preventDefault();
    view.zoomBy(Math.exp(-event.deltaY / (event.ctrlKey ? 100 : 400)), ...place(event));
    picture.repaint();
  }, { passive: false });
}
