import { json, orNone, Refused, usage } from './api.js';
import { showBudgets } from './budgets.js';
import { savedMost, showCache } from './cache.js';
import { callList, showCalls } from './calls.js';
import { showControls } from './controls.js';
import { byId, fill, h } from './dom.js';
import { failuresByCause, showFailures } from './failures.js';
import { headline, warnings } from './figures.js';
import { count, usd, words } from './format.js';
import { showGroups } from './groups.js';
import { ask, forget, key, takeFromAddress } from './key.js';
import { showLatency } from './latency.js';
import { monthSoFar } from './period.js';
import { mainReport, showSpend, spendOverTime } from './spend.js';
import { onChange, parameters, state } from './state.js';
import { themes } from './theme.js';
import { showTops, topLists } from './tops.js';

const NOTHING = { data: [] };

/** The question under way: a newer one ends it. */
let asking = new AbortController();

/** Everything that was answered last: drawn again where only the colours change. */
let redraw = () => {};

async function load() {
  if (!key()) return ask(load);
  asking.abort();
  asking = new AbortController();
  const { signal } = asking;
  byId('problem').hidden = true;
  byId('forget').hidden = false;
  byId('content').setAttribute('aria-busy', 'true');
  byId('status').textContent = 'Asking…';
  try {
    const answers = await questions(signal);
    redraw = () => show(answers);
    byId('content').hidden = false;
    redraw();
  } catch (failure) {
    if (failure.name !== 'AbortError') tell(failure);
  } finally {
    if (!signal.aborted) byId('content').removeAttribute('aria-busy');
  }
}

/** All that the page asks, as much at once as can be. */
async function questions(signal) {
  const [dimensions, report, failures, saved, month, budgets, calls] = await Promise.all([
    orNone(json('usage/dimensions', parameters(), signal), NOTHING),
    mainReport(signal),
    failuresByCause(signal),
    savedMost(signal),
    usage(parameters({ ...monthSoFar(), forecast: true, limit: 1 }), signal),
    orNone(json('budgets', '', signal), NOTHING),
    orNone(callList(undefined, signal), NOTHING),
  ]);
  const [spend, tops, unpriced] = await Promise.all([
    spendOverTime(report, signal),
    topLists(dimensions.data, signal),
    report.totals.unpriced_calls ? usage(parameters({ group_by: 'provider,model', limit: 1000 }), signal) : { rows: [] },
  ]);
  return { dimensions, report, failures, saved, month, budgets, calls, spend, tops, unpriced: unpriced.rows.filter((it) => it.unpriced_calls) };
}

function show({ dimensions, report, failures, saved, month, budgets, calls, spend, tops, unpriced }) {
  showControls(dimensions.data);
  headline(report.totals, month.forecast);
  warnings(report, unpriced);
  showSpend(spend, report);
  showTops(tops);
  showFailures(failures, spend, report.totals);
  showLatency(report);
  showCache(report, spend, saved);
  showBudgets(budgets);
  showGroups(report, tell);
  showCalls(calls, tell);
  byId('status').textContent = `${usd(report.totals.cost_usd)} for ${count(report.totals.calls)} calls, by ${words(state.by)}.`;
  if (state.problem) {
    byId('problem').hidden = false;
    fill(byId('problem'), h('strong', {}, state.problem), ' The figures are those of the last 30 days.');
  }
}

/** A failure, as a sentence, and what can be done about it. */
function tell(failure) {
  byId('status').textContent = '';
  const sentence = failure instanceof Refused ? failure.message : `This page has a bug: ${failure.message}`;
  byId('problem').hidden = false;
  fill(byId('problem'), h('strong', {}, 'No figures. '), sentence, ' ');
  if ([401, 403].includes(failure.status)) {
    forget();
    ask(load);
  } else {
    byId('problem').append(h('button', { type: 'button', onclick: load }, 'Try again'));
  }
}

takeFromAddress();
addEventListener('hashchange', () => {
  takeFromAddress();
  load();
});
byId('forget').onclick = () => {
  forget();
  byId('status').textContent = 'The key is forgotten.';
  load();
};
themes(() => redraw());
onChange(load);
load();
