// "/" puts the cursor into the page's search box, Escape takes it out again.
const typing = target => target.closest?.('input, textarea, select, [contenteditable="true"]');

export function attach(root) {
  const onKey = event => {
    if (!root.isConnected) {
      document.removeEventListener('keydown', onKey);
      return;
    }
    const input = root.querySelector('input[data-page-search]');
    if (event.key === '/' && !event.ctrlKey && !event.metaKey && !event.altKey && !typing(event.target)
        && !document.querySelector('.mud-dialog, [aria-modal="true"]')) {
      event.preventDefault();
      input.focus();
      input.select();
    } else if (event.key === 'Escape' && event.target === input) {
      input.blur();
    }
  };
  document.addEventListener('keydown', onKey);
}

export function focus(root) {
  root.querySelector('input[data-page-search]')?.focus();
}

// Of the search box on a phone the keyboard would come up: the button that chooses filters is asked first.
export function focusFilter(root) {
  (root.querySelector('.facets > button') ?? root.querySelector('input[data-page-search]'))?.focus();
}
