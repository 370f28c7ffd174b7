// Forms that answer as they are changed, pages that stay up to date. Without this script every form
// still has its button and every page its address: it only saves the way there.
// A page is fetched whole, and the parts that it marks with `data-part` take the place of ours.

document.documentElement.classList.add("js");

const main = document.querySelector("main");
const trouble = document.querySelector("#trouble");
const form = document.querySelector("form[data-live]");
const live = document.querySelector("#live");
let asked = 0;

export async function show(address) {
  const turn = ++asked;
  const late = setTimeout(() => main.setAttribute("aria-busy", "true"), 150);
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (turn !== asked) return;
    if (!answer.ok) return say(page.querySelector("main")?.innerText.replace(/\s+/g, " ").trim() || `${answer.status}`);
    for (const part of document.querySelectorAll("[data-part]")) {
      const fresh = page.getElementById(part.id);
      if (!fresh || fresh.outerHTML === part.outerHTML) continue;
      part.className = fresh.className;
      keep(part, () => part.replaceChildren(...fresh.childNodes));
    }
    document.title = page.title;
    const data = page.querySelector("footer a"), ours = document.querySelector("footer a");
    if (data && ours) ours.href = data.href;
    history.replaceState(null, "", address);
    say("");
    document.dispatchEvent(new CustomEvent("shown"));
  } catch {
    if (turn === asked) say("No answer from the console: this is what it said last.");
  } finally {
    clearTimeout(late);
    if (turn === asked) main.removeAttribute("aria-busy");
  }
}

// What stood open stays open, and the focus stays where it was.
function keep(part, change) {
  const open = [...part.querySelectorAll("details")].map((each) => each.open);
  const focused = part.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  change();
  part.querySelectorAll("details").forEach((each, at) => { if (open[at]) each.open = true; });
  if (focused) part.querySelector(`[href="${CSS.escape(focused)}"]`)?.focus();
}

function say(text) {
  trouble.textContent = text;
  trouble.hidden = !text;
}

function address() {
  const pairs = [...new FormData(form)].filter(([, value]) => value !== "");
  return `${form.getAttribute("action")}?${new URLSearchParams(pairs)}`;
}

if (form) {
  form.addEventListener("change", () => show(address()));
  form.addEventListener("submit", (event) => { event.preventDefault(); show(address()); });
  // A field that lies outside of the form, but belongs to it.
  for (const field of form.elements) if (!form.contains(field)) field.addEventListener("change", () => show(address()));
}

if (live) {
  live.addEventListener("click", () => live.setAttribute("aria-pressed", live.getAttribute("aria-pressed") !== "true"));
  setInterval(() => {
    const on = live.getAttribute("aria-pressed") === "true" && !document.hidden;
    if (on && !form.contains(document.activeElement?.closest("input, select"))) show(address());
  }, 1000 * Number(live.dataset.every));
}

document.querySelector("#print")?.addEventListener("click", () => print());
