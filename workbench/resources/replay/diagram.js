/* Draws the diagram: lifelines with their cards, messages, what is done alone, stages, round trips. */
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
      if (held.stages[stage].numbered) make("b", "", ++numbers + " ", bracket);
      make("span", "", text(held.stages[stage].title), bracket);
      group = make("div", "", null, frame);
      group.bracket = bracket;
    }
    rows.push(drawRow(moment, index, group));
  });
  drawTrips(all);
  drawTicks();
  settle();
}

function drawTrips(into) {
  /* A ruler at the right for every round trip; `settle` puts it where its steps are. */
  trips = held.trips.map(([first, last, long, short, waiting]) => {
    const ruler = make("div", "trip", null, into), words = make("span", "", null, ruler);
    ruler.ariaHidden = "true";
    make("b", "long", text(long), words);
    make("b", "short", text(short), words);
    make("span", "long", text(waiting), words);
    const found = step => list().findIndex(moment => step <= moment[2]);
    return {ruler, words, first, last, begins: found(first), ends: found(last)};
  });
}

function height(step, n) {
  /* Where a step stands in the diagram: at its arrow, of a stage at its part of it. */
  const moment = list()[n], row = rows[n], arrow = row.arrow?.getBoundingClientRect(), box = row.body.getBoundingClientRect();
  if (arrow && moment[5] === null) return arrow.top + arrow.height / 2;
  return box.top + box.height * (step - moment[1] + 0.5) / (moment[2] - moment[1] + 1);
}

function settleTrips() {
  const top = $("rows").getBoundingClientRect().top;
  let taken = 0;
  const found = trips.map(trip => [height(trip.first, trip.begins) - top, height(trip.last, trip.ends) - top]);
  trips.forEach((trip, n) => {
    const [from, to] = found[n];
    Object.assign(trip.ruler.style, {top: from + "px", height: Math.max(12, to - from) + "px"});
    trip.words.hidden = false;
  });
  trips.forEach((trip, n) => {  // words that would stand in those above are left out
    const high = trip.words.offsetHeight, y = (found[n][0] + Math.max(found[n][0] + 12, found[n][1])) / 2 - high / 2;
    trip.words.hidden = y < taken;
    if (!trip.words.hidden) taken = y + high;
  });
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
  settleTrips();
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
