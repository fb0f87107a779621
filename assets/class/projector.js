// The wall: what everybody may see.
import { board, h, key, live, news, phase, say, top } from "./page.js";

const at = "/api/wall/" + key;
live(() => at, draw);

function draw(seen) {
  document.title = seen.exercise;
  const planning = seen.phase === "planning";
  return [
    ...top(seen),
    h("main", { id: "main" },
      h("section", {}, h("p", {}, seen.step.show), h("p", { class: "soft" }, phase(seen)), seen.notes.map((note) => h("p", {}, h("strong", {}, note.text)))),
      seen.pin ? h("section", {}, h("h2", {}, say("join-hint")), h("div", { class: "row" }, h("img", { class: "qr", alt: seen.address, src: at + "/qr" }), h("div", { class: "grow" }, h("p", {}, h("strong", {}, seen.address)), h("p", { class: "pin" }, seen.pin), h("p", {}, say("seats") + ": " + seen.seats)))) : null,
      h("section", {}, h("h2", {}, planning ? say("ready-teams") : say("teams")), h("div", { class: "row" }, seen.teams.map((team) => h("span", { class: "tag " + (planning ? (team.ready ? "yes" : "no") : "") }, team.name + " (" + team.members + ")")))),
      news(seen),
      board(seen.board)),
  ];
}
