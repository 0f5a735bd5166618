const inputOf = root => root.querySelector('input[data-page-search]');

export function attach(root, takesFocus) {
  // What is null was left while the call was on its way.
  if (!root) {
    return;
  }
  const input = inputOf(root);
  input?.addEventListener('keydown', event => {
    if (event.key === 'Escape') {
      // The browser would empty the field.
      event.preventDefault();
      input.blur();
    }
  });
  // Whoever has begun to do something else keeps the focus; a heading has it only because the page is new.
  if (takesFocus && (document.activeElement === document.body || document.activeElement?.matches('h1'))) {
    input?.focus();
  }
}

export function focus(root) {
  if (!root) {
    return;
  }
  inputOf(root)?.focus();
}
