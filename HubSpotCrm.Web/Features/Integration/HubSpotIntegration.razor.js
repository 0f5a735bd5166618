export function focusHeading() {
  document.querySelector('main h1')?.focus({ preventScroll: true });
}
