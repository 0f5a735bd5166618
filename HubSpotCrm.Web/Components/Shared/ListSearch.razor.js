// Of the search box on a phone the keyboard would come up: the button that chooses filters is asked first.
export function focusFilter(root) {
  // What is null was left while the call was on its way.
  if (!root) {
    return;
  }
  (root.querySelector('[data-key="f"]') ?? root.querySelector('input[data-page-search]'))?.focus();
}
