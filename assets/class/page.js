// What all pages of a class share: building elements, asking the server, hearing its news.

export const key = location.pathname.split("/").pop();
export let words = {};

export function say(name, values = {}) {
  let text = words[name] ?? name;
  for (const [word, value] of Object.entries(values)) text = text.replace("%" + word, value);
  return text;
}

/** An element with attributes, listeners (onclick …) and children; texts are only ever texts. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value" || name === "checked" || name === "disabled") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  for (const child of children.flat(9)) if (child !== null && child !== undefined && child !== false) element.append(child);
  return element;
}

export const listed = (names) => names.join(document.documentElement.lang === "ja" ? "、" : ", ");
export const section = (title, ...children) => h("section", {}, h("h2", {}, title), ...children);
export const button = (text, onclick, more = {}) => h("button", { type: "button", onclick, ...more }, text);
export const number = (value, digits = 1) => value.toLocaleString(document.documentElement.lang, { minimumFractionDigits: digits, maximumFractionDigits: digits });
export const change = (value) => value === null ? "" : Math.abs(value) < 0.05 ? h("span", { class: "soft" }, "±0") : h("span", { class: value > 0 ? "up" : "down" }, number(Math.abs(value)));

export async function learnWords(language) {
  words = await (await fetch("/api/words?language=" + language)).json();
  document.documentElement.lang = language;
}

export class Refused extends Error {
  constructor(status, body) { super(body.why ?? "?"); this.status = status; this.code = body.code; }
}

export async function ask(path, body) {
  // Whatever is refused is told in the language that the page is in.
  const headers = { "Accept-Language": document.documentElement.lang };
  const options = body === undefined ? { headers } : { method: "POST", headers: { ...headers, "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const answer = await fetch(path, options);
  const found = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refused(answer.status, found);
  return found;
}

/** An id for an action: sent again after a lost answer, it is done once. */
export const fresh = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");

/** Send an action until the server has answered, however often the network fails. */
export async function act(path, action) {
  const body = { id: fresh(), ...action };
  for (let wait = 300; ; wait = Math.min(wait * 2, 5000)) {
    try {
      const answer = await ask(path, body);
      toast("");
      return answer;
    } catch (error) {
      if (error instanceof Refused && error.status !== 429 && error.status < 500) { toast(error.message); throw error; }
      toast(say("lost"));
      await new Promise((done) => setTimeout(done, wait));
    }
  }
}

let fading;
export function toast(text) {
  let place = document.querySelector(".toast");
  if (!place) { place = h("div", { class: "toast", role: "status", "aria-live": "polite" }); document.body.append(place); }
  clearTimeout(fading);
  place.textContent = text;
  if (text && text !== words.lost) fading = setTimeout(() => { place.textContent = ""; }, 5000);
}

/** Show a page, and again with every change; the focus, the text being written and open details stay. */
export function live(path, draw) {
  let shown = null, last = "", asking = false, again = false, over = false, source;
  const refresh = async () => {
    if (over) return;
    if (asking) { again = true; return; }
    asking = true;
    try {
      const seen = await ask(path());
      seen.received = performance.now();
      if (seen.language !== document.documentElement.lang || !words.join) await learnWords(seen.language);
      shown = seen;
      // Only what has changed is drawn again: whoever reads or listens is not disturbed by the clock.
      const now = JSON.stringify({ ...seen, left: 0, received: 0 });
      if (now !== last) { last = now; redraw(); }
      if (document.querySelector(".toast")?.textContent === words.lost) toast("");
    } catch (error) {
      toast(error instanceof Refused && error.status < 500 && error.status !== 429 ? error.message : say("lost"));
    } finally {
      asking = false;
      if (again) { again = false; refresh(); }
    }
  };
  const redraw = () => { if (shown) keep(() => draw(shown)); };
  const listen = () => {
    if (over) return;
    try { source = new EventSource(path().split("?")[0] + "/news"); } catch { return; }
    source.onmessage = refresh;
    source.onerror = () => { if (source.readyState === EventSource.CLOSED) setTimeout(listen, 2000); };
  };
  refresh();
  listen();
  // Pictures are drawn for the width there is: a phone that is turned gets another.
  matchMedia("(max-width: 40rem)").addEventListener("change", redraw);
  // Where a network swallows streams, asking now and then does instead.
  setInterval(refresh, 4000);
  setInterval(() => tick(shown), 500);
  return { refresh, redraw, stop: () => { over = true; source?.close(); } };
}

function tick(seen) {
  const clock = document.querySelector(".clock");
  if (clock && seen) clock.textContent = left(seen);
}

export function left(seen) {
  if (seen.left === null) return "";
  const gone = seen.paused ? 0 : (performance.now() - seen.received) / 1000;
  const seconds = Math.max(0, Math.ceil(seen.left - gone));
  return (seen.paused ? "❚❚ " : "") + Math.floor(seconds / 60) + ":" + String(seconds % 60).padStart(2, "0");
}

function keep(draw) {
  const focus = document.activeElement, id = focus?.id;
  const mark = focus && "selectionStart" in focus && focus.type !== "range" ? [focus.selectionStart, focus.selectionEnd] : null;
  const typed = {};
  for (const field of document.querySelectorAll("textarea[id], input[type=text][id], input[type=search][id], input[type=number][id]")) typed[field.id] = [field.value, field.dataset.saved];
  const open = new Map(Array.from(document.querySelectorAll("details[id]"), (one) => [one.id, one.open]));
  const page = document.getElementById("page"), fragment = draw();
  page.replaceChildren(...[fragment].flat());
  page.removeAttribute("aria-busy");
  for (const [name, [value, saved]] of Object.entries(typed)) {
    const field = document.getElementById(name);
    // What is written here and not sent yet is not overwritten by what the server has.
    if (field && value !== saved) field.value = value;
  }
  for (const one of page.querySelectorAll("details[id]")) if (open.has(one.id)) one.open = open.get(one.id);
  if (id) {
    const next = document.getElementById(id);
    next?.focus({ preventScroll: true });
    if (next && mark && mark[0] !== null && "setSelectionRange" in next) try { next.setSelectionRange(...mark); } catch { /* a field without a mark */ }
  }
}

export function top(seen, ...more) {
  const round = seen.round ? say("round", { n: seen.round.number, of: seen.round.of }) : say("step", { n: seen.step.number, of: seen.step.of });
  return [
    h("a", { class: "skip", href: "#main" }, say("skip")),
    h("header", { class: "top" }, h("h1", {}, seen.step.title), h("span", { class: "soft" }, round), ...more,
      h("span", { class: "clock", role: "timer" }, left(seen))),
  ];
}

export function phase(seen) {
  if (seen.finished) return say("class-over");
  if (seen.busy) return say("busy");
  return say("phase-" + seen.phase);
}

const body = (page) => document.body.classList.contains(page);

export function news(seen) {
  if (!seen.events.length) return null;
  // One piece of news is read at once; of several the first is, and the others are opened.
  return h("section", { class: "news" }, h("h2", {}, say("news")), seen.events.map((event, n) => h("details", { id: "news-" + seen.step.id + n, open: n === 0 || body("projector") }, h("summary", {}, event.name), h("p", {}, event.text))));
}

/** Strategies: what each team has weighed, and the means over all worlds. */
export function standings(rows) {
  const heads = rows[0]?.pillars ?? [];
  return grid([say("team"), say("mean"), say("low"), ...heads.map((head) => head.name)],
    rows.map((row) => [[row.team, h("div", { class: "soft small" }, row.weights)], h("strong", {}, number(row.mean)), number(row.low), ...row.pillars.map((pillar) => number(pillar.points))]));
}

/** All teams: a table, and their way over time as lines that are told apart by dashes and letters too. */
export function board(found) {
  if (!found) return null;
  if (found.standings) return h("section", { class: "all board" }, h("h2", {}, say("board")), standings(found.standings));
  if (found.seats) return h("section", { class: "all board" }, h("h2", {}, say("board")), h("p", { class: "soft" }, say("board-seats", { player: found.player })),
    grid([say("team"), say("before"), say("now")], found.seats.map((row) => [row.team + " · " + row.seat, number(row.before), number(row.now)])));
  const heads = found.teams[0]?.pillars ?? [];
  return h("section", { class: "all board" }, h("h2", {}, say("board")),
    found.quarters.length ? lines(found.teams, found.quarters) : null,
    grid([say("team"), found.score, ...heads.map((head) => head.name)], found.teams.map((row) => [row.team, h("strong", {}, number(row.total)), ...row.pillars.map((pillar) => number(pillar.points, 0))])),
    found.figures.length ? [h("h3", {}, say("figures")), grid([say("team"), ...found.figures], found.teams.map((row) => [row.team, ...row.figures]))] : null);
}

/** A table of names and, in all columns but the first, numbers. */
function grid(heads, rows) {
  const kind = (place) => place ? "number" : null;
  return h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": say("board") }, h("table", {},
    h("thead", {}, h("tr", {}, heads.map((head, place) => h("th", { class: kind(place) }, head)))),
    h("tbody", {}, rows.map((row) => h("tr", {}, row.map((cell, place) => h("td", { class: kind(place) }, cell)))))));
}

const HUES = ["#d55e00", "#0072b2", "#009e73", "#cc79a7", "#b98900", "#56b4e9", "#6a5acd", "#7f7f7f"];
const DASHES = ["", "8 4", "2 3", "10 3 2 3", "", "8 4", "2 3", "10 3 2 3"];

function lines(teams, quarters) {
  const space = "http://www.w3.org/2000/svg", near = innerWidth < 640, wide = 640, high = near ? 360 : 240, letter = near ? 24 : 14;
  const leftEdge = near ? 44 : 34, rightEdge = near ? 150 : 120, foot = near ? 34 : 22;
  const all = teams.flatMap((team) => team.path), low = Math.floor(Math.min(...all) - 1), top = Math.ceil(Math.max(...all) + 1);
  const x = (n) => leftEdge + (quarters.length < 2 ? 0.5 : n / (quarters.length - 1)) * (wide - leftEdge - rightEdge);
  const y = (v) => 8 + (1 - (v - low) / (top - low)) * (high - foot - 16);
  const svg = document.createElementNS(space, "svg");
  const put = (tag, attributes, text) => { const one = document.createElementNS(space, tag); for (const [name, value] of Object.entries(attributes)) one.setAttribute(name, value); if (text) one.textContent = text; svg.append(one); };
  svg.setAttribute("viewBox", `0 0 ${wide} ${high}`);
  svg.setAttribute("class", "lines");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", say("board"));
  for (const mark of [low, Math.round((low + top) / 2), top]) { put("line", { x1: leftEdge, x2: wide - rightEdge, y1: y(mark), y2: y(mark), stroke: "currentColor", "stroke-opacity": 0.2 }); put("text", { x: leftEdge - 6, y: y(mark) + 4, "text-anchor": "end" }, mark); }
  quarters.forEach((quarter, n) => { if (quarters.length < 8 || n % 2 === 0) put("text", { x: x(n), y: high - 4, "text-anchor": "middle" }, quarter); });
  const ends = [];
  teams.forEach((team, n) => {
    const points = team.path.map((value, turn) => `${x(turn)},${y(value)}`).join(" ");
    put("polyline", { points, fill: "none", stroke: HUES[n % 8], "stroke-width": 2.5, "stroke-dasharray": DASHES[n % 8] });
    put("circle", { cx: x(quarters.length - 1), cy: y(team.path.at(-1)), r: 4, fill: HUES[n % 8] });
    let place = y(team.path.at(-1)) + 4;
    for (const end of ends) if (Math.abs(end - place) < letter) place = end + letter;
    ends.push(place);
    put("text", { x: x(quarters.length - 1) + 9, y: place }, team.team);
  });
  return svg;
}

/** Open a figure: its lines, which add up to it. */
export async function openFigure(path, at) {
  let found;
  try { found = await ask(at + "/account?path=" + encodeURIComponent(path)); } catch (error) { toast(error.message); return; }
  const box = h("dialog", { "aria-label": found.title },
    h("h2", {}, found.title), h("p", {}, h("strong", {}, found.value + " " + found.unit)), h("p", { class: "soft" }, found.note),
    h("table", {}, h("tbody", {}, found.lines.map((line) => h("tr", {}, h("td", {}, line.mine ? h("strong", {}, line.label) : line.label,
      line.path ? button(say("open-figure"), () => { box.close(); openFigure(line.path, at); }, { class: "quiet small" }) : null), h("td", { class: "number" }, number(line.amount, 2))))),
      h("tfoot", {}, h("tr", {}, h("th", {}, say("total")), h("th", { class: "number" }, number(found.total, 2))))),
    found.sources.length ? h("details", {}, h("summary", {}, say("sources")), h("ul", {}, found.sources.map((source) => h("li", { class: "small" }, source)))) : null,
    button(say("close"), () => box.close(), { class: "lead" }));
  document.body.append(box);
  box.addEventListener("close", () => box.remove());
  box.showModal();
}

export function confirmed(question, yes) {
  const box = h("dialog", { "aria-label": question }, h("p", {}, question), h("div", { class: "row" },
    button(say("cancel"), () => box.close()), button(yes, () => { box.close("yes"); }, { class: "lead" })));
  document.body.append(box);
  return new Promise((done) => { box.addEventListener("close", () => { box.remove(); done(box.returnValue === "yes"); }); box.showModal(); });
}
