// "Leave quickly" replaces the page, so that Back does not return to it.
export function leaveQuickly(): void {
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[data-leave]") : null;
    if (!link) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    document.body.hidden = true;
    window.location.replace(link.href);
  }, { capture: true });
}

// A page taken from the browser's memory may be older than the lock: ask the server again.
export function reloadWhenReturned(): void {
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) window.location.reload();
  });
}
