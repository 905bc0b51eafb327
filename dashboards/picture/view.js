// The view: which part of the ground is seen, the same in both worlds.

const CLOSEST = 26;
const PEOPLE_FROM = 6.5; // pixels a seat from which people are drawn one by one

class View {
  constructor(film) {
    this.film = film;
    this.width = this.height = 1;
    this.pad = 0;
    this.reset();
  }

  resize(width, height, pad) {
    const seen = this.centre(), zoom = this.zoom;
    Object.assign(this, { width, height, pad });
    this.zoom = zoom;
    this.look(...seen);
  }

  get fit() {
    const [width, height] = this.film.size;
    return Math.max(Math.min(this.width / width, (this.height - 2 * this.pad) / height), 1e-6);
  }

  get scale() { return this.fit * this.zoom; }
  get near() { return this.scale >= PEOPLE_FROM; }
  get whole() { return this.zoom <= 1.001; }

  reset() {
    this.zoom = 1;
    this.x = this.film.size[0] / 2;
    this.y = this.film.size[1] / 2;
  }

  centre() { return [this.x, this.y]; }

  // Look at a point, as far as no more than half of the picture then lies off the ground.
  look(x, y) {
    const clamp = (value, size, half) => (2 * half >= size ? size / 2 : Math.min(Math.max(value, half), size - half));
    const [width, height] = this.film.size;
    this.x = clamp(x, width, this.width / 2 / this.scale);
    this.y = clamp(y, height, (this.height / 2 - this.pad) / this.scale);
  }

  zoomBy(factor, px = this.width / 2, py = this.height / 2) {
    const [x, y] = this.ground(px, py);
    this.zoom = Math.min(Math.max(this.zoom * factor, 1), Math.max(CLOSEST / this.fit, 1));
    this.look(x - (px - this.width / 2) / this.scale, y - (py - this.height / 2) / this.scale);
  }

  pan(dx, dy) { this.look(this.x - dx / this.scale, this.y - dy / this.scale); }

  px(x) { return (x - this.x) * this.scale + this.width / 2; }
  py(y) { return (y - this.y) * this.scale + this.height / 2; }
  ground(px, py) { return [(px - this.width / 2) / this.scale + this.x, (py - this.height / 2) / this.scale + this.y]; }

  sees(px, py, margin = 0) {
    return px >= -margin && py >= -margin && px <= this.width + margin && py <= this.height + margin;
  }
}
