import { all, first } from "./page";

// Text areas grow with what is written.
export function growTextareas(): void {
  for (const area of all<HTMLTextAreaElement>("textarea")) {
    if (!first(area, "Grow")) continue;
    const fit = () => {
      area.style.height = "auto";
      area.style.height = `${area.scrollHeight + 2}px`;
    };
    area.addEventListener("input", fit);
    if (area.value !== "") fit();
  }
}

// A form that takes a moment says so, and is not sent twice by a second press.
export function markBusyForms(): void {
  for (const form of all<HTMLFormElement>("form[method=post]")) {
    if (!first(form, "Busy")) continue;
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "yes";
      form.setAttribute("aria-busy", "true");
      window.setTimeout(() => {
        delete form.dataset.sent;
        form.removeAttribute("aria-busy");
      }, 8000);
    });
  }
}

// Prints the page. Without scripts one uses the browser's own way.
export function printShown(): void {
  for (const button of all<HTMLButtonElement>("button[data-print]")) {
    if (!first(button, "Print")) continue;
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}

// Copies what is shown once (a link, a recovery code). Without scripts one selects and copies by hand.
export function copyShown(): void {
  for (const button of all<HTMLButtonElement>("button[data-copies]")) {
    if (!first(button, "Copy")) continue;
    const source = document.getElementById(button.dataset.copies ?? "");
    if (!source || !navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const text = source instanceof HTMLInputElement ? source.value : (source.textContent ?? "").trim();
      await navigator.clipboard.writeText(text);
      button.textContent = "Copied";
    });
  }
}
