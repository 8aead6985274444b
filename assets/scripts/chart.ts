// Draws <figure class="measure" data-chart='{"points":[{"on":"2026-03-02","score":27,"low":25,"high":29}], ...}'>.
// A point may say "week" (weeks since the start) in place of "on". "direction" is which way is better: "lower" or
// "higher". "min" and "max" are the instrument's range. The figure's words and its table stand in the page already and
// are what a screen reader gets; the drawing is hidden from it.
import * as Plot from "@observablehq/plot";

interface Point {
  on?: string;
  week?: number;
  score: number;
  low?: number;
  high?: number;
}
interface Chart {
  points: Point[];
  direction?: "lower" | "higher";
  min?: number;
  max?: number;
}
interface Spot {
  x: Date | number;
  score: number;
  low: number;
  high: number;
}

const height = 260;

function spots(chart: Chart): { at: Spot[]; dated: boolean } {
  const dated = chart.points.every((point) => point.on !== undefined);
  const at = chart.points.map((point) => ({
    x: dated ? new Date(`${point.on}T00:00:00Z`) : (point.week ?? 0),
    score: point.score,
    low: point.low ?? point.score,
    high: point.high ?? point.score,
  }));
  return { at, dated };
}

function range(chart: Chart, at: Spot[]): [number, number] {
  const lowest = Math.min(...at.map((spot) => spot.low));
  const highest = Math.max(...at.map((spot) => spot.high));
  // The instrument's own range where it is known: a small change must look small.
  const low = chart.min ?? Math.floor(lowest - (highest - lowest) * 0.15 - 1);
  const high = chart.max ?? Math.ceil(highest + (highest - lowest) * 0.15 + 1);
  return [Math.min(low, lowest), Math.max(high, highest)];
}

function draw(figure: HTMLElement): void {
  let chart: Chart;
  try {
    chart = JSON.parse(figure.dataset.chart ?? "") as Chart;
  } catch {
    return; // the words and the table remain
  }
  const { at, dated } = spots(chart);
  if (at.length === 0) return;
  const width = Math.max(260, Math.floor(figure.clientWidth));
  const [low, high] = range(chart, at);
  const first = at[0];
  const svg = Plot.plot({
    width,
    height,
    marginLeft: 36,
    marginRight: 14,
    marginTop: 26,
    marginBottom: 32,
    className: "plot",
    x: dated ? { type: "utc", ticks: Math.max(2, Math.min(8, Math.floor(width / 90))), label: null, tickSize: 0, inset: 12 }
             : { label: null, ticks: Math.max(2, Math.min(at.length, 8, Math.floor(width / 90))), tickSize: 0, inset: 12,
                 tickFormat: (week: number) => (week === 0 ? "start" : `week ${week}`) },
    y: { domain: [low, high], ticks: 4, label: null, grid: true, tickSize: 0 },
    marks: [
      // Where it began, as a thin line to read the change against.
      Plot.ruleY([first.score], { stroke: "var(--quiet)", strokeDasharray: "2 5", strokeOpacity: 0.8 }),
      Plot.ruleX(at, { x: "x", y1: "low", y2: "high", stroke: "var(--ink)", strokeOpacity: 0.35, strokeWidth: 2 }),
      Plot.lineY(at, { x: "x", y: "score", stroke: "var(--leaf)", strokeWidth: 3, strokeLinejoin: "round" }),
      Plot.dot(at, { x: "x", y: "score", r: 5, fill: "var(--leaf)", stroke: "var(--sheet)", strokeWidth: 2 }),
      Plot.text(at.length > 1 ? [first, at[at.length - 1]] : [first],
        { x: "x", y: "high", text: (spot: Spot) => String(spot.score), dy: -12, fill: "var(--ink)", fontWeight: 600 }),
      chart.direction
        ? Plot.text([chart.direction === "lower" ? "lower is better" : "higher is better"],
            { frameAnchor: chart.direction === "lower" ? "bottom-left" : "top-left", dx: 6, dy: chart.direction === "lower" ? -6 : 6,
              fill: "var(--quiet)" })
        : null,
    ],
  });
  // Our content security policy allows no style element: the same rules stand in trefoil.css.
  svg.querySelectorAll("style").forEach((style) => style.remove());
  svg.setAttribute("aria-hidden", "true");
  const old = figure.querySelector(".plot");
  if (old) {
    old.replaceWith(svg);
  } else {
    figure.append(svg);
  }
  figure.dataset.drawn = String(width);
}

const watcher = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const figure = target as HTMLElement;
    if (Math.abs(figure.clientWidth - Number(figure.dataset.drawn ?? "0")) > 4) draw(figure);
  }
});

function drawAll(): void {
  watcher.disconnect();
  document.querySelectorAll<HTMLElement>("figure[data-chart]").forEach((figure) => {
    draw(figure);
    watcher.observe(figure);
  });
}

document.addEventListener("trefoil:charts", drawAll);
drawAll();
