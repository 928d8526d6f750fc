/** Makes an element: properties (`class`, `on…`, `aria-…`, anything else of the element), then what is in it. Text is text, never markup. */
export function h(tag, properties = {}, ...content) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === 'class') element.className = value;
    else if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name.includes('-') || name === 'role' || name === 'scope') element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...content.flat(Infinity).filter((it) => it !== undefined && it !== null && it !== false));
  return element;
}

export const byId = (id) => document.getElementById(id);

/** Puts content in the place of what is in an element. */
export function fill(element, ...content) {
  element.replaceChildren(...content.flat(Infinity).filter((it) => it !== undefined && it !== null && it !== false));
}

/** A bar of a share from 0 to 1, for the eye only: the figure stands beside it. */
export function bar(share, kind = '') {
  const inner = h('span', { class: 'bar-fill ' + kind });
  inner.style.inlineSize = `${Math.max(0, Math.min(1, share || 0)) * 100}%`;
  return h('span', { class: 'bar', 'aria-hidden': 'true' }, inner);
}

/** A table that scrolls sideways by itself, also by keyboard, so that the page need not. */
export function scrolling(label, table) {
  return h('div', { class: 'scrolling', tabIndex: 0, role: 'region', 'aria-label': label }, table);
}
