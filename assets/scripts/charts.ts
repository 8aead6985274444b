// Charts are a bundle of their own, loaded where a page has one. Its address stands in the page's head.
let loading = false;

export function drawCharts(): void {
  if (!document.querySelector("figure[data-chart], figure[data-diary]")) return;
  if (loading) {
    document.dispatchEvent(new Event("trefoil:charts"));
    return;
  }
  const address = document.querySelector<HTMLMetaElement>("meta[name=trefoil-chart]")?.content;
  if (!address) return;
  loading = true;
  const script = document.createElement("script");
  script.src = address;
  document.head.append(script);
}
