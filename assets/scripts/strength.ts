// How strong a passphrase is, said by the server's own measure while it is being chosen: the same that decides on submit.
import { all, first, post } from "./page";

interface Strength {
  score: number; // 0 to 4
  words: string; // a sentence
}

export function rateStrength(): void {
  for (const field of all<HTMLInputElement>("input[data-strength]")) {
    if (!first(field, "Strength")) continue;
    const said = document.getElementById(field.dataset.strength ?? "");
    if (!said) continue;
    let timer = 0;
    let asked = 0;
    field.addEventListener("input", () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(async () => {
        const number = ++asked;
        const answer = await post("/strength", { passphrase: field.value });
        if (!answer || number !== asked) return;
        const { score, words } = (await answer.json()) as Strength;
        said.textContent = words;
        said.dataset.score = String(Math.max(0, Math.min(4, Math.round(score))));
      }, 400);
    });
  }
}
