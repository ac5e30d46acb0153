/* Replays a transcript. All texts come from the JSON in the page and are only ever set as text, never as HTML. */
const held = JSON.parse(document.getElementById("contents").textContent);
const $ = id => document.getElementById(id);
const MOMENT = 950, TRAVEL = 700 / MOMENT, SPEEDS = [0.5, 1, 2, 4];
const COMPACT = new Set(["name_lookup", "tcp", "change_cipher_spec"]);
const KEYS = {none: "unprotected", early_data: "early-data-keys", handshake: "handshake-keys", application: "application-keys"};
const PARTY = {client: "client", server: "server", attacker: "eavesdropper", eavesdropper: "eavesdropper"};
const LEVELS = ["stages", "messages", "computations"];
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const state = {language: held.language, detail: held.detail, at: 0, chosen: false, playing: false, until: 0, speed: 1, depth: 0, view: "diagram"};
let rows = [], trips = [], shown = null, before = 0, places = {};

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
