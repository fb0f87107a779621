// The teacher's console.
import { act, ask, board, button, confirmed, h, key, live, news, phase, say, section, toast, top } from "./page.js";

const at = "/api/teacher/" + key;
let language = null;
const page = live(() => at + (language ? "?language=" + language : ""), draw);
const send = async (action) => { try { await act(at, action); } catch { /* told already */ } await page.refresh(); };

function draw(seen) {
  document.title = say("console") + " · " + seen.exercise;
  const playing = seen.step.kind === "round" || seen.step.kind === "practice", planning = seen.phase === "planning" && !seen.busy;
  const last = seen.step.number === seen.step.of;
  return [
    ...top(seen, h("span", { class: "tag" }, say("pin") + " " + seen.pin)),
    h("main", { id: "main", class: "wide" },
      h("section", { class: "all controls" }, h("div", { class: "row" }, h("strong", { class: "grow" }, phase(seen)),
        playing && seen.phase !== "shown" ? button(say("resolve"), () => send({ kind: "resolve" }), { class: "lead", id: "resolve", disabled: seen.busy }) : null,
        planning && playing ? button(say("lock"), () => send({ kind: "lock" }), { id: "lock" }) : null,
        seen.phase === "locked" && !seen.busy ? button(say("unlock"), () => send({ kind: "unlock", minutes: 2 }), { id: "unlock" }) : null,
        planning ? [button(seen.paused ? say("resume") : say("pause"), () => send({ kind: "timer", pause: !seen.paused }), { id: "pause" }),
          button("−1 " + say("minutes"), () => send({ kind: "timer", add: -60 }), { id: "less" }), button("+1 " + say("minutes"), () => send({ kind: "timer", add: 60 }), { id: "more" })] : null,
        seen.phase === "shown" && !seen.busy ? button(say("undo"), async () => { if (await confirmed(say("undo-sure"), say("undo"))) send({ kind: "undo" }); }, { id: "undo" }) : null,
        !last && (!playing || seen.phase === "shown" || seen.step.kind === "practice") && !seen.finished ? button(say("next"), () => send({ kind: "next", from: seen.step.id }), { class: playing && seen.phase !== "shown" ? "" : "lead", id: "next" }) : null,
        last && !seen.finished ? button(say("end-class"), async () => { if (await confirmed(say("end-class-sure"), say("end-class"))) send({ kind: "finish" }); }, { class: "lead", id: "finish" }) : null)),
      h("div", { class: "column" },
        section(say("say"), h("p", {}, seen.say), seen.watch ? [h("h3", {}, say("watch")), h("p", {}, seen.watch)] : null),
        news(seen),
        section(say("teams"), h("ul", { class: "rows" }, seen.teams.map((team) => h("li", {}, h("div", { class: "row" }, h("strong", { class: "grow" }, team.name, team.seat ? h("span", { class: "soft small" }, " · " + team.seat) : null),
          h("span", { class: "tag " + (team.ready ? "yes" : "no") }, team.ready ? say("ready") : say("not-ready"))), team.draft.length ? h("ul", { class: "small" }, team.draft.map((row) => h("li", {}, row.text, row.units > 1 ? " × " + row.units : "", row.waits ? h("span", { class: "soft" }, " · " + row.waits) : null))) : h("div", { class: "small" }, "—"))))),
        typing(seen),
        section(say("seats") + " · " + seen.seats.filter((seat) => !seat.removed).length, h("ul", { class: "rows" }, seen.seats.filter((seat) => !seat.removed).map((seat) => chair(seen, seat))))),
      h("div", { class: "column" },
        section(say("note"), h("textarea", { id: "note", maxlength: 500, "aria-label": say("note"), "data-saved": "" }), h("div", { class: "row" },
          h("select", { id: "note-to", "aria-label": say("note") }, h("option", { value: "" }, say("everybody")), seen.teams.map((team) => h("option", { value: team.id }, team.name))),
          button(say("send"), async () => { const field = document.getElementById("note"), to = document.getElementById("note-to").value; if (field.value.trim()) { const text = field.value; field.value = ""; await send(to ? { kind: "note", text, to } : { kind: "note", text }); toast(say("sent")); } }, { id: "send-note" }))),
        section(say("projector"), h("div", { class: "row" }, button(say("projector"), async () => { const { projector } = await ask(at + "/links"); window.open("/p/" + projector, "_blank", "noopener"); }, { id: "projector" }),
          button(seen.board ? say("board-hide") : say("board-show"), () => send({ kind: "board", shown: !seen.board }), { id: "board", "aria-pressed": String(seen.board) }))),
        section(say("inject"), h("p", { class: "soft small" }, say("inject-hint")), h("div", { class: "row" },
          h("select", { id: "event", "aria-label": say("event"), class: "grow" }, seen.choices.map((event) => h("option", { value: event.id }, event.name))),
          button(say("inject"), () => send({ kind: "inject", event: document.getElementById("event").value }), { id: "inject" })),
          seen.injected.length ? h("ul", { class: "rows" }, seen.injected.map((event) => h("li", { class: "row" }, h("span", { class: "grow" }, say("injected") + ": " + (seen.choices.find((one) => one.id === event)?.name ?? event)), button(say("cancel"), () => send({ kind: "retract", event }))))) : null),
        debrief(seen),
        section(say("language"), h("div", { class: "row" }, ["en", "ja"].map((one) => button(one === "en" ? "English" : "日本語", () => { language = one; page.refresh(); }, { id: "language-" + one, lang: one, "aria-pressed": String(seen.language === one) }))),
          h("p", { class: "soft small" }, say("refused") + ": " + seen.refused))),
      board(seen.standing)),
  ];
}

const wrong = {};

/** What teams without devices have on paper: a line of the codes of their cards, which is the whole draft, and their forecasts. */
function typing(seen) {
  if (seen.phase !== "planning" || seen.busy) return null;
  const lines = seen.teams.flatMap((team) => [
    ...team.lines.map((line) => ({ team, field: "codes-" + team.id + "-" + line.seat, value: line.codes, name: team.name + (team.lines.length > 1 || team.seat ? " · " + line.name : ""), action: { kind: "typed", team: team.id, seat: line.seat } })),
    ...(seen.statements.length ? [{ team, field: "chances-" + team.id, value: team.chances, name: team.name + " · " + say("forecasts"), action: { kind: "foretold", team: team.id } }] : [])]);
  if (!lines.length) return null;
  const enter = async (line, place) => {
    const field = document.getElementById(line.field);
    try { await act(at, { ...line.action, text: field.value }); delete wrong[line.field]; field.value = field.dataset.saved; document.getElementById(lines[(place + 1) % lines.length].field).focus(); } catch (error) { wrong[line.field] = error.message; }
    await page.refresh();
    page.redraw();
  };
  return h("section", {}, h("details", { id: "typing" }, h("summary", {}, h("h2", {}, say("cards"))), h("p", { class: "soft small" }, say("cards-hint")),
    seen.statements.length ? [h("p", { class: "soft small" }, say("cards-forecasts")), h("ol", { class: "soft small" }, seen.statements.map((text) => h("li", {}, text)))] : null,
    lines.map((line, place) => h("form", { onsubmit: (event) => { event.preventDefault(); enter(line, place); } },
      h("label", { for: line.field }, line.name),
      h("div", { class: "row tight" }, h("input", { id: line.field, type: "text", maxlength: 400, autocomplete: "off", autocapitalize: "characters", spellcheck: "false", value: line.value, "data-saved": line.value, "aria-describedby": wrong[line.field] ? line.field + "-wrong" : null }),
        h("button", { type: "submit", id: line.field + "-enter", "aria-label": say("cards-enter") + ": " + line.name }, say("cards-enter"))),
      wrong[line.field] ? h("p", { class: "wrong small", id: line.field + "-wrong", role: "alert" }, wrong[line.field]) : null))));
}

/** The debrief: written, handed out, taken home by the teacher, and the class deleted. */
function debrief(seen) {
  const { writing, done, of, problem, files, published } = seen.debrief;
  const write = async () => { try { await ask(at + "/debrief?language=" + seen.language, {}); } catch (error) { toast(error.message); } await page.refresh(); };
  return section(say("debrief"),
    h("div", { class: "row" }, button(files.length ? say("debrief-again") : say("debrief-write"), write, { id: "debrief-write", disabled: writing }),
      h("span", { class: "soft small", role: "status" }, writing ? say("debrief-writing", { n: done, of }) : problem ?? ""),
      files.length ? button(published ? say("debrief-withdraw") : say("debrief-publish"), () => send({ kind: "publish", shown: !published }), { id: "publish", "aria-pressed": String(published) }) : null),
    FILES.map(([title, wanted]) => { const mine = files.filter(wanted); return mine.length ? [h("h3", {}, say(title)), h("ul", { class: "files" }, mine.map((name) => h("li", {}, h("a", { href: at + "/debrief/" + name, target: "_blank", rel: "noopener" }, named(seen, name)))))] : null; }),
    h("p", {}, button(say("delete-class"), () => remove(seen), { id: "delete", class: "quiet" })));
}

const FILES = [["files-read", (name) => name.endsWith(".html") || name.endsWith(".pdf")], ["files-campaigns", (name) => name.endsWith(".capsule.zip")], ["files-keep", (name) => name === "gradebook.csv" || name === "debrief.zip"]];
const WHOLE = { "class.html": "file-class", "debrief.pdf": "file-pdf", "gradebook.csv": "file-gradebook", "debrief.zip": "file-all" };

/** A file by what it is: one of the class, or the team's whose page or campaign it is. */
const named = (seen, name) => WHOLE[name] ? say(WHOLE[name]) : seen.teams.find((team) => team.id === name.split(".")[0])?.name ?? name;

function remove(seen) {
  const field = h("input", { id: "delete-pin", type: "text", inputmode: "numeric", autocomplete: "off", maxlength: 12 });
  const box = h("dialog", { "aria-label": say("delete-class") }, h("h2", {}, say("delete-class")), h("p", {}, say("delete-sure")), h("label", { for: "delete-pin" }, say("pin") + ": " + seen.pin), field,
    h("div", { class: "row" }, button(say("cancel"), () => box.close(), { class: "lead" }), button(say("delete-class"), async () => {
      try { await ask(at + "/delete", { pin: field.value.trim() }); } catch (error) { toast(error.message); return; }
      page.stop();
      document.getElementById("page").replaceChildren(h("main", {}, h("section", {}, h("h1", {}, say("deleted")))));
      box.close();
    }, { id: "delete-now" })));
  document.body.append(box);
  box.addEventListener("close", () => box.remove());
  box.showModal();
}

function chair(seen, seat) {
  const asked = seat.asked ? seat.answered + seat.foretold + " / " + seat.asked : "";
  return h("li", { class: "row" }, h("span", { class: "grow" }, seat.name, asked ? h("span", { class: "soft small" }, " · " + say("answers") + " " + asked) : null),
    h("select", { id: "team-" + seat.id, "aria-label": say("move-team") + ": " + seat.name, onchange: (event) => send({ kind: "move", seat: seat.id, team: event.target.value }) },
      seen.teams.map((team) => h("option", { value: team.id, selected: team.id === seat.team }, team.name))),
    seen.offices.length ? h("select", { id: "office-" + seat.id, "aria-label": say("office-choose") + " " + seat.name, onchange: (event) => send({ kind: "move", seat: seat.id, role: event.target.value }) },
      seat.role ? null : h("option", { value: "", disabled: true, selected: true }, "–"), seen.offices.map((office) => h("option", { value: office.id, selected: office.id === seat.role }, office.who))) : null,
    button(say("link-show"), () => link(seat), { id: "link-" + seat.id, "aria-label": say("link-show") + ": " + seat.name }));
}

async function link(seat) {
  const { key: own } = await ask(at + "/seat/" + seat.id);
  const address = location.origin + "/s/" + own;
  const box = h("dialog", { "aria-label": seat.name }, h("h2", {}, seat.name), h("img", { class: "qr", alt: address, src: at + "/qr/" + seat.id }), h("p", {}, address),
    h("div", { class: "row" }, button(say("link-new"), async () => { box.close(); await send({ kind: "move", seat: seat.id, link: true }); link(seat); }),
      button(say("remove-seat"), async () => { box.close(); await send({ kind: "move", seat: seat.id, removed: true }); }), button(say("close"), () => box.close(), { class: "lead" })));
  document.body.append(box);
  box.addEventListener("close", () => box.remove());
  box.showModal();
}
