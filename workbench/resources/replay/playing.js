/* Moves through the moments. */
const goTo = (position, chosen = true) => { state.playing = false; move(position, chosen); };
function move(position, chosen = true) {
  state.at = Math.min(Math.max(position, 0), list().length);
  state.chosen = chosen;
  show();
}
function run(until) {
  state.until = until;
  before = performance.now();
  if (!state.playing) { state.playing = true; requestAnimationFrame(tick); }
  show();
}
function tick(now) {
  if (!state.playing) return;
  const passed = (now - before) * state.speed / MOMENT;
  before = now;
  state.chosen = true;
  state.at = Math.min(state.at + Math.max(passed, 0.0001), state.until);
  if (state.at >= state.until) state.playing = false;
  else requestAnimationFrame(tick);
  show();
}
function toggle() {
  if (state.playing) return goTo(state.at);
  if (state.at >= list().length) move(0);
  run(list().length);
}
function forward() {
  if (!state.chosen) state.at = 0;
  if (state.playing) state.at = Math.ceil(state.at);
  state.chosen = true;
  const next = Math.min(Math.floor(state.at) + 1, list().length);
  if (calm.matches) goTo(next);
  else run(next);
}
const back = () => goTo(Math.ceil(state.chosen ? state.at : list().length) - 1);
function jumpStage(way) {
  const starts = list().map((moment, n) => n).filter(n => !n || stageOf(list()[n]) !== stageOf(list()[n - 1]));
  const here = current() ?? (state.at > 0 ? list().length : -1);
  const found = way > 0 ? starts.find(n => n > here) : starts.filter(n => n < here).pop();
  if (found !== undefined) goTo(found + 1);
  else goTo(way > 0 ? list().length : 0);
}
function setDetail(detail) {
  if (!LEVELS.includes(detail)) return;
  const now = current(), whole = state.at >= list().length, step = now === null ? null : list()[now][0], playing = state.playing;
  state.detail = detail;
  state.playing = false;
  if (step !== null) state.at = list().findIndex(moment => step <= moment[2]) + 1;
  else state.at = whole ? list().length : 0;
  drawDiagram();
  drawTable();
  drawTools();
  shown = null;
  show();
  if (playing) run(list().length);
}
const goToStep = step => goTo(list().findIndex(moment => step <= moment[2]) + 1);
