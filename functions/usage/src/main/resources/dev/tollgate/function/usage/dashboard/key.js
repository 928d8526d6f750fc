import { byId } from './dom.js';

const NAME = 'tollgate-key';

/** The reader's key: of this tab only, never in an address that is sent or kept. */
export const key = () => sessionStorage.getItem(NAME);

/** Takes a key from `#key=…`, which browsers send to nobody, and removes it from the address at once. */
export function takeFromAddress() {
  const given = new URLSearchParams(location.hash.slice(1)).get('key');
  if (given) {
    sessionStorage.setItem(NAME, given);
    history.replaceState(null, '', location.pathname + location.search);
  }
}

/** Asks for a key, and goes on once there is one. */
export function ask(then) {
  const form = byId('key-form');
  form.hidden = false;
  byId('forget').hidden = true;
  byId('content').hidden = true;
  byId('key').focus();
  form.onsubmit = (event) => {
    event.preventDefault();
    sessionStorage.setItem(NAME, byId('key').value.trim());
    byId('key').value = '';
    form.hidden = true;
    then();
  };
}

export const forget = () => sessionStorage.removeItem(NAME);
