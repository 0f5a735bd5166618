// Ctrl+Z takes the newest change back while its toast offers it; in a field it stays the field's own.
export function attach(root) {
  const onKey = event => {
    if (!root.isConnected) {
      document.removeEventListener('keydown', onKey);
      return;
    }
    if (event.key.toLowerCase() === 'z' && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey
        && !event.target.closest?.('input, textarea, select, [contenteditable="true"]')) {
      const undo = [...root.querySelectorAll('[data-undo]')].at(-1);
      if (undo) {
        event.preventDefault();
        undo.click();
      }
    }
  };
  document.addEventListener('keydown', onKey);
}
