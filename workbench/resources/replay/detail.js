/* Shows a moment: in the diagram, and beside it. */
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
  for (const trip of trips) trip.ruler.classList.toggle("future", trip.ends >= at);
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
