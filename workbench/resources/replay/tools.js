/* The table, buttons and keys; and the beginning of it all. */
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
