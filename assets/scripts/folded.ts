// What an address points at is shown where it lies folded up: browsers do so by themselves only where they load the page.
export function unfoldTarget(): void {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  let opened = false;
  for (let part = target?.parentElement?.closest("details"); part; part = part.parentElement?.closest("details")) {
    opened = opened || !part.open;
    part.open = true;
  }
  if (opened) target?.scrollIntoView();
}
