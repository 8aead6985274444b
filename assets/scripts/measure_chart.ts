// One measure over time. What it is given, as JSON:
//   points     score at "on" (a date) or "week" (since the start); low and high: the interval of a single score
//   direction  which way is better: "lower" or "higher"; min and max: the instrument's range
//   bands      from, to, words: what its authors call such scores
//   phases     on, words: of the plan; sessions, others: dates of those with the practitioner, and of all others
//   fan        on or week, likely, half, eighty, ninety: where next scores are likely to be
//   from, to   dates that the axis reaches, where several charts share one; small: less high, with less on it
import * as Plot from "@observablehq/plot";

type Span = [number, number];
interface When {
  on?: string;
  week?: number;
}
interface Point extends When {
  score: number;
  low?: number;
  high?: number;
}
interface Ahead extends When {
  likely: number;
  half: Span;
  eighty: Span;
  ninety: Span;
}
export interface Chart {
  points: Point[];
  direction?: "lower" | "higher";
  min?: number;
  max?: number;
  bands?: { from: number; to: number; words: string }[];
  phases?: { on: string; words: string }[];
  sessions?: string[];
  others?: string[];
  fan?: Ahead[];
  from?: string;
  to?: string;
  small?: boolean;
}

const date = (day: string) => new Date(`${day}T00:00:00Z`);
const number = (x: Date | number) => Number(x);

// The instrument's own range where it is known: a small change must look small.
function range(chart: Chart): Span {
  const spans: Span[] = chart.points.map((point) => [point.low ?? point.score, point.high ?? point.score]);
  for (const ahead of chart.fan ?? []) spans.push(ahead.ninety);
  const lowest = Math.min(...spans.map(([low]) => low));
  const highest = Math.max(...spans.map(([, high]) => high));
  const room = (highest - lowest) * 0.15 + 1;
  return [Math.min(chart.min ?? Math.floor(lowest - room), lowest), Math.max(chart.max ?? Math.ceil(highest + room), highest)];
}

// Strips that touch one another, within the drawing.
function strips(chart: Chart, [low, high]: Span) {
  const bands = chart.bands ?? [];
  return bands
    .map((band, at) => ({
      words: band.words,
      odd: at % 2 === 1,
      y1: at === 0 ? low : Math.max(low, (bands[at - 1].to + band.from) / 2),
      y2: at === bands.length - 1 ? high : Math.min(high, (band.to + bands[at + 1].from) / 2),
    }))
    .filter((strip) => strip.y2 > strip.y1);
}

export function drawMeasure(chart: Chart, width: number): Element | undefined {
  if (chart.points.length === 0) return undefined;
  const dated = chart.points.every((point) => point.on !== undefined);
  const x = (when: When): Date | number => (dated ? date(when.on ?? "") : (when.week ?? 0));
  const at = chart.points.map((point) => ({ x: x(point), score: point.score, low: point.low ?? point.score, high: point.high ?? point.score }));
  const fan = (chart.fan ?? []).map((ahead) => ({ x: x(ahead), ...ahead }));
  const [sessions, others] = [(chart.sessions ?? []).map(date), (chart.others ?? []).map(date)];
  const phases = (chart.phases ?? []).map((phase) => ({ x: date(phase.on), words: phase.words }));

  const ends = [...at, ...fan, ...phases].map((one) => number(one.x));
  ends.push(...[...sessions, ...others].map(number));
  for (const end of [chart.from, chart.to]) if (end) ends.push(number(date(end)));
  const domain: Span = [Math.min(...ends), Math.max(...ends)];
  const alone = domain[0] === domain[1];  // a single day stands in the middle, not before a week that was not yet
  if (alone) {
    const half = dated ? 3.5 * 86_400_000 : 0.5;
    domain[0] -= half;
    domain[1] += half;
  }

  const inside = range(chart);
  const [low, high] = inside;
  const strip = sessions.length + others.length > 0 ? (high - low) * (chart.small ? 0.12 : 0.1) : 0;  // below, for sessions
  const floor = low - strip;
  const bandLines = strips(chart, inside);
  // What scores are called stands beside the drawing where there is room, and else inside it, on the right.
  const beside = width >= 560 && bandLines.length > 0;
  const longest = Math.max(0, ...bandLines.map((one) => one.words.length));
  const inset = { left: 12, right: beside || longest === 0 ? 12 : Math.min(72, 8 + 6 * longest) };
  const margin = { left: 36, right: beside ? 24 + 7 * longest : 16,
    top: 46, bottom: 30 };
  const pixels = (width - margin.left - margin.right - inset.left - inset.right) / (domain[1] - domain[0]);
  const [first, last] = [at[0], at[at.length - 1]];
  const ticks = Math.max(2, Math.min(8, Math.floor(width / 90)));
  const halo = { stroke: "var(--sheet)", strokeWidth: 4 };

  return Plot.plot({
    width,
    height: chart.small ? 205 : width < 480 ? 300 : 340,
    marginLeft: margin.left,
    marginRight: margin.right,
    marginTop: margin.top,
    marginBottom: margin.bottom,
    className: "plot",
    x: dated
      ? { type: "utc", domain: domain.map((end) => new Date(end)), ticks: alone ? [date(chart.points[0].on ?? "")] : ticks, label: null, tickSize: 0, insetLeft: inset.left, insetRight: inset.right }
      : { domain, ticks: alone ? [chart.points[0].week ?? 0] : Math.min(at.length + fan.length, ticks), label: null, tickSize: 0, insetLeft: inset.left, insetRight: inset.right,
          tickFormat: (week: number) => (week === 0 ? "start" : `week ${week}`) },
    y: { domain: [floor, high], ticks: chart.small ? 3 : 4, grid: bandLines.length === 0, tickSize: 0, labelArrow: false,
         labelOffset: 30, label: chart.direction ? `${chart.direction} is better` : null },
    marks: [
      Plot.rect(bandLines, { x1: domain[0], x2: domain[1], y1: "y1", y2: "y2", insetLeft: -inset.left, insetRight: -inset.right,
        fill: "var(--quiet)", fillOpacity: (one: { odd: boolean }) => (one.odd ? 0.13 : 0.05) }),
      Plot.areaY(fan, { x: "x", y1: (one: Ahead) => one.ninety[0], y2: (one: Ahead) => one.ninety[1], fill: "var(--leaf)", fillOpacity: 0.14 }),
      Plot.areaY(fan, { x: "x", y1: (one: Ahead) => one.eighty[0], y2: (one: Ahead) => one.eighty[1], fill: "var(--leaf)", fillOpacity: 0.2 }),
      Plot.areaY(fan, { x: "x", y1: (one: Ahead) => one.half[0], y2: (one: Ahead) => one.half[1], fill: "var(--leaf)", fillOpacity: 0.3 }),
      Plot.lineY(fan, { x: "x", y: "likely", stroke: "var(--ink)", strokeDasharray: "5 4", strokeWidth: 1.5 }),
      Plot.text(bandLines, { x: domain[1], y: (one: { y1: number; y2: number }) => (one.y1 + one.y2) / 2, text: "words",
        textAnchor: beside ? "start" : "end", dx: beside ? 20 : inset.right - 4, fill: "var(--quiet)", fontSize: beside ? 13 : 11, ...halo, strokeOpacity: beside ? 0 : 0.75 }),
      // Where it began, as a thin line to read the change against.
      Plot.ruleY([first.score], { stroke: "var(--quiet)", strokeDasharray: "2 5", strokeOpacity: 0.8 }),
      Plot.ruleX(phases, { x: "x", y1: floor, y2: high, stroke: "var(--quiet)", strokeOpacity: 0.5 }),
      chart.small ? null : Plot.text(phases, { x: "x", frameAnchor: "top", dy: -14, dx: 3, textAnchor: "start", fill: "var(--quiet)",
        text: (_: unknown, i: number) => phaseLabel(phases, i, pixels, domain[1]) }),
      // Held sessions, on the strip below the scores.
      Plot.ruleX(sessions, { x: (day: Date) => day, y1: floor, y2: floor + strip * 0.55, stroke: "var(--ink)", strokeOpacity: 0.7, strokeWidth: 1.5 }),
      chart.small ? null : Plot.dot(others, { x: (day: Date) => day, y: floor + strip * 0.8, r: 2.5, stroke: "var(--quiet)" }),
      Plot.ruleX(at, { x: "x", y1: "low", y2: "high", stroke: "var(--ink)", strokeOpacity: 0.35, strokeWidth: 2 }),
      Plot.lineY(at, { x: "x", y: "score", stroke: "var(--leaf)", strokeWidth: 3, strokeLinejoin: "round" }),
      Plot.dot(at, { x: "x", y: "score", r: chart.small ? 3.5 : 5, fill: "var(--leaf)", stroke: "var(--sheet)", strokeWidth: 2 }),
      Plot.text(at.length > 1 ? [first, last] : [first],
        { x: "x", y: "high", text: (spot: { score: number }) => String(Math.round(spot.score * 100) / 100), dy: -12, fill: "var(--ink)", fontWeight: 600, ...halo }),
    ],
  });
}

// The phase's number, and its name where there is room before the next.
function phaseLabel(phases: { x: Date; words: string }[], i: number, pixels: number, end: number): string {
  const room = ((i + 1 < phases.length ? number(phases[i + 1].x) : end) - number(phases[i].x)) * pixels;
  const whole = `${i + 1} ${phases[i].words}`;
  return whole.length * 7 < room ? whole : String(i + 1);
}
