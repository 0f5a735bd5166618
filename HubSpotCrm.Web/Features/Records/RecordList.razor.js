// "n" begins a new record; f, v, s and c open filters, views, sort and columns.
export function attach(root) {
  // What is null was left while the call was on its way.
  if (!root) {
    return;
  }
  const onKey = event => {
    if (!root.isConnected) {
      document.removeEventListener('keydown', onKey);
      return;
    }
    const wanted = event.key === 'n' ? '[data-new]' : /^[fvsc]$/.test(event.key) ? `[data-key="${event.key}"]` : null;
    if (wanted && !event.defaultPrevented && !event.ctrlKey && !event.metaKey && !event.altKey
        && !event.target.closest?.('input, textarea, select, [contenteditable="true"], [role="listbox"], [role="menu"]')
        && !document.querySelector('.mud-dialog, dialog[open], [aria-modal="true"], [data-popup]')) {
      const button = root.querySelector(wanted);
      if (button) {
        event.preventDefault();
        button.click();
      }
    }
  };
  document.addEventListener('keydown', onKey);
  if (location.hash === '#new') {
    beginNew(root);
  }
}

// A link from elsewhere that means the form and not the list. Its button comes with who the user is; a reload is not to open it again.
function beginNew(root) {
  history.replaceState(history.state, '', location.pathname + location.search);
  const press = () => {
    const button = root.querySelector('[data-new]');
    button?.click();
    return Boolean(button);
  };
  if (!press()) {
    const watch = new MutationObserver(() => press() && watch.disconnect());
    watch.observe(root, { childList: true, subtree: true });
  }
}

export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Without a secure connection there is no clipboard; the old way still works there.
    const field = document.createElement('textarea');
    field.value = text;
    field.setAttribute('aria-hidden', 'true');
    field.style.cssText = 'position:fixed;top:0;opacity:0';
    const before = document.activeElement;
    document.body.append(field);
    field.select();
    const done = document.execCommand('copy');
    field.remove();
    before?.focus?.({ preventScroll: true });
    return done;
  }
}
