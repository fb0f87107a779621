// A student's page.
import { act, ask, board, button, change, h, key, listed, live, news, number, openFigure, phase, say, section, standings, toast, top } from "./page.js";

const at = "/api/seat/" + key;
let book = [], bookFor = "", filter = "";
const page = live(() => at, draw);
const send = async (action) => { try { await act(at, action); } catch { /* told already */ } await page.refresh(); };

async function fetchBook(seen) {
  const wanted = [seen.step.id, seen.phase, seen.language].join("|");
  if (wanted === bookFor) return;
  bookFor = wanted;
  try { book = await ask(at + "/orders"); } catch { bookFor = ""; }
  page.redraw();
}

function draw(seen) {
  document.title = seen.exercise;
  const planning = seen.phase === "planning" && !seen.busy;
  if (planning && seen.plan?.draft) fetchBook(seen);
  return [
    ...top(seen, h("span", { class: "tag" }, seen.team.name)),
    h("main", { id: "main", class: "wide" },
      h("section", { class: "all" }, h("p", {}, seen.step.show), h("p", { class: "soft" }, phase(seen))),
      h("div", { class: "column" },
        seen.published ? section(say("debrief"), h("p", { class: "row" }, h("a", { href: at + "/debrief", target: "_blank", id: "debrief" }, say("debrief-open")), seen.play === "strategies" ? null : h("a", { href: at + "/capsule", id: "capsule" }, say("capsule")))) : null,
        seen.notes.length ? section(say("notes"), h("ul", { class: "rows", "aria-live": "polite" }, seen.notes.slice(-3).reverse().map((note) => h("li", {}, h("p", {}, note.text))))) : null,
        news(seen),
        seen.questions.map((question) => ask_(question)),
        planning ? seen.forecasts.map((forecast) => forecast_(forecast)) : null,
        planning && seen.plan?.weights ? weights(seen) : null,
        seen.challenge && planning ? challenge(seen) : null,
        seen.plan?.draft && planning ? draft(seen) : null,
        seen.plan?.draft && planning ? counsel(seen) : null,
        seen.plan?.draft && planning ? orders(seen) : null,
        !planning && seen.result ? result(seen.result, seen.tools.includes("ledger")) : null),
      h("div", { class: "column" },
        seen.brief.length ? briefs(seen) : null,
        planning && seen.result ? result(seen.result, seen.tools.includes("ledger")) : null,
        team(seen)),
      board(seen.board)),
  ];
}

function ask_(question) {
  const set = (value) => send({ kind: "answer", question: question.id, value });
  const field = "answer-" + question.id;
  if (question.form === "choice") return h("section", {}, h("fieldset", {}, h("legend", {}, question.ask), question.options.map((option) =>
    h("label", { class: "inline" }, h("input", { type: "radio", id: field + option.id, name: field, checked: question.answer === option.id, onchange: () => set(option.id) }), option.text))), question.answer !== null ? h("span", { class: "tag yes" }, say("sent")) : null);
  const saved = question.answer ?? "";
  const input = question.form === "number"
    ? h("input", { id: field, type: "number", min: question.low, max: question.high, step: "any", value: saved, "data-saved": saved, required: true })
    : h("textarea", { id: field, maxlength: 2000, value: saved, "data-saved": saved });
  return h("section", {}, h("label", { for: field }, h("strong", {}, question.ask)), input,
    h("div", { class: "row" }, button(say("send"), () => { const value = document.getElementById(field).value.trim(); if (value) set(question.form === "number" ? Number(value) : value); }, { id: "send-" + question.id }), question.answer !== null ? h("span", { class: "tag yes" }, say("sent") + (question.form === "number" ? ": " + question.answer : "")) : null));
}

function forecast_(forecast) {
  const field = "chance-" + forecast.id, chance = forecast.chance ?? 0.5;
  const shown = h("output", { for: field }, Math.round(chance * 100) + " %");
  return h("section", {}, h("label", { for: field }, h("strong", {}, say("forecast")), h("p", {}, forecast.text), h("p", { class: "soft small" }, say("due", { when: forecast.due }))),
    h("input", { id: field, type: "range", min: 0, max: 100, step: 5, value: chance * 100, oninput: (event) => { shown.textContent = event.target.value + " %"; }, onchange: (event) => send({ kind: "foretell", forecast: forecast.id, chance: Number(event.target.value) / 100 }) }),
    h("div", { class: "row" }, shown, forecast.chance !== null ? h("span", { class: "tag yes" }, say("sent") + ": " + Math.round(forecast.chance * 100) + " %") : null));
}

function price(order) {
  return [order.time ? number(order.time, 2) + " " + say("time") : null, order.money ? number(order.money, 0) + " " + say("money") : null].filter(Boolean).join(" · ");
}

function draft(seen) {
  const rows = seen.plan.draft;
  return section(say("draft"),
    seen.office ? h("p", { class: "soft small" }, seen.office.rule) : null,
    rows.length ? h("ul", { class: "rows" }, rows.map((row) => h("li", { class: "row" }, h("span", { class: "grow" }, row.text, row.units > 1 ? " × " + row.units : "", seen.office ? consent(row) : null),
      h("div", { class: "row tight" }, seen.office ? agree(row, row.agreed.includes(seen.office.id)) : null,
        !seen.office || row.strikes ? button(say("remove"), () => send({ kind: "draft", order: row.order, units: 0 }), { id: "remove-" + row.order, "aria-label": say("remove") + ": " + row.text }) : null)))) : h("p", { class: "soft" }, say("draft-empty")),
    seen.plan.purses.map((purse) => h("div", {}, h("h3", {}, say("purse"), seen.plan.purses.length > 1 ? " · " + purse.seat : ""),
      h("table", {}, h("tbody", {}, purse.rows.map((row) => h("tr", {}, h("td", {}, row.name), h("td", { class: "number" }, number(row.left, row.unit === "points" ? 2 : 0), h("span", { class: "soft" }, " " + say("of-whole", { whole: number(row.whole, row.unit === "points" ? 2 : 0) }) + " " + (row.unit === "points" ? say("points") : say("money"))))))))) ),
    seen.office && !seen.office.leads ? h("p", { class: "soft" }, say("ready-by", { office: seen.office.leader })) :
    h("p", {}, button(seen.team.ready ? say("not-ready") : say("ready"), () => send({ kind: "ready", ready: !seen.team.ready }), { id: "ready", class: seen.team.ready ? "" : "lead" })));
}

/** Who stands against the team, and four ways to answer: nothing is ordered until it is added. */
function challenge(seen) {
  const found = seen.challenge;
  const answer = (row) => {
    if (row.drops.length) return button(say("challenge-drop"), async () => { for (const order of row.drops) await send({ kind: "draft", order, units: 0 }); }, { id: "answer-" + row.stance });
    if (!row.order) return null;
    if (row.drafted) return h("span", { class: "tag yes" }, say("challenge-drafted"));
    return button(say("add"), () => send({ kind: "draft", order: row.order, units: 1 }), { id: "answer-" + row.stance, disabled: row.failing.length > 0, "aria-label": say("add") + ": " + row.says });
  };
  return h("section", { id: "challenge" }, h("h2", {}, found.title), h("p", {}, found.text), h("p", { class: "soft" }, found.stake), h("p", { class: "small" }, say("challenge-how")),
    h("ul", { class: "rows" }, found.answers.map((row) => h("li", { class: "row" },
      h("span", { class: "grow" }, h("strong", {}, row.name), h("span", { class: "soft small" }, " · " + row.text), row.says ? [h("br"), row.says, h("span", { class: "soft small" }, " · " + price(row))] : null,
        row.failing.length ? h("span", { class: "small" }, h("br"), say("failing") + ": " + row.failing.join("; ")) : null),
      answer(row)))));
}

/** Whether a draft counts, who has agreed, and what it waits for. */
const consent = (row) => h("div", { class: "small" }, h("span", { class: "tag long " + (row.counts ? "yes" : "no") }, row.counts ? say("counts") : row.waits), h("div", { class: "soft" }, say("agreed-by", { names: row.yes || "–" })));

const agree = (row, mine) => button(mine ? say("withdraw") : say("agree"), () => send({ kind: "agree", order: row.order, agreed: !mine }), { id: "agree-" + row.order, class: mine ? "" : "lead", "aria-label": say(mine ? "withdraw" : "agree") + ": " + row.text });

const TOOLS = ["advisors", "intents", "forecast"];

/** What the team may ask beside orders, as far as it is unlocked, and what was found. */
function counsel(seen) {
  const open = TOOLS.filter((tool) => seen.tools.includes(tool));
  if (!open.length) return null;
  const ask1 = async (tool) => { try { await ask(at + "/tools/" + tool, {}); } catch (error) { toast(error.message); } await page.refresh(); };
  // One question of a team at a time: the others wait for it.
  const busy = open.some((tool) => seen.asked[tool] && !seen.asked[tool].done);
  return section(say("counsel"), open.map((tool) => {
    const row = seen.asked[tool], waits = row && !row.done;
    return h("div", { class: "tool" }, h("div", { class: "row" }, button(say("tool-" + tool), () => ask1(tool), { id: "tool-" + tool, disabled: busy }),
      h("span", { class: "soft small", role: "status" }, waits ? (row.ahead ? say("tool-queue", { n: row.ahead }) : say("tool-working")) : row?.problem ?? (row && !row.fresh ? say("tool-stale") : ""))),
      row?.found ? (tool === "forecast" ? futures(row.found) : tool === "advisors" ? opinions(row.found) : moves(row.found)) : null);
  }));
}

function futures(found) {
  const range = (end) => h("div", { class: "soft small" }, number(end.low) + "–" + number(end.high));
  return h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": say("tool-forecast") },
    h("p", { class: "small" }, say("world", { n: found.futures }) + " · " + say("until", { quarter: found.until })),
    h("table", {}, h("thead", {}, h("tr", {}, h("td", {}), h("th", { class: "number" }, say("with-draft")), h("th", { class: "number" }, say("without-draft")))),
      h("tbody", {}, h("tr", {}, h("th", {}, say("total")), h("td", { class: "number" }, number(found.draft.mean), range(found.draft)), h("td", { class: "number" }, number(found.none.mean), range(found.none))),
        found.goals.map((goal) => h("tr", {}, h("td", {}, say("goal-reached", { goal: goal.name })), h("td", { class: "number" }, goal.draft + " %"), h("td", { class: "number" }, goal.none + " %"))))),
    h("p", { class: "small" }, say(found.clear ? "difference-clear" : "difference-open", { d: (found.difference > 0 ? "+" : "") + number(found.difference, 2), low: number(found.low, 2), high: number(found.high, 2) })));
}

const opinions = (found) => [h("p", { class: "small" }, say("advice-how", { n: found.futures, quarter: found.until })), h("ul", { class: "rows" }, found.opinions.map((row) => h("li", {}, h("strong", {}, row.name), h("span", { class: "soft small" }, " · " + row.text), h("br"), row.recommendation,
  h("span", { class: "soft small" }, " · " + say("gain", { gain: row.gain, low: row.low, high: row.high })),
  row.beside.map((words) => h("div", { class: "soft small" }, words)))))];

const moves = (found) => [h("p", { class: "small" }, say("moves-when", { quarter: found.quarter })), h("ul", { class: "rows" }, found.moves.map((row) => h("li", { class: "row" }, h("span", { class: "grow" }, h("strong", {}, row.actor), " " + row.text), h("span", {}, row.chance + " %"))))];

function orders(seen) {
  const wanted = filter.toLowerCase();
  const kinds = book.map((kind) => ({ ...kind, orders: kind.orders.filter((order) => !wanted || (kind.name + " " + order.text).toLowerCase().includes(wanted)) })).filter((kind) => kind.orders.length);
  const own = kinds.filter((kind) => kind.mine !== false), others = kinds.filter((kind) => kind.mine === false);
  const list = (rows) => rows.map((kind) => h("details", { id: "kind-" + kind.seat + kind.kind, open: Boolean(wanted) }, h("summary", {}, kind.name, h("span", { class: "count" }, kind.possible + " / " + kind.orders.length)),
    h("p", { class: "soft small" }, kind.text, kind.mine === false && kind.office ? " " + say("office-of", { office: kind.office }) : ""),
    h("ul", { class: "rows" }, kind.orders.slice(0, 60).map((order) => h("li", { class: "row" },
      h("span", { class: "grow" }, order.text, h("br"), h("span", { class: "soft small" }, price(order)), order.failing.length ? h("span", { class: "small" }, h("br"), say("failing") + ": " + order.failing.join("; ")) : null),
      kind.mine === false ? null : button(say("add"), () => send({ kind: "draft", order: order.order, units: 1 + (seen.plan.draft.find((row) => row.order === order.order)?.units ?? 0) }), { id: "add-" + order.order, disabled: order.failing.length > 0, "aria-label": say("add") + ": " + order.text }))))));
  return section(say("orders"),
    h("label", { for: "search" }, say("search")), h("input", { id: "search", type: "search", value: filter, "data-saved": filter, oninput: (event) => { filter = event.target.value; page.redraw(); } }),
    list(own), others.length ? [h("h3", {}, say("office-other")), list(others)] : null);
}

function weights(seen) {
  return section(say("strategy"), h("p", { class: "soft" }, say("strategy-hint")),
    seen.plan.weights.map((row) => { const shown = h("output", {}, number(row.value)); return h("div", {}, h("label", { for: "weight-" + row.id }, row.name, " ", shown),
      h("input", { id: "weight-" + row.id, type: "range", min: 0, max: 3, step: 0.1, value: row.value, oninput: (event) => { shown.textContent = number(Number(event.target.value)); }, onchange: (event) => send({ kind: "weigh", weight: row.id, value: Number(event.target.value) }) })); }),
    h("p", {}, button(seen.team.ready ? say("not-ready") : say("ready"), () => send({ kind: "ready", ready: !seen.team.ready }), { id: "ready", class: "lead" })));
}

/** What came of a round; figures are opened once the exercise has unlocked the ledger. */
function result(found, ledger) {
  const opened = (pillar) => ledger ? button(pillar.name, () => openFigure(pillar.path, at), { class: "quiet", id: "open-" + pillar.path, "aria-label": say("open-figure") + ": " + pillar.name }) : pillar.name;
  if (found.standings) return section(say("result"), standings(found.standings));
  return section(say("result") + " · " + found.quarter,
    found.defaulted ? h("p", { class: "tag long" }, say(found.idle ? "default-idle" : "default")) : null,
    found.pillars.length ? h("table", {}, h("tbody", {}, found.pillars.map((pillar) => h("tr", {}, h("td", {}, opened(pillar), h("div", { class: "bar", "aria-hidden": "true" }, bar(pillar.points))), h("td", { class: "number" }, number(pillar.points)), h("td", { class: "number" }, change(pillar.change)))))) : null,
    found.games.map((game) => h("div", {}, h("h3", {}, game.seat), h("table", {}, h("thead", {}, h("tr", {}, h("th", {}, say("aims")), h("th", { class: "number" }, say("before")), h("th", { class: "number" }, say("now")))),
      h("tbody", {}, game.aims.map((aim) => h("tr", {}, h("td", {}, aim.name), h("td", { class: "number" }, number(aim.before)), h("td", { class: "number" }, number(aim.after)))))))),
    found.headlines.length ? [h("h3", {}, say("headlines")), h("ul", { class: "rows" }, found.headlines.map((line) => h("li", {}, h("span", { class: line.good ? "up" : "down" }), line.text, " ", ledger ? button(say("open-figure"), () => openFigure(line.path, at), { class: "quiet small", "aria-label": say("open-figure") + ": " + line.title }) : null)))] : null,
    found.orders.length ? [h("h3", {}, say("orders")), h("ul", {}, found.orders.map((order) => h("li", {}, order.text, " ", h("span", { class: "tag " + (order.done ? "yes" : "no") }, order.done ? say("done") : say("not-done")))))] : null,
    found.fallen.length ? [h("h3", {}, say("fallen")), h("ul", {}, found.fallen.map((text) => h("li", {}, text)))] : null,
    found.others.length ? h("details", { id: "others" }, h("summary", {}, say("others")), h("ul", {}, found.others.map((order) => h("li", {}, h("strong", {}, order.actor), " " + order.text, order.why.length ? h("span", { class: "soft small" }, " — " + say("why") + " " + order.why.join(", ")) : null)))) : null);
}

function bar(points) { const inner = h("i"); inner.style.width = Math.max(0, Math.min(100, points)) + "%"; return inner; }

function briefs(seen) {
  // Read in its step, at hand afterwards.
  const reading = !seen.plan;
  return h("section", {}, h("details", { id: reading ? "brief" : "brief-later", open: reading }, h("summary", {}, h("h2", {}, say("brief"))), seen.brief.map((brief) => [h("h3", {}, brief.who), h("p", {}, brief.text), h("h3", {}, say("aims")), h("ul", {}, brief.aims.map((aim) => h("li", {}, aim))), brief.secret ? [h("h3", {}, say("secret")), h("p", {}, brief.secret)] : null]),
    button(seen.seat.reading === "plain" ? say("full-brief") : say("plain-brief"), () => send({ kind: "settings", reading: seen.seat.reading === "plain" ? "full" : "plain" }), { id: "reading" })));
}

function team(seen) {
  return section(say("your-team") + ": " + seen.team.name,
    seen.office ? office(seen.office, Boolean(seen.plan?.draft) && seen.phase === "planning") : h("p", { class: "soft" }, say("members") + ": " + listed(seen.team.members)),
    h("div", { class: "row" }, ["en", "ja"].map((one) => button(one === "en" ? "English" : "日本語", () => send({ kind: "settings", language: one }), { id: "language-" + one, lang: one, "aria-pressed": String(seen.seat.language === one) }))),
    h("label", { class: "inline small" }, h("input", { type: "checkbox", id: "consent", checked: seen.seat.consent, onchange: (event) => send({ kind: "settings", consent: event.target.checked }) }), say("consent")));
}

function office(mine, planning) {
  return [h("h3", {}, say("office") + ": " + mine.who),
    mine.kinds.length ? h("p", {}, say("office-drafts") + ": " + listed(mine.kinds)) : null,
    mine.consents.length ? h("p", {}, say("office-consents") + ": " + listed(mine.consents)) : null,
    mine.empty.length ? h("p", {}, say("office-empty") + " " + listed(mine.empty)) : null,
    planning ? null : h("p", { class: "soft small" }, mine.rule),
    h("h3", {}, say("office-table")), h("ul", {}, mine.table.map((row) => h("li", {}, row.who + ": ", row.members.length ? listed(row.members) : h("span", { class: "soft" }, say("office-empty-chair")))))];
}
