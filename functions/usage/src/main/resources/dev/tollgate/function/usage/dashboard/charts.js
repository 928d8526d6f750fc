import { h, scrolling } from './dom.js';
import { axisUsd, bucketName } from './format.js';

const drawn = new Map();

/** How an axis of money is written; any other counts whole things. */
export const dollars = axisUsd;

/** Series that have a colour of their own; what else there is is drawn as one. */
export const COLOURS = 8;

/** A chart and, for those who can't see it or want to know exactly, the same as a table. */
export function chartWithTable({ name, label, low, draw, head, rows }) {
  const canvas = h('canvas', { role: 'img', 'aria-label': label });
  const holder = h('div', { class: low ? 'canvas low' : 'canvas' }, canvas);
  requestAnimationFrame(() => {
    drawn.get(name)?.destroy();
    drawn.delete(name);
    if (canvas.isConnected) drawn.set(name, new Chart(canvas, draw(colours())));
  });
  return { holder, data: table(name, head, rows) };
}

function table(name, head, rows) {
  const body = () =>
    scrolling(
      name,
      h(
        'table',
        {},
        h('thead', {}, h('tr', {}, head.map((it) => h('th', { scope: 'col' }, it)))),
        h('tbody', {}, rows().map(([first, ...rest]) => h('tr', {}, h('th', { scope: 'row' }, first), rest.map((it) => h('td', {}, it))))),
      ),
    );
  const details = h('details', { class: 'data' }, h('summary', {}, `${name} as a table`));
  details.addEventListener('toggle', () => details.open && details.children.length === 1 && details.append(body()));
  return details;
}

/** The page's colours as they are right now: a canvas knows no variables. */
function colours() {
  const probe = document.body.appendChild(h('span', { hidden: true }));
  const of = (name) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const all = { ink: of('ink'), soft: of('soft'), line: of('line'), card: of('card'), bad: of('bad') };
  all.series = Array.from({ length: COLOURS + 1 }, (_, i) => of(`c${i + 1}`));
  probe.remove();
  return all;
}

/** @param series of `{name, values}`, the last of them the rest if it has `rest` */
export const stackedBars = (buckets, series, format, of) => options(of, buckets, format, {
  type: 'bar',
  stacked: true,
  datasets: series.map((it, i) => ({
    label: it.name,
    data: it.values,
    backgroundColor: it.colour?.(of) ?? of.series[it.rest ? COLOURS : i],
    borderColor: of.card,
    borderWidth: { top: 1 },
    borderRadius: 2,
    maxBarThickness: 40,
    categoryPercentage: 0.84,
    barPercentage: 1,
  })),
});

function options(of, buckets, format, { type, stacked, datasets }) {
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const ticks = { color: of.soft, font: { size: 12, family: getComputedStyle(document.body).fontFamily } };
  return {
    type,
    data: { labels: buckets.map(bucketName), datasets },
    options: {
      animation: still ? false : { duration: 250 },
      maintainAspectRatio: false,
      interaction: { mode: 'index', intersect: false },
      scales: {
        x: { stacked, grid: { display: false }, border: { color: of.line }, ticks: { ...ticks, maxRotation: 0, autoSkipPadding: 16 } },
        y: { stacked, beginAtZero: true, grid: { color: of.line }, border: { display: false }, ticks: { ...ticks, maxTicksLimit: 5, precision: format === dollars ? undefined : 0, callback: format } },
      },
      plugins: {
        legend: { display: false },
        tooltip: {
          backgroundColor: of.ink,
          titleColor: of.card,
          bodyColor: of.card,
          padding: 10,
          cornerRadius: 8,
          boxPadding: 4,
          itemSort: (a, b) => b.raw - a.raw,
          filter: (it) => it.raw !== 0,
          callbacks: { label: (it) => ` ${it.dataset.label}: ${format(it.raw)}` },
        },
      },
    },
  };
}
