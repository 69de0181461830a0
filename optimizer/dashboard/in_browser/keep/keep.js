// Keeps plans in the storage that the browser has for this server alone, and hands back what lies there.
// The page asks by a render message; an answer goes back to it. Nothing leaves the browser but to this page's server.
"use strict";

const tell = (type, more) => window.parent.postMessage({ isStreamlitMessage: true, type, ...more }, location.origin);
let answered = "", owner = "";

function all(prefix) {
  const found = {};
  for (let place = 0; place < localStorage.length; place += 1) {
    const name = localStorage.key(place);
    if (name.startsWith(prefix)) found[name.slice(prefix.length)] = localStorage.getItem(name);
  }
  return found;
}

function put({ owner, sheets, marks, gone }) {
  const prefix = `matchlist/${owner}/`;
  for (const key of gone) localStorage.removeItem(`${prefix}sheet/${key}`);
  for (const sheet of sheets) {
    const name = `${prefix}sheet/${sheet.key}`;
    const there = JSON.parse(localStorage.getItem(name) ?? "null");
    // Another window was first: its plan stays, and the page asks which is to count.
    if (there && there.revision >= sheet.revision && there.content !== sheet.content) continue;
    localStorage.setItem(name, JSON.stringify(sheet));
  }
  for (const [key, content] of Object.entries(marks)) localStorage.setItem(`${prefix}mark/${key}`, content);
  return kept(owner);
}

function kept(owner) {
  return { sheets: all(`matchlist/${owner}/sheet/`), marks: all(`matchlist/${owner}/mark/`) };
}

function answer(work) {
  let value;
  try {
    value = { asked: answered, ...work(), refused: "" };
  } catch (error) {
    value = { asked: answered, sheets: {}, marks: {}, refused: String(error.name) };
  }
  tell("streamlit:setComponentValue", { value, dataType: "json" });
}

window.addEventListener("message", (event) => {
  if (event.source !== window.parent || event.data.type !== "streamlit:render") return;
  const { asked, ...what } = event.data.args;
  if (asked === answered) return;
  [answered, owner] = [asked, what.owner];
  answer(() => put(what));
  tell("streamlit:setFrameHeight", { height: 0 });
});

// Another window has kept something.
window.addEventListener("storage", (event) => {
  if (answered && event.key?.startsWith(`matchlist/${owner}/`)) answer(() => kept(owner));
});

tell("streamlit:componentReady", { apiVersion: 1 });
