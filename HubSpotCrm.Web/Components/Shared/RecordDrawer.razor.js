// Keys of an open record, its focus, and the trap that keeps the focus inside where the record lies over the list.
const beside = matchMedia('(min-width: 1280px)');
const typing = target => target.closest?.('input, textarea, select, [contenteditable="true"], [role="listbox"]');
// What lies above a record has the keys to itself, Tab and Esc too: who closes it means it alone.
const isCovered = () => document.querySelector('.mud-dialog, dialog[open], .mud-popover-open, [data-popup], [role="menu"], body.nav-open, details[data-menu][open]') !== null;

export function attach(root) {
  // What is null was left while the call was on its way.
  if (!root) {
    return;
  }
  const fit = () => {
    if (beside.matches) {
      root.setAttribute('role', 'complementary');
      root.removeAttribute('aria-modal');
    } else {
      root.setAttribute('role', 'dialog');
      root.setAttribute('aria-modal', 'true');
    }
  };
  fit();
  const onKey = event => {
    if (!root.isConnected) {
      document.removeEventListener('keydown', onKey, true);
      beside.removeEventListener('change', fit);
      return;
    }
    if (isCovered()) {
      return;
    }
    if (event.key === 'Tab' && !beside.matches) {
      keepInside(root, event);
      return;
    }
    if (typing(event.target) || event.target.closest?.('[data-editing]') || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    if (event.key === 'Escape') {
      root.querySelector('[data-key="Escape"]').click();
    } else if (root.contains(event.target)) {
      keyInside(root, event);
    }
  };
  // On the way down: on the way up a menu that the same key closes would be gone already.
  document.addEventListener('keydown', onKey, true);
  beside.addEventListener('change', fit);
  root.addEventListener('dblclick', event => {
    event.target.closest('[data-prop]')?.querySelector('[data-edit]')?.click();
  });
  root.addEventListener('click', async event => {
    const copy = event.target.closest('[data-copy]');
    if (copy) {
      const words = copy.querySelector('span');
      try {
        await navigator.clipboard.writeText(copy.dataset.link ? new URL(copy.dataset.link, document.baseURI).href : location.href);
        words.textContent = 'Copied';
      } catch {
        words.textContent = 'Copy is not allowed here';
      }
    }
  });
}

function keyInside(root, event) {
  const tabs = [...root.querySelectorAll('[role="tab"]')];
  const tab = tabs.indexOf(document.activeElement);
  if (event.key === 'j' || event.key === 'k') {
    root.querySelector(`[data-key="${event.key}"]`).click();
  } else if (event.key >= '1' && event.key <= String(tabs.length)) {
    tabs[event.key - 1]?.click();
  } else if (event.key === 'e') {
    document.activeElement.closest('[data-prop]')?.querySelector('[data-edit]')?.click();
  } else if (tab >= 0 && (event.key === 'ArrowRight' || event.key === 'ArrowLeft')) {
    event.preventDefault();
    tabs[(tab + (event.key === 'ArrowRight' ? 1 : tabs.length - 1)) % tabs.length].focus();
  }
}

function keepInside(root, event) {
  const stops = [...root.querySelectorAll('a[href], button:not([disabled]), input, select, textarea, [tabindex="0"]')]
    .filter(element => element.tabIndex >= 0 && element.offsetParent !== null);
  const edge = event.shiftKey ? stops[0] : stops.at(-1);
  if (stops.length > 0 && (document.activeElement === edge || !root.contains(document.activeElement)) && !document.activeElement.closest?.('.mud-popover')) {
    event.preventDefault();
    (event.shiftKey ? stops.at(-1) : stops[0]).focus();
  }
}

// Whoever types already in an editor keeps the focus.
const isTyping = root => root.querySelector('[data-editing] :focus') !== null;

export function focusTitle(root) {
  if (!root) {
    return;
  }
  if (!isTyping(root)) {
    root.querySelector('h2')?.focus({ preventScroll: true });
  }
}

export function focusEdit(root, property) {
  if (!root) {
    return;
  }
  if (!isTyping(root)) {
    root.querySelector(`[data-prop="${CSS.escape(property)}"] [data-edit]`)?.focus({ preventScroll: true });
  }
}
