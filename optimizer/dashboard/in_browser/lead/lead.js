// Brings a part of the page into sight as soon as it is drawn, and puts the keyboard there where that is asked.
// The page asks by a render message, each time under another name; nothing is answered.
"use strict";

const MILLISECONDS_TO_WAIT = 30000;
const page = window.parent;
const tell = (type, more) => page.postMessage({ isStreamlitMessage: true, type, ...more }, location.origin);
let latest = "";

function drawn(part, words) {
  const found = [...page.document.querySelectorAll(part)].find((one) => one.textContent.includes(words));
  return found?.closest("[data-stale=true]") ? undefined : found;
}

function lead({ asked, part, words, focus }, until, before) {
  if (asked !== latest || performance.now() > until) return;
  const found = drawn(part, words);
  if (!found) {
    page.requestAnimationFrame(() => lead({ asked, part, words, focus }, until, before));
    return;
  }
  const fits = found.getBoundingClientRect().height < page.innerHeight;
  found.scrollIntoView({ block: fits ? "nearest" : "start" });
  // Whoever has put the keyboard elsewhere meanwhile keeps it there.
  if (!focus || ![before, page.document.body].includes(page.document.activeElement)) return;
  found.tabIndex = -1;
  found.focus({ preventScroll: true });
}

window.addEventListener("message", (event) => {
  if (event.source !== page || event.data.type !== "streamlit:render") return;
  const { asked } = event.data.args;
  tell("streamlit:setFrameHeight", { height: 0 });
  if (!asked || asked === latest) return;
  latest = asked;
  lead(event.data.args, performance.now() + MILLISECONDS_TO_WAIT, page.document.activeElement);
});

tell("streamlit:componentReady", { apiVersion: 1 });
