// "n" begins a new record.
export function attach(root) {
  const onKey = event => {
    if (!root.isConnected) {
      document.removeEventListener('keydown', onKey);
      return;
    }
    if (event.key === 'n' && !event.ctrlKey && !event.metaKey && !event.altKey
        && !event.target.closest?.('input, textarea, select, [contenteditable="true"], [role="listbox"], [role="menu"]')
        && !document.querySelector('.mud-dialog, [aria-modal="true"], #filter-menu')) {
      const button = root.querySelector('[data-new]');
      if (button) {
        event.preventDefault();
        button.click();
      }
    }
  };
  document.addEventListener('keydown', onKey);
}
