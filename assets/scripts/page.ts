// Small helpers over the page.

export function all<T extends HTMLElement>(selector: string): T[] {
  return Array.from(document.querySelectorAll<T>(selector));
}

// True the first time it is asked for this element and purpose: behaviours start again on every render.
export function first(element: HTMLElement, purpose: string): boolean {
  const mark = `ready${purpose}`;
  if (element.dataset[mark]) return false;
  element.dataset[mark] = "yes";
  return true;
}

export function csrf(): string {
  return document.querySelector<HTMLInputElement>("input[name=csrf]")?.value ?? "";
}

// A form post that expects no page. A refusal or a lost network is nothing to trouble a person with.
export async function post(path: string, fields: Record<string, string>): Promise<Response | undefined> {
  try {
    const answer = await fetch(path, {
      method: "POST",
      credentials: "same-origin",
      headers: { Accept: "application/json" },
      body: new URLSearchParams({ csrf: csrf(), ...fields }),
    });
    return answer.ok ? answer : undefined;
  } catch {
    return undefined;
  }
}
