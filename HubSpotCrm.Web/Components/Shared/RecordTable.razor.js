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

export function attach(root) {
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
    const free = !event.target.closest?.('.drawer, [role="menu"], #filter-menu');
    if (!free || typing(event.target) || event.ctrlKey || event.metaKey || event.altKey
        || document.querySelector('.mud-dialog, [aria-modal="true"]')) {
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
  const all = links(root);
  const link = all.find(one => one.closest('tr').dataset.row === id) ?? all[0];
  if (link) {
    activate(root, link, true);
  }
}

export function toTop(root) {
  root.scrollTop = 0;
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
