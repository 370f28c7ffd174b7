// The map by keyboard: one stop for each grid, arrow keys from tile to tile, as in any grid.
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function at(tile) {
  const box = tile.firstElementChild;
  return [Number(box.getAttribute("x")), Number(box.getAttribute("y"))];
}

// The nearest tile that lies in that direction; what lies aside counts three times.
function next(tiles, from, [dx, dy]) {
  const [x, y] = at(from);
  let best = null, least = Infinity;
  for (const tile of tiles) {
    const [a, b] = at(tile), ahead = (a - x) * dx + (b - y) * dy;
    if (ahead <= 0) continue;
    const far = ahead + 3 * Math.abs((a - x) * dy + (b - y) * dx);
    if (far < least) [best, least] = [tile, far];
  }
  return best;
}

function rove() {
  for (const grid of document.querySelectorAll("[data-tiles]")) {
    const tiles = [...grid.querySelectorAll("a")];
    const stop = grid.querySelector("[aria-current]") ?? tiles[0];
    for (const tile of tiles) tile.setAttribute("tabindex", tile === stop ? "0" : "-1");
  }
}

document.addEventListener("keydown", (event) => {
  const tile = event.target.closest?.("[data-tiles] a");
  const step = STEPS[event.key];
  if (!tile || !step) return;
  event.preventDefault();
  const tiles = [...tile.closest("svg").querySelectorAll("a")];
  const found = next(tiles, tile, step);
  if (!found) return;
  for (const each of tiles) each.setAttribute("tabindex", each === found ? "0" : "-1");
  found.focus();
});
document.addEventListener("shown", rove);
rove();
