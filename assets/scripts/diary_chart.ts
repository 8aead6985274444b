// The diary of touch and contact: for each kind a row of weeks, a ring where it was wished for, a dot where it was there.
// Of a single week: a line of seven days for each kind, since one place in time says nothing.
// Given: kinds (their names), points (on, kind: place among the names, wished, actual: days of seven, either may lack).
import * as Plot from "@observablehq/plot";

interface DiaryPoint {
  on: string;
  kind: number;
  wished?: number;
  actual?: number;
}
export interface Diary {
  kinds: string[];
  points: DiaryPoint[];
}

const rowHeight = 100;

interface Placed extends DiaryPoint {
  row: string | undefined;
}

function drawWeek(diary: Diary, at: Placed[], both: Placed[], width: number): Element {
  return Plot.plot({
    width,
    height: 34 + 52 * diary.kinds.length,
    marginLeft: 14,
    marginRight: 14,
    marginTop: 6,
    marginBottom: 28,
    className: "plot",
    x: { domain: [0, 7], ticks: [0, 1, 2, 3, 4, 5, 6, 7], tickFormat: (days: number) => String(days), label: null, tickSize: 0, inset: 8 },
    y: { domain: [0, 1], axis: null },
    fy: { domain: diary.kinds, axis: null, padding: 0.1 },
    facet: { marginRight: 0 },
    marks: [
      Plot.ruleY([0.25], { stroke: "var(--line)" }),
      Plot.text(diary.kinds, { fy: (kind: string) => kind, text: (kind: string) => kind, frameAnchor: "top-left", dx: 2, dy: 2, fill: "var(--ink)", fontWeight: 600 }),
      Plot.ruleY(both, { fy: "row", y: () => 0.25, x1: "wished", x2: "actual", stroke: "var(--ink)", strokeOpacity: 0.45, strokeWidth: 2 }),
      Plot.dot(at.filter((point) => point.wished !== undefined),
        { fy: "row", x: "wished", y: () => 0.25, r: 6, fill: "var(--sheet)", stroke: "var(--ink)", strokeWidth: 1.5 }),
      Plot.dot(at.filter((point) => point.actual !== undefined), { fy: "row", x: "actual", y: () => 0.25, r: 3.5, fill: "var(--leaf)" }),
    ],
  });
}

export function drawDiary(diary: Diary, width: number): Element | undefined {
  if (diary.points.length === 0) return undefined;
  const at = diary.points.map((point) => ({ ...point, x: new Date(`${point.on}T00:00:00Z`), row: diary.kinds[point.kind] }));
  const both = at.filter((point) => point.wished !== undefined && point.actual !== undefined);
  const days = at.map((point) => Number(point.x));
  if (new Set(days).size === 1) return drawWeek(diary, at, both, width);
  const [first, last] = [Math.min(...days), Math.max(...days)];
  return Plot.plot({
    width,
    height: 34 + rowHeight * diary.kinds.length,
    marginLeft: 28,
    marginRight: 14,
    marginTop: 6,
    marginBottom: 28,
    className: "plot",
    x: { type: "utc", domain: [new Date(first), new Date(last > first ? last : first + 7 * 86_400_000)], label: null, tickSize: 0, inset: 14,
         ticks: Math.max(2, Math.min(8, Math.floor(width / 90))) },
    y: { domain: [-0.4, 10.4], ticks: [0, 7], label: null, tickSize: 0 },
    fy: { domain: diary.kinds, axis: null, padding: 0.14 },
    facet: { marginRight: 0 },
    marks: [
      Plot.ruleY([0, 7], { stroke: "var(--line)" }),
      Plot.text(diary.kinds, { fy: (kind: string) => kind, text: (kind: string) => kind, frameAnchor: "top-left", dx: 2, dy: -1, fill: "var(--ink)", fontWeight: 600,
        stroke: "var(--sheet)", strokeWidth: 4 }),
      Plot.ruleX(both, { fy: "row", x: "x", y1: "wished", y2: "actual", stroke: "var(--ink)", strokeOpacity: 0.45, strokeWidth: 2 }),
      Plot.dot(at.filter((point) => point.wished !== undefined),
        { fy: "row", x: "x", y: "wished", r: 6, fill: "var(--sheet)", stroke: "var(--ink)", strokeWidth: 1.5 }),
      Plot.dot(at.filter((point) => point.actual !== undefined), { fy: "row", x: "x", y: "actual", r: 3.5, fill: "var(--leaf)" }),
    ],
  });
}
