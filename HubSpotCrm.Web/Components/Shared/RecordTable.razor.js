// One tab stop for all rows: the link of the active row, and after it the link out of that row where it has one.
// Arrow keys, j and k move it, x and Space choose it; a click anywhere in a row follows its link.
const typing = target => target.closest?.('input:not([type="checkbox"]), textarea, select, [contenteditable="true"], [role="listbox"], [role="menu"]');
const links = root => [...root.querySelectorAll('tbody tr[data-row] a[data-open]')];

function activate(root, link, focus) {
  for (const other of links(root)) {
    other.tabIndex = other === link ? 0 : -1;
  }
  for (const out of root.querySelectorAll('tbody a[data-out]')) {
    out.tabIndex = out.closest('tr') === link.closest('tr') ? 0 : -1;
  }
  if (focus) {
    link.focus({ preventScroll: true });
    link.closest('tr').scrollIntoView({ block: 'nearest' });
  }
}

function move(root, step) {
  const all = links(root);
  if (all.length === 0) {
    return;
  }
  const row = document.activeElement.closest('tr[data-row]');
  const at = all.findIndex(link => link.closest('tr') === row);
  const from = at >= 0 ? at + step : all.findIndex(link => link.tabIndex === 0);
  activate(root, all[Math.max(0, Math.min(all.length - 1, from))], true);
}

// The edge of a head drags its column wider or narrower, a double click gives it its own width again; with Shift, arrow keys do it in steps.
const step = 16;
const head = (root, field) => [...root.querySelectorAll('thead [data-grip]')].find(grip => grip.dataset.grip === field)?.closest('th');

// All columns keep what they have, so that only the one at hand moves.
function hold(root) {
  for (const th of root.querySelectorAll('thead th:has([data-grip])')) {
    th.style.width = `${Math.round(th.getBoundingClientRect().width)}px`;
  }
  root.classList.add('sized');
}

function widen(root, page) {
  let wanted = null;
  root.addEventListener('pointerdown', event => {
    const grip = event.target.closest('[data-grip]');
    if (!grip || event.button !== 0) {
      return;
    }
    event.preventDefault();
    hold(root);
    const th = grip.closest('th');
    const from = { x: event.clientX, width: th.getBoundingClientRect().width };
    let width = from.width;
    grip.dataset.on = '';
    grip.setPointerCapture(event.pointerId);
    const move = at => {
      width = Math.max(56, Math.min(800, from.width + at.clientX - from.x));
      th.style.width = `${Math.round(width)}px`;
    };
    const end = () => {
      delete grip.dataset.on;
      grip.removeEventListener('pointermove', move);
      grip.removeEventListener('pointerup', end);
      grip.removeEventListener('pointercancel', end);
      if (Math.abs(width - from.width) >= 1) {
        page.invokeMethodAsync('SetWidthAsync', grip.dataset.grip, width);
      }
    };
    grip.addEventListener('pointermove', move);
    grip.addEventListener('pointerup', end);
    grip.addEventListener('pointercancel', end);
  });
  root.addEventListener('dblclick', event => {
    const grip = event.target.closest('[data-grip]');
    if (grip) {
      page.invokeMethodAsync('SetWidthAsync', grip.dataset.grip, 0);
    }
  });
  root.addEventListener('click', event => {
    if (event.target.closest('[data-grip]')) {
      event.stopPropagation();
    }
  }, true);
  root.addEventListener('keydown', event => {
    const by = { ArrowLeft: -step, ArrowRight: step }[event.key];
    const field = event.target.closest?.('thead button[data-head]')?.dataset.head;
    if (!by || !field || !event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    event.preventDefault();
    const th = head(root, field);
    // A step stands upon the one before, though the page has not answered that yet.
    const isQuick = wanted?.field === field && event.timeStamp - wanted.at < 2000;
    if (!isQuick) {
      hold(root);
    }
    wanted = { field, at: event.timeStamp, width: Math.max(56, Math.min(800, (isQuick ? wanted.width : th.getBoundingClientRect().width) + by)) };
    th.style.width = `${Math.round(wanted.width)}px`;
    page.invokeMethodAsync('SetWidthAsync', field, wanted.width);
  });
  root.addEventListener('scroll', () => root.toggleAttribute('data-sideways', root.scrollLeft > 0), { passive: true });
}

// Back and Forward lead to where one was: the place in the rows and the row that had the focus, for each list of this tab.
// A list is named by its address without the record that is open beside it.
const nameOfList = () => {
  const query = new URLSearchParams(location.search);
  query.delete('id');
  query.delete('tab');
  return `list:${location.pathname}?${query}`;
};
const arrived = performance.getEntriesByType('navigation')[0]?.type;
let returning = arrived === 'back_forward' || arrived === 'reload' ? nameOfList() : null;
let restored = null;
let patience = 0;
addEventListener('popstate', () => {
  returning = nameOfList();
  clearTimeout(patience);
  // Where nothing is read anew, as when an open record is closed, everything is in its place already.
  patience = setTimeout(() => { returning = document.querySelector('table[aria-busy=true]') ? returning : null; }, 2000);
});

function remember(root, changes) {
  if (returning !== null) {
    return;
  }
  try {
    const name = nameOfList();
    sessionStorage.setItem(name, JSON.stringify({ ...JSON.parse(sessionStorage.getItem(name) ?? '{}'), ...changes }));
  } catch {
    // A browser that keeps nothing starts each list at its top.
  }
}

function comeBack(root) {
  const table = root.querySelector('table');
  if (returning === null || returning !== nameOfList() || table.getAttribute('aria-busy') !== 'false' || links(root).length === 0) {
    return;
  }
  restored = returning;
  returning = null;
  let place = {};
  try {
    place = JSON.parse(sessionStorage.getItem(nameOfList()) ?? '{}');
  } catch {
    // As above.
  }
  root.scrollTop = place.top ?? 0;
  root.scrollLeft = place.left ?? 0;
  const row = links(root).find(link => link.closest('tr').dataset.row === place.row);
  if (row) {
    activate(root, row, false);
    // After a turn of the page the router puts the focus on the heading; an open record keeps it.
    setTimeout(() => {
      if (!root.closest('.split')?.querySelector('.drawer') && (document.activeElement === document.body || document.activeElement.matches('h1, main'))) {
        row.focus({ preventScroll: true });
      }
      if (place.y && root.scrollHeight <= root.clientHeight) {
        scrollTo(0, place.y);
      }
    }, 50);
  }
}

export function attach(root, page) {
  // What is null was left while the call was on its way.
  if (!root) {
    return;
  }
  widen(root, page);
  if (returning !== null && returning !== nameOfList()) {
    returning = null;
  }
  comeBack(root);
  restored = null;
  new MutationObserver(() => comeBack(root)).observe(root.querySelector('table'), { attributes: true, attributeFilter: ['aria-busy'] });
  let rest = 0;
  const scrolled = () => {
    if (!root.isConnected) {
      removeEventListener('scroll', scrolled);
      return;
    }
    clearTimeout(rest);
    const name = nameOfList();
    rest = setTimeout(() => { if (name === nameOfList() && root.isConnected) remember(root, { top: root.scrollTop, left: root.scrollLeft, y: scrollY }); }, 100);
  };
  root.addEventListener('scroll', scrolled, { passive: true });
  addEventListener('scroll', scrolled, { passive: true });
  root.addEventListener('focusin', event => {
    const row = event.target.closest('tr[data-row]')?.dataset.row;
    if (row) {
      remember(root, { row, top: root.scrollTop, left: root.scrollLeft, y: scrollY });
    }
  });
  root.addEventListener('focusin', event => {
    const link = event.target.closest('tr[data-row]')?.querySelector('a[data-open]');
    if (link) {
      activate(root, link, false);
    }
  });
  root.addEventListener('click', event => {
    const row = event.target.closest('tr[data-row]');
    if (row && !event.target.closest('a, button, input, .c-check') && getSelection().isCollapsed) {
      row.querySelector('a[data-open]').click();
    }
  });
  // Rows come and go; exactly one stays in the tab order.
  new MutationObserver(() => {
    const all = links(root);
    const inOrder = all.filter(link => link.tabIndex === 0);
    if (all.length > 0 && inOrder.length !== 1) {
      activate(root, inOrder.find(link => link === document.activeElement) ?? inOrder[0] ?? all[0], false);
    }
  }).observe(root.querySelector('tbody'), { childList: true });

  const onKey = event => {
    if (!root.isConnected) {
      document.removeEventListener('keydown', onKey);
      return;
    }
    const inside = root.contains(event.target);
    const free = !event.target.closest?.('.drawer, [role="menu"], [data-popup]');
    if (!free || typing(event.target) || event.ctrlKey || event.metaKey || event.altKey
        || document.querySelector('.mud-dialog, dialog[open], [aria-modal="true"]')) {
      return;
    }
    const onHead = event.target.closest?.('thead');
    const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1, Home: -1e9, End: 1e9 }[event.key];
    if (step !== undefined && !(onHead && event.key !== 'j' && event.key !== 'k' && event.key !== 'ArrowDown')) {
      if (!inside && event.key !== 'j' && event.key !== 'k') {
        return;
      }
      event.preventDefault();
      move(root, step);
    } else if ((event.key.toLowerCase() === 'x' || (event.key === ' ' && event.target.matches('a[data-open]'))) && inside) {
      // As a click: with Shift all rows up to this one are meant.
      const box = event.target.closest('tr[data-row]')?.querySelector('[data-row-check]');
      if (box) {
        event.preventDefault();
        box.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, shiftKey: event.shiftKey }));
      }
    } else if (event.key === 'Escape' && (inside || event.target === document.body) && !root.closest('.split')?.querySelector('.drawer')) {
      // An open record is the layer above: the next Escape is for the selection.
      root.closest('.lst')?.querySelector('[data-clear-selection]')?.click();
    } else if (event.key === '.' && inside) {
      event.target.closest('tr[data-row]')?.querySelector('[data-row-menu]')?.click();
    } else if (event.key === 'o' && inside && document.activeElement.matches('a[data-open]')) {
      document.activeElement.click();
    }
  };
  document.addEventListener('keydown', onKey);
  root.dataset.ready = '';
}

export function focusRow(root, id) {
  if (!root) {
    return;
  }
  const all = links(root);
  const link = all.find(one => one.closest('tr').dataset.row === id) ?? all[0];
  if (link) {
    activate(root, link, true);
  }
}

export function toTop(root) {
  if (!root) {
    return;
  }
  // Called after the rows were drawn: who came back to them is in his place by then.
  if (returning !== nameOfList() && restored !== nameOfList()) {
    root.scrollTop = 0;
    returning = null;
  }
  restored = null;
}

// The menu of a row hangs below the row's button, or above it where there is no room. Its first action takes the focus.
export function placeMenu(root, id, menu) {
  const button = root.querySelector(`tr[data-row="${CSS.escape(id)}"] [data-row-menu]`);
  if (!button || !menu) {
    return;
  }
  const at = button.getBoundingClientRect();
  const below = at.bottom + 4 + menu.offsetHeight <= innerHeight;
  menu.style.top = `${below ? at.bottom + 4 : at.top - 4 - menu.offsetHeight}px`;
  menu.style.left = `${Math.max(8, at.right - menu.offsetWidth)}px`;
  const items = [...menu.querySelectorAll('[role="menuitem"]')];
  items[0]?.focus();
  menu.addEventListener('keydown', event => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
    }
  });
}
