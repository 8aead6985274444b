// Typing counts as activity: while someone writes, the server hears of it at most once a minute, so that a long note
// does not lock under the writer's hands. Moving the pointer or leaving a page open does not count.
import { post } from "./page";

const often = 60_000;

export function keepActive(): void {
  let last = Date.now();
  document.addEventListener("input", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLElement) || !field.closest("form[data-signed-in]")) return;
    if (Date.now() - last < often) return;
    last = Date.now();
    void post("/activity", {});
  });
  // When the time is up, say so beside the text, before a form is sent into the lock. Nothing is lost either way.
  window.setInterval(() => {
    const minutes = Number(document.body.dataset.idleMinutes ?? "0");
    const hint = document.getElementById("idle-hint");
    if (hint && minutes > 0) hint.hidden = Date.now() - Math.max(last, shownAt) < minutes * 60_000;
  }, 15_000);
  let shownAt = Date.now();
  document.addEventListener("turbo:load", () => (shownAt = Date.now()));
}
