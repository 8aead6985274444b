// Draws <figure class="measure" data-chart="..."> (measure_chart.ts says what it holds) and data-diary (diary_chart.ts).
// The figure's words and its table stand in the page already and are what a screen reader gets; the drawing is hidden
// from it.
import { drawDiary, type Diary } from "./diary_chart";
import { drawMeasure, type Chart } from "./measure_chart";

const figures = "figure[data-chart], figure[data-diary]";

function drawing(figure: HTMLElement, width: number): Element | undefined {
  try {
    if (figure.dataset.diary) return drawDiary(JSON.parse(figure.dataset.diary) as Diary, width);
    return drawMeasure(JSON.parse(figure.dataset.chart ?? "") as Chart, width);
  } catch {
    return undefined; // the words and the table remain
  }
}

function draw(figure: HTMLElement): void {
  const width = Math.max(260, Math.floor(figure.clientWidth));
  const svg = drawing(figure, width);
  if (!svg) return;
  // Our content security policy allows no style element: the same rules stand in trefoil.css.
  svg.querySelectorAll("style").forEach((style) => style.remove());
  svg.setAttribute("aria-hidden", "true");
  const old = figure.querySelector(".plot");
  if (old) {
    old.replaceWith(svg);
  } else {
    figure.append(svg);
  }
  // Only now is there anything to be read of it.
  const reading = figure.parentElement?.querySelector<HTMLElement>("details[data-reading]");
  if (reading) reading.hidden = false;
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
  document.querySelectorAll<HTMLElement>(figures).forEach((figure) => {
    draw(figure);
    watcher.observe(figure);
  });
}

document.addEventListener("trefoil:charts", drawAll);
drawAll();
