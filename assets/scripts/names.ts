// Initials on shared screens, full names where one asks for them. The choice lasts until the tab is closed.
import { all, first } from "./page";

const key = "names";

export function showNames(): void {
  const full = sessionStorage.getItem(key) === "full";
  document.body.classList.toggle("full-names", full);
  for (const button of all<HTMLButtonElement>("button[data-names]")) {
    button.hidden = false;
    button.setAttribute("aria-pressed", String(full));
    if (!first(button, "Names")) continue;
    button.addEventListener("click", () => {
      sessionStorage.setItem(key, document.body.classList.contains("full-names") ? "initials" : "full");
      showNames();
    });
  }
}
