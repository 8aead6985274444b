// Filter as you type: rows whose name or code holds what was typed stay. Enter still sends the form, which also searches
// the text of entries.
import { all, first } from "./page";

const fold = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/\s+/g, " ").trim();

export function filterRows(): void {
  for (const field of all<HTMLInputElement>("input[data-filters]")) {
    if (!first(field, "Filter")) continue;
    const list = document.getElementById(field.dataset.filters ?? "");
    const said = document.getElementById(field.getAttribute("aria-describedby") ?? "");
    if (!list) continue;
    const rows = Array.from(list.querySelectorAll<HTMLElement>("[data-words]"));
    const words = rows.map((row) => fold(row.dataset.words ?? ""));
    const apply = () => {
      const typed = fold(field.value);
      let shown = 0;
      rows.forEach((row, at) => {
        row.hidden = !words[at].includes(typed);
        if (!row.hidden) shown += 1;
      });
      if (!said) return;
      said.textContent = typed === "" ? (said.dataset.rest ?? "")
        : shown === 0 ? "No name or code here matches. Press Enter to look in the entries."
        : `${shown} of ${rows.length}. Press Enter to look in the entries.`;
    };
    field.addEventListener("input", apply);
    if (field.value !== "") apply();
  }
}
