// The door: PIN, name, language; then the seat's own link.
import { act, button, fresh, h, learnWords, say } from "./page.js";

let language = (navigator.language || "en").startsWith("ja") ? "ja" : "en";
const id = fresh();

async function draw() {
  await learnWords(language);
  const pin = new URLSearchParams(location.hash.slice(1)).get("pin") ?? "";
  const go = async (event) => {
    event.preventDefault();
    const field = (name) => document.getElementById(name).value.trim();
    try {
      const { key } = await act("/api/join", { id, pin: field("pin"), name: field("name"), language });
      location.replace("/s/" + key);
    } catch { document.getElementById("pin").focus(); }
  };
  document.title = say("join-title");
  document.getElementById("page").replaceChildren(h("main", { id: "main" }, h("section", {},
    h("div", { class: "row tight" }, h("h1", { class: "grow" }, say("join-title")),
      ["en", "ja"].map((one) => button(one === "en" ? "English" : "日本語", () => { language = one; draw(); }, { "aria-pressed": String(one === language), lang: one }))),
    h("form", { onsubmit: go },
      h("label", { for: "pin" }, say("pin")), h("input", { id: "pin", type: "text", inputmode: "numeric", autocomplete: "off", maxlength: 12, required: true, value: pin }),
      h("label", { for: "name" }, say("name")), h("input", { id: "name", type: "text", autocomplete: "nickname", maxlength: 24, required: true }),
      h("p", {}, h("button", { class: "lead", type: "submit" }, say("join")))))));
  document.getElementById("page").removeAttribute("aria-busy");
}
draw();
