import { byId, fill, h, scrolling } from './dom.js';
import { count, milliseconds, words } from './format.js';
import { groupLink } from './groups.js';
import { state } from './state.js';

const SHOWN = 12;

const KINDS = { latency_ms: 'Whole answer', time_to_first_token_ms: 'First token' };

let kind = 'latency_ms';

/** Where half, 95 and 99 of a hundred calls lie: a dot, a square and a line, and the figures beside them. */
export function showLatency(report) {
  const rows = report.rows.filter((it) => it[kind]?.count).slice(0, SHOWN);
  const most = Math.max(...rows.map((it) => it[kind].p99), 1);
  const choice = Object.entries(KINDS).map(([name, text]) =>
    h('label', {}, h('input', { type: 'radio', name: 'latency', checked: name === kind, onchange: () => choose(name, report) }), text),
  );
  const table = h(
    'table',
    {},
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        [words(state.by), '', '● p50', '■ p95', '❙ p99', 'calls'].map((it) =>
          it ? h('th', { scope: 'col' }, it) : h('td', { 'aria-hidden': 'true' }),
        ),
      ),
    ),
    h(
      'tbody',
      {},
      rows.map((row) =>
        h(
          'tr',
          {},
          h('th', { scope: 'row' }, groupLink(state.by, row)),
          h('td', { 'aria-hidden': 'true' }, span(row[kind], most)),
          ['p50', 'p95', 'p99'].map((it) => h('td', {}, milliseconds(row[kind][it]))),
          h('td', {}, count(row[kind].count)),
        ),
      ),
    ),
  );
  fill(
    byId('latency'),
    h(
      'header',
      {},
      h('h2', { id: 'latency-title' }, `Latency, by ${words(state.by)}`),
      h('fieldset', { class: 'segments small' }, h('legend', { class: 'unseen' }, 'Until'), choice),
    ),
    rows.length === 0 ? h('p', { class: 'empty' }, 'No provider has answered a call.') : scrolling('Latency', table),
  );
}

function choose(name, report) {
  kind = name;
  showLatency(report);
  byId('latency').querySelector('input:checked').focus();
}

function span({ p50, p95, p99 }, most) {
  const at = (value) => `${(value / most) * 94 + 3}%`;
  const line = h('i');
  line.style.insetInlineStart = at(p50);
  line.style.inlineSize = `${((p99 - p50) / most) * 94}%`;
  const marks = [p50, p95, p99].map((value) => {
    const mark = h('b');
    mark.style.insetInlineStart = at(value);
    return mark;
  });
  return h('span', { class: 'span' }, line, marks);
}
