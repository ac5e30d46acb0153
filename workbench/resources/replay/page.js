"use strict";
/* Replays a transcript. All texts come from the JSON in the page and are only ever set as text, never as HTML. */
(() => {
const held = JSON.parse(document.getElementById("contents").textContent);
const $ = id => document.getElementById(id);
const MOMENT = 950, TRAVEL = 700 / MOMENT, SPEEDS = [0.5, 1, 2, 4];
const COMPACT = new Set(["name_lookup", "tcp", "change_cipher_spec"]);
const KEYS = {none: "unprotected", early_data: "early-data-keys", handshake: "handshake-keys", application: "application-keys"};
const PARTY = {client: "client", server: "server", attacker: "eavesdropper", eavesdropper: "eavesdropper"};
const LEVELS = ["stages", "messages", "computations"];
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const state = {language: held.language, detail: held.detail, at: 0, chosen: false, playing: false, until: 0, speed: 1, depth: 0, view: "diagram"};
let rows = [], shown = null, before = 0, places = {};

/* -- words and small elements ------------------------------------------------------------------------------------ */
const text = place => held.texts[state.language][place] ?? "";
const word = name => text(held.words[name]);
const role = number => held.roles[number];
const number = value => value.toLocaleString("en-US");
const space = () => state.language === "ja" ? "" : " ";
const bytes = size => number(size) + space() + word("bytes_of");
const list = () => held.moments[state.detail];
const stageOf = moment => held.stage[moment[0]];
const current = () => state.chosen && state.at > 0 ? Math.ceil(state.at) - 1 : null;

function make(tag, kind, words, into) {
  const made = document.createElement(tag);
  if (kind) made.className = kind;
  if (words !== undefined && words !== null) made.textContent = words;
  if (into) into.append(made);
  return made;
}
const colour = (element, token) => { element.style.setProperty("--colour", `var(--${token})`); return element; };

const SIGNS = {
  play: "M4 2.5v11l9-5.5z", pause: "M4 3h3v10H4zM9 3h3v10H9z", back: "M11 3v10L5 8z M3.4 3h1.6v10H3.4z", forward: "M5 3v10l6-5z M11 3h1.6v10H11z",
  first: "M13 3v10L8 8z M8 3v10L3 8z", last: "M3 3v10l5-5z M8 3v10l5-5z",
  theme: "M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 0 0 0-13zM8 3v10a5 5 0 0 1 0-10z",
};
function drawing(path, box, attributes = {}) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg"), line = document.createElementNS(space, "path");
  svg.setAttribute("viewBox", `0 0 ${box} ${box}`);
  svg.setAttribute("aria-hidden", "true");
  line.setAttribute("d", path);
  for (const [name, value] of Object.entries(attributes)) line.setAttribute(name, value);
  svg.append(line);
  return svg;
}
const stroked = (path, token, width = 1.5) =>
  drawing(path, 14, {fill: "none", stroke: "var(--" + token + ")", "stroke-width": width, "stroke-linecap": "round", "stroke-linejoin": "round"});
const lock = token => stroked("M2.5 6.5h9v6.5h-9zM4 6.5V4a3 3 0 0 1 6 0v2.5", token, 1.3);
const octagon = () => {
  const sign = drawing("M4.3 .5h5.4l3.8 3.8v5.4l-3.8 3.8H4.3L.5 9.7V4.3z", 14, {fill: "var(--bad)"});
  sign.append(stroked("M7 3.6v4M7 10.4v.01", "surface", 1.8).firstChild);
  return sign;
};
const verdict = outcome => ({
  ok: () => stroked("M2.5 7.5l3 3l6-7", "good", 1.9), warning: () => stroked("M7 2.5v5.5M7 11.4v.01", "warning", 2.1),
  failed: () => stroked("M3.5 3.5l7 7M10.5 3.5l-7 7", "bad", 1.9),
}[outcome] ?? (() => null))();

/* -- the diagram -------------------------------------------------------------------------------------------------- */
function lifelines() {
  const roles = held.parties.map(party => party.role), gaps = [];
  for (let n = 1; n < roles.length; n++) {
    const pair = [role(roles[n - 1]).id, role(roles[n]).id];
    gaps.push(pair.includes("name_server") ? 0.42 : pair.includes("certification_authority") ? 0.6 : 1);
  }
  const whole = gaps.reduce((sum, gap) => sum + gap, 0);
  places = {};
  const inset = number => ["client", "server"].includes(role(number)?.id) ? 13 : 9;  // what stands on a lifeline has room
  const left = inset(roles[0]), right = 100 - inset(roles.at(-1));
  let passed = 0;
  roles.forEach((number, n) => { places[number] = whole ? left + (right - left) * passed / whole : 50; passed += gaps[n] ?? 0; });
  return roles;
}

function drawDiagram() {
  const box = $("diagram"), roles = lifelines();
  box.replaceChildren();
  const cards = make("div", "cards", null, box), all = make("div", "all", null, box), lines = make("div", "lifelines", null, all);
  cards.setAttribute("role", "group");
  held.parties.forEach((party, n) => {
    const x = places[party.role], card = colour(make("div", "card", null, cards), PARTY[role(party.role).id] ?? "muted");
    const rooms = [2 * x, 2 * (100 - x)];
    if (n) rooms.push(x - places[roles[n - 1]] - 1);
    if (n + 1 < roles.length) rooms.push(places[roles[n + 1]] - x - 1);
    card.style.left = x + "%";
    card.style.width = `min(172px, ${Math.min(...rooms)}%)`;
    make("b", "", text(role(party.role).name), card).title = text(role(party.role).name);
    if (party.name) make("span", "", party.name, card).title = party.name;
    make("i", "", null, lines).style.left = x + "%";
  });
  const into = make("div", "rows", null, all);
  into.tabIndex = 0;
  into.id = "rows";
  into.setAttribute("role", "listbox");
  into.setAttribute("aria-label", word("diagram"));
  rows = [];
  let connection = null, group = null, part = null, numbers = 0;
  const several = Object.keys(held.headings).length > 1;
  list().forEach((moment, index) => {
    const step = held.steps[moment[0]], stage = stageOf(moment);
    if (step.connection !== connection) {
      if (several) make("span", "", text(held.headings[step.connection][connection === null ? 0 : 1]), make("div", "heading", null, into));
      connection = step.connection;
      part = null;
      numbers = 0;
    }
    if (stage !== part) {
      part = stage;
      const frame = make("div", "group", null, into), bracket = make("div", "bracket", null, frame);
      make("b", "", ++numbers + " ", bracket);
      make("span", "", text(held.stages[stage].title), bracket);
      group = make("div", "", null, frame);
      group.bracket = bracket;
    }
    rows.push(drawRow(moment, index, group));
  });
  drawTicks();
  settle();
}

function drawRow(moment, index, into) {
  const step = held.steps[moment[0]], row = make("div", "row", null, into);
  row.id = "row" + index;
  row.bracket = into.bracket;
  row.setAttribute("role", "option");
  row.setAttribute("aria-label", spoken(moment));
  row.addEventListener("click", () => { goTo(index + 1); $("rows").focus({preventScroll: true}); });
  const attacker = held.parties.find(party => role(party.role).id === "attacker");
  const start = places[step.sender];
  const end = moment[3] && attacker ? places[attacker.role] : places[step.receiver];
  if (moment[5] !== null) drawPart(moment, row);
  else if (step.receiver === null || end === undefined || end === start || step.kind === "attack") drawPill(step, row, start);
  else drawMessage(step, row, start, end);
  if (moment[4] !== null) {
    const said = make("div", "agreement", null, row), [first, ...rest] = text(moment[4]).split("\n");
    const ends = held.parties.filter(party => ["client", "server"].includes(role(party.role).id)).map(party => places[party.role]);
    said.style.marginLeft = Math.min(...ends) + 1 + "%";
    said.style.width = Math.abs(ends[0] - ends[1]) - 2 + "%";
    make("span", "", first, make("b", "", null, said));
    for (const line of rest) make("span", "", line, said);
    row.agreement = said;
  }
  row.frame = make("div", "frame", null, row);
  return row;
}

function drawMessage(step, row, start, end) {
  const failed = step.kind === "alert" && step.outcome === "failed", locked = step.protection !== "none";
  const small = COMPACT.has(step.kind) && step.outcome !== "failed";
  const box = make("div", "message", null, row), words = make("div", "words", null, box), left = end < start;
  const token = failed ? "bad" : KEYS[step.protection];
  colour(box, token);
  box.style.marginLeft = `calc(${Math.min(start, end)}% + 6px)`;
  box.style.width = `calc(${Math.abs(end - start)}% - 12px)`;
  for (const [kind, there] of [["small", small], ["locked", locked], ["bad", failed], ["tight", Math.abs(end - start) < 32]]) box.classList.toggle(kind, there);
  if (locked) words.append(lock(token));
  if (failed) words.append(octagon());
  else if (step.outcome === "failed" || step.outcome === "warning") words.append(verdict(step.outcome));
  make("span", "name", text(step.title), words);
  const tight = Math.abs(end - start) < 32;
  if (step.kind !== "tcp" && !tight) make("span", "fact", text(step.facts).replaceAll("\n", " · "), words);
  if (step.size && !tight) make("span", "size mono", number(step.size) + " B", words);
  const arrow = make("div", "arrow", null, box);
  make("i", "", null, arrow);
  for (const [kind, there] of [["left", left], ["thick", failed], ["dashed", step.kind === "handover"]]) arrow.classList.toggle(kind, there);
  row.arrow = colour(arrow, token);
  row.body = box;
}

function drawPill(step, row, x) {
  const pill = make("div", "pill", null, row), sign = verdict(step.outcome);
  if (step.outcome === "failed" || step.outcome === "warning") pill.classList.add(step.outcome === "failed" ? "bad" : "warning");
  else if (step.kind === "attack") pill.classList.add("attack");
  if (sign) pill.append(sign);
  make("span", "name", text(step.title), pill);
  row.x = x;
  row.body = pill;
}

function drawPart(moment, row) {
  const part = make("div", "part", null, row), inside = held.steps.slice(moment[1], moment[2] + 1);
  const sent = inside.filter(step => step.receiver !== null), size = inside.reduce((sum, step) => sum + step.size, 0);
  const words = make("div", "words", null, part);
  make("b", "name", text(held.stages[moment[5]].title), words);
  for (const level of new Set(sent.map(step => step.protection).filter(level => level !== "none"))) words.append(lock(KEYS[level]));
  const failed = inside.find(step => step.outcome === "failed");
  if (failed) words.append(octagon());
  if (size) make("span", "size mono", number(size) + " B", words);
  const names = [...new Set(sent.map(step => text(step.title)))].join(state.language === "ja" ? "、" : ", ");
  if (names) make("p", "", names, part);
  row.body = part;
}

function settle() {
  /* What is measured: pills stand on their lifeline as far as there is room, outlines lie around what they outline. */
  const widths = rows.map(row => [row.clientWidth, row.body.offsetWidth]);
  rows.forEach((row, n) => {
    if (row.x === undefined) return;
    const [room, wide] = widths[n];
    row.body.style.maxWidth = room + "px";
    row.body.style.marginLeft = Math.max(0, Math.min(room * row.x / 100 - wide / 2, room - wide)) + "px";
  });
  const boxes = rows.map(row => [row.body.offsetLeft, row.body.offsetTop, row.body.offsetWidth, row.body.offsetHeight]);
  rows.forEach((row, n) => {
    const [x, y, wide, high] = boxes[n];
    Object.assign(row.frame.style, {left: x - 3 + "px", top: y - 2 + "px", width: wide + 6 + "px", height: high + 4 + "px"});
  });
}

function spoken(moment) {
  const step = held.steps[moment[0]];
  if (moment[5] !== null) return text(held.stages[moment[5]].title);
  const parts = [text(step.way), text(step.title), text(step.facts).replaceAll("\n", ", ")];
  if (step.size) parts.push(bytes(step.size));
  if (step.protection !== "none") parts.push(text(held.levels[step.protection]));
  parts.push(text(step.result));
  return parts.filter(Boolean).join(", ");
}

/* -- playing ------------------------------------------------------------------------------------------------------ */
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

/* -- showing a moment --------------------------------------------------------------------------------------------- */
function show() {
  const at = calm.matches ? Math.ceil(state.at) : state.at, now = current();
  rows.forEach((row, n) => {
    row.classList.toggle("future", n >= at);
    if (row.agreement) row.agreement.style.visibility = n + 1 <= at ? "" : "hidden";
    const moves = row.arrow && n < at && at < n + 1 && state.playing;
    if (row.dot && !moves) { row.dot.remove(); row.dot = null; }
    if (moves) {
      row.dot ??= make("span", "dot", null, row.arrow);
      row.dot.style.left = 50 * (1 - Math.cos(Math.PI * Math.min(1, (at - n) / TRAVEL))) + "%";
    }
  });
  const scrub = $("scrub");
  scrub.value = Math.ceil(at);
  $("count").textContent = `${now === null ? (state.chosen ? 0 : list().length) : now + 1} / ${list().length}`;
  const play = $("play"), name = word(state.playing ? "pause" : "play");
  if (play.ariaLabel !== name) { play.ariaLabel = play.title = name; play.replaceChildren(drawing(SIGNS[state.playing ? "pause" : "play"], 16)); }
  const key = `${state.detail} ${now} ${state.language} ${state.depth} ${state.chosen}`;
  if (key === shown) return;
  shown = key;
  rows.forEach((row, n) => {
    row.classList.toggle("current", n === now);
    row.setAttribute("aria-selected", n === now);
    row.bracket.classList.toggle("now", now !== null && rows[now].bracket === row.bracket);
  });
  const focus = $("rows");
  if (now === null) focus.removeAttribute("aria-activedescendant");
  else focus.setAttribute("aria-activedescendant", "row" + now);
  if (now !== null) follow(rows[now]);
  else if (state.chosen) $("diagram").scrollTop = 0;
  scrub.setAttribute("aria-valuetext", now === null ? "" : spoken(list()[now]));
  for (const line of $("steps").querySelectorAll("tr")) line.classList.toggle("current", now !== null && line.dataset.step === String(list()[now][0]));
  if (state.view === "table") $("steps").querySelector("tr.current")?.scrollIntoView({block: "nearest"});
  $("live").textContent = now === null ? "" : `${word("step")}${space()}${now + 1}: ${spoken(list()[now])}`;
  drawDetail();
}
function follow(row) {
  const box = $("diagram"), top = row.getBoundingClientRect().top - box.getBoundingClientRect().top, high = row.offsetHeight;
  if (top < 84) box.scrollTop += top - 84;
  else if (top + high > box.clientHeight * (state.playing ? 0.75 : 0.97)) box.scrollTop += top + high - box.clientHeight * (state.playing ? 0.6 : 0.9);
}

function drawDetail() {
  const box = $("detail"), now = current();
  box.replaceChildren();
  box.scrollTop = 0;
  if (now === null) {
    make("div", "way", word("came_out"), box);
    make("h2", "", text(held.headline) || text(held.title), box);
    const result = make("div", "result", null, box), sign = verdict(held.outcome);
    if (sign) result.append(sign);
    make("span", "", text(held.result), result);
    if (text(held.summary)) make("p", "said", text(held.summary), box);
    make("p", "quiet", word("begin"), box).style.marginTop = "12px";
    return;
  }
  const moment = list()[now], step = held.steps[moment[0]], part = moment[5] === null ? null : held.stages[moment[5]];
  const several = moment[2] > moment[1], range = several && part ? `${moment[1] + 1}–${moment[2] + 1}` : moment[0] + 1;
  make("div", "way", `${word("step")}${space()}${range}${part ? "" : " · " + text(step.way)}`, box);
  make("h2", "", part ? text(part.title) : text(step.title), box);
  if (!part) {
    const sentences = step.kind === "computation", about = sentences ? [] : text(step.facts).split("\n");
    if (step.size) about.push(`${number(step.size)} B`);
    if (step.protection !== "none") about.push(text(held.levels[step.protection]));
    if (about.some(Boolean)) make("div", "quiet", about.filter(Boolean).join(" · "), box);
    if (sentences) for (const fact of text(step.facts).split("\n").filter(Boolean)) make("p", "quiet", fact, box);
  }
  const said = (part ?? step).said.map(text);
  make("p", "said", said[state.depth] || said[0], box).id = "said";
  if (said[0] !== said[1]) {
    const depth = make("div", "segments depth", null, box);
    depth.setAttribute("role", "group");
    depth.setAttribute("aria-label", word("depth"));
    ["newcomer", "engineer"].forEach((name, n) => {
      const button = make("button", "", word(name), depth);
      button.setAttribute("aria-pressed", n === state.depth);
      button.addEventListener("click", event => { state.depth = n; drawTable(); shown = null; show(); refocus(event); });
    });
  }
  if (!part && text(step.protected)) colour(make("p", "protected", text(step.protected), box), KEYS[step.protection]);
  if (!part && text(step.result) && text(step.result) !== text(step.title)) {
    const result = make("div", "result", null, box), sign = verdict(step.outcome);
    if (sign) result.append(sign);
    make("span", "", text(step.result), result);
  }
  if (!part && step.citation) make("p", "quiet", step.citation, box).style.marginTop = "8px";
  drawValues(moment, box);
  drawKnowledge(moment, box);
}

function drawValues(moment, box) {
  const found = new Map();
  for (const step of held.steps.slice(moment[1], moment[2] + 1)) for (const [place, mask] of step.values) found.set(place, (found.get(place) ?? 0) | mask);
  if (!found.size) return;
  make("h3", "", word("values"), box);
  for (const [place, mask] of found) {
    const value = held.values[place], one = make("details", "value", null, box), head = make("summary", "", null, one);
    make("code", "", value.name, head).title = text(value.called);
    const size = value.size === null ? word("not_known") : value.size ? bytes(value.size) : word("empty");
    const who = held.roles.map((role, n) => mask >> n & 1 ? text(role.name) : "").filter(Boolean).join(state.language === "ja" ? "、" : ", ");
    make("span", "quiet", [size, value.secret ? "" : word("no_secret")].filter(Boolean).join(" · "), head);
    make("div", "quiet", `${word("known_to")}: ${who}`, one);
    if (value.formula) make("code", "formula", value.formula, make("div", "", null, one));
    if (value.inputs.length) {
      const line = make("div", "quiet", word("inputs") + ": ", one);
      value.inputs.forEach((name, n) => {
        if (n) line.append(", ");
        const born = held.values.filter(other => other.connection === value.connection && other.name === name && other.born <= value.born).pop();
        const input = make(born ? "button" : "code", "", name, line);
        if (born) input.addEventListener("click", event => { goToStep(born.born); refocus(event); });
      });
    }
    if (value.citation) make("div", "quiet", value.citation, one);
    if (value.size) make("code", "bytes", value.data ?? `(${word("left_out")})`, one).classList.toggle("quiet", value.data === null);
  }
}

function drawKnowledge(moment, box) {
  const know = step => {
    const masks = new Map();
    for (const { learned } of held.steps.slice(0, step + 1)) for (const [row, mask] of learned) masks.set(row, mask);
    return masks;
  };
  const now = know(moment[2]), was = know(moment[1] - 1), once = new Map();
  for (const { learned } of held.steps.slice(0, moment[2] + 1)) for (const [row, mask] of learned) once.set(row, (once.get(row) ?? 0) | mask);
  const born = held.rows.map((row, n) => n).filter(n => held.rows[n].born <= moment[2]);
  const connections = born.map(n => held.rows[n].connection), connection = held.steps[moment[2]].connection || Math.max(0, ...connections);
  const sides = held.roles.reduce((mask, role, n) => mask | (["client", "server"].includes(role.id) ? 1 << n : 0), 0);
  const shownRows = born.filter(n => {
    const row = held.rows[n];
    return row.connection === 0 || row.connection === connection || (row.secret && (now.get(n) & sides));
  }).sort((a, b) => held.rows[a].order - held.rows[b].order || a - b);
  let group = null;
  make("h3", "", word("who_knows"), box);
  if (!shownRows.length) { make("p", "quiet", word("nothing_yet"), box); return; }
  const table = make("table", "knowledge", null, box), head = make("tr", "", null, make("thead", "", null, table)), body = make("tbody", "", null, table);
  make("th", "", null, head).append(make("span", "hidden", word("value")));
  for (const column of held.columns) colour(make("th", "", text(role(column).short), head), PARTY[role(column).id] ?? "muted").scope = "col";
  for (const n of shownRows) {
    if (held.rows[n].group !== group) {
      group = held.rows[n].group;
      const heading = make("th", "", text(group), make("tr", "", null, body));
      heading.colSpan = held.columns.length + 1;
      heading.scope = "rowgroup";
    }
    const line = make("tr", "", null, body), name = make("th", "", text(held.rows[n].called), line);
    name.scope = "row";
    name.title = held.rows[n].name;
    if (state.depth) make("code", "", held.rows[n].name, name);
    for (const column of held.columns) {
      const knows = now.get(n) >> column & 1, fresh = knows !== (was.get(n) >> column & 1), lost = !knows && once.get(n) >> column & 1;
      const cell = colour(make("td", knows ? "yes" : "no", null, line), PARTY[role(column).id] ?? "muted");
      make("span", "", knows ? "●" : lost ? "⊘" : "–", cell).ariaHidden = "true";
      make("span", "hidden", word(knows ? "knows" : lost ? "destroyed" : "knows_not") + (fresh ? ", " + word("new") : ""), cell);
      cell.classList.toggle("new", fresh);
    }
  }
}

/* -- the table, the tools ----------------------------------------------------------------------------------------- */
function drawTable() {
  const old = $("steps"), table = make("table", "");
  table.id = "steps";
  make("caption", "", text(held.headline), table);
  const head = make("tr", "", null, make("thead", "", null, table)), body = make("tbody", "", null, table);
  for (const name of ["number", "who", "what", "bytes", "protected", "remarks"]) make("th", "", word(name), head).scope = "col";
  let connection = null;
  for (const [index, moment] of list().entries()) {
    const step = held.steps[moment[0]], inside = held.steps.slice(moment[1], moment[2] + 1), part = moment[5] === null ? null : held.stages[moment[5]];
    if (step.connection !== connection && Object.keys(held.headings).length > 1) {
      const heading = make("th", "", text(held.headings[step.connection][connection === null ? 0 : 1]), make("tr", "", null, body));
      heading.colSpan = 6;
      heading.scope = "rowgroup";
    }
    connection = step.connection;
    const line = make("tr", "", null, body), size = part ? inside.reduce((sum, other) => sum + other.size, 0) : step.size;
    line.dataset.step = moment[0];
    make("td", "number", part && moment[2] > moment[1] ? `${moment[1] + 1}–${moment[2] + 1}` : moment[0] + 1, line);
    make("td", "", part ? "" : text(step.way), line);
    make("th", "", text((part ?? step).title), line).scope = "row";
    make("td", "number", size ? number(size) : "", line);
    make("td", "", part || step.protection === "none" ? "" : text(held.levels[step.protection]), line);
    const about = part ? inside.filter(other => other.receiver !== null).map(other => text(other.title)) : [...text(step.facts).split("\n"), text(step.result)];
    const cell = make("td", "", null, line);
    for (const words of [[...new Set(about.filter(Boolean))].join(" · "), text((part ?? step).said[state.depth])]) if (words) make("p", "", words, cell);
    line.addEventListener("click", () => goTo(index + 1));
  }
  old.replaceWith(table);
}

function segments(into, label, names, chosen, choose) {
  const group = make("div", "segments", null, into);
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", label);
  for (const [name, words] of names) {
    const button = make("button", "", words, group);
    button.dataset.name = name;
    button.setAttribute("aria-pressed", name === chosen);
    button.addEventListener("click", event => { choose(name); refocus(event); });
  }
}
const refocus = event => { if (event.detail) (state.view === "table" ? $("reading") : $("rows")).focus({preventScroll: true}); };

function drawTools() {
  document.documentElement.lang = state.language;
  document.title = $("title").textContent = text(held.title);
  const bar = $("bar"), focused = document.activeElement?.dataset?.name;
  bar.replaceChildren();
  segments(bar, word("views"), [["diagram", word("diagram")], ["table", word("table")]], state.view, setView);
  segments(bar, word("levels"), LEVELS.map(name => [name, word(name)]), state.detail, setDetail);
  const agreed = make("div", "", held.agreed.filter(names => names.length).at(-1)?.join(" · ") ?? "", bar);
  agreed.id = "agreed";
  if (focused) bar.querySelector(`[data-name="${focused}"]`)?.focus();
  const tools = $("tools");
  tools.replaceChildren();
  const theme = make("button", "", null, tools), language = make("button", "", word("language"), tools);
  theme.id = "theme";
  theme.append(drawing(SIGNS.theme, 16, {"fill-rule": "evenodd"}));
  theme.ariaLabel = theme.title = word("theme");
  theme.addEventListener("click", () => {
    const root = document.documentElement, dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
  });
  language.id = "language";
  language.addEventListener("click", nextLanguage);
  for (const name of ["first", "back", "play", "forward", "last"]) {
    $(name).ariaLabel = $(name).title = word(name);
  }
  $("speed").ariaLabel = $("speed").title = word("speed");
  $("scrub").ariaLabel = word("position");
  $("foot").replaceChildren();
  for (const name of [held.secrets ? "secrets_inside" : "secrets_left_out", "keys", "made_by"]) make("p", "", word(name), $("foot"));
}
function nextLanguage() {
  const names = held.languages;
  state.language = names[(names.indexOf(state.language) + 1) % names.length];
  drawTools();
  drawDiagram();
  drawTable();
  shown = null;
  show();
}
function setView(view) {
  state.view = view;
  document.documentElement.classList.toggle("table", view === "table");
  drawTools();
  settle();
  $("steps").querySelector("tr.current")?.scrollIntoView({block: "center"});
}
function drawTicks() {
  let token = "line";
  const colours = list().map(moment => {
    const step = held.steps[moment[0]];
    if (moment[5] !== null || step.receiver !== null) token = step.kind === "alert" && step.outcome === "failed" ? "bad" : KEYS[step.protection];
    return token;
  });
  const stops = colours.map((token, n) => `var(--${token}) ${100 * n / colours.length}% ${100 * (n + 1) / colours.length}%`);
  $("scrub").style.setProperty("--ticks", `linear-gradient(to right, ${stops.join(", ")})`);
  $("scrub").max = colours.length;
}
function drawTransport() {
  const bar = $("transport");
  for (const [name, act] of [["first", () => goTo(0)], ["back", back], ["play", toggle], ["forward", forward], ["last", () => goTo(list().length)]]) {
    const button = make("button", "", null, bar);
    button.id = name;
    button.append(drawing(SIGNS[name], 16));
    button.addEventListener("click", event => { act(); refocus(event); });
  }
  const scrub = make("input", "", null, bar);
  scrub.id = "scrub";
  scrub.type = "range";
  scrub.min = 0;
  scrub.step = 1;
  scrub.addEventListener("input", () => goTo(Number(scrub.value)));
  make("span", "", null, bar).id = "count";
  const speed = make("select", "", null, bar);
  speed.id = "speed";
  for (const factor of SPEEDS) make("option", "", factor + "×", speed).value = factor;
  speed.value = "1";
  speed.addEventListener("change", () => { state.speed = Number(speed.value); });
}

/* -- keys ---------------------------------------------------------------------------------------------------------- */
const ACTS = {
  " ": toggle, ArrowRight: forward, ArrowDown: forward, ArrowLeft: back, ArrowUp: back, Home: () => goTo(0), End: () => goTo(list().length),
  PageDown: () => jumpStage(1), PageUp: () => jumpStage(-1), 1: () => setDetail("stages"), 2: () => setDetail("messages"),
  3: () => setDetail("computations"), l: nextLanguage, L: nextLanguage,
};
document.addEventListener("keydown", event => {
  const act = ACTS[event.key], on = event.target;
  if (!act || event.ctrlKey || event.altKey || event.metaKey || on.tagName === "SELECT") return;
  if (event.key === " " && (on.tagName === "BUTTON" || on.tagName === "SUMMARY")) return;
  if (event.key !== " " && event.key.length > 1 && $("detail").contains(on)) return;  // it scrolls
  event.preventDefault();
  act();
});

document.addEventListener("keydown", event => { if (event.key === "Tab") document.documentElement.classList.add("keyed"); });
document.addEventListener("pointerdown", () => document.documentElement.classList.remove("keyed"));
document.documentElement.classList.add("scripted");
$("detail").tabIndex = 0;
$("detail").setAttribute("aria-live", "off");
$("reading").tabIndex = 0;
state.at = list().length;
drawTransport();
drawTools();
drawDiagram();
drawTable();
show();
new ResizeObserver(settle).observe($("diagram"));
$("rows").focus({preventScroll: true});
})();
