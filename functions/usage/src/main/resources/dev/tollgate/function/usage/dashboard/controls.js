import { byId, fill, h } from './dom.js';
import { valueName, words } from './format.js';
import { period, plus, problem, RANGES } from './period.js';
import { change, removeFilter, state } from './state.js';

/** What stands for itself without a chart of its own. */
const NOT_BY = ['day', 'hour'];

/** The choice of range and dimension, and the filters that are set. */
export function showControls(dimensions) {
  const focused = document.activeElement?.id;
  ranges();
  custom();
  by(dimensions);
  chips();
  if (focused) byId(focused)?.focus();
}

function ranges() {
  const legend = byId('ranges').querySelector('legend');
  fill(
    byId('ranges'),
    legend,
    Object.entries(RANGES).map(([id, { name }]) =>
      h('label', {}, h('input', { type: 'radio', name: 'range', id: `range-${id}`, value: id, checked: id === state.range, onchange: () => choose(id) }), name),
    ),
  );
}

function choose(id) {
  if (id !== 'custom') return change({ range: id });
  const { from, to } = period(state.range, state.custom);
  change({ range: id, custom: { from, to: plus(to, -1) } });
}

function custom() {
  const form = byId('custom');
  form.hidden = state.range !== 'custom';
  form.elements.from.value = state.custom.from ?? '';
  form.elements.to.value = state.custom.to ?? '';
  form.onsubmit = (event) => {
    event.preventDefault();
    const [from, to] = [form.elements.from.value, form.elements.to.value];
    form.elements.to.setCustomValidity(problem({ from, to }));
    if (form.reportValidity()) change({ custom: { from, to } });
  };
  form.oninput = () => form.elements.to.setCustomValidity('');
}

function by(dimensions) {
  const kinds = { tag: 'Tags', property: 'Properties' };
  const known = dimensions.filter((it) => !NOT_BY.includes(it.name));
  if (!known.some((it) => it.name === state.by)) known.unshift({ name: state.by, kind: 'tag' });
  const select = byId('by');
  fill(
    select,
    Object.entries(kinds).map(([kind, label]) => {
      const options = known.filter((it) => it.kind === kind).map(({ name }) => h('option', { value: name, selected: name === state.by }, words(name)));
      return options.length > 0 && h('optgroup', { label }, options);
    }),
  );
  select.onchange = () => change({ by: select.value });
}

function chips() {
  fill(
    byId('filters'),
    state.filters.map((it) => {
      const name = `${words(it.name)}: ${valueName(it.name, it.value || null)}`;
      return h('li', {}, h('button', { type: 'button', 'aria-label': `Remove the filter ${name}`, onclick: () => removeFilter(it) }, name));
    }),
  );
}
