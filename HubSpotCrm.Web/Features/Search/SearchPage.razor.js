// One tab stop for all hits; arrow keys, j and k move it, from the field as well.
const hits = root => [...root.querySelectorAll('a[data-hit]')];
const field = root => root.querySelector('input[data-page-search]');

function choose(root, at, focus) {
  const all = hits(root);
  const chosen = all[Math.max(0, Math.min(all.length - 1, at))];
  for (const hit of all) {
    hit.tabIndex = hit === chosen ? 0 : -1;
  }
  if (focus) {
    chosen?.focus();
  }
}

export function attach(root) {
  // What is null was left while the call was on its way.
  if (!root) {
    return;
  }
  root.addEventListener('focusin', event => {
    const at = hits(root).indexOf(event.target);
    if (at >= 0) {
      choose(root, at, false);
    }
  });
  new MutationObserver(() => {
    const all = hits(root);
    if (all.filter(hit => hit.tabIndex === 0).length !== 1) {
      choose(root, Math.max(0, all.indexOf(document.activeElement)), false);
    }
  }).observe(root, { childList: true, subtree: true });
  choose(root, 0, false);

  root.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const at = hits(root).indexOf(document.activeElement);
    const isField = event.target === field(root);
    const step = { ArrowDown: 1, ArrowUp: -1, j: isField ? undefined : 1, k: isField ? undefined : -1 }[event.key];
    if (step === undefined || (at < 0 && !(isField && step > 0))) {
      return;
    }
    event.preventDefault();
    if (at + step < 0 && !isField) {
      field(root).focus();
    } else {
      choose(root, isField ? 0 : at + step, true);
    }
  });
}
