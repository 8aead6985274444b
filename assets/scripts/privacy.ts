// "Leave quickly" replaces the page, so that Back does not return to it, and has the server lock on its way out. From a page
// that needs no sign-in it is a link, and there is nothing to lock.
export function leaveQuickly(): void {
  const go = (event: Event, address: string): void => {
    event.preventDefault();
    event.stopImmediatePropagation();
    document.body.hidden = true;
    window.location.replace(address);
  };
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[data-leave]") : null;
    if (link) go(event, link.href);
  }, { capture: true });
  document.addEventListener("submit", (event) => {
    const form = event.target instanceof HTMLFormElement && event.target.matches("form[data-leave]") ? event.target : null;
    if (!form) return;
    const fields = new URLSearchParams();
    for (const [name, value] of new FormData(form)) fields.append(name, String(value));
    // Where it can't be sent on the way out, the form goes as it would without scripts.
    if (navigator.sendBeacon(form.action, fields)) go(event, form.action);
  }, { capture: true });
}

// A page taken from the browser's memory may be older than the lock: ask the server again.
export function reloadWhenReturned(): void {
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) window.location.reload();
  });
}
