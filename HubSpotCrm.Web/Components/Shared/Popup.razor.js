// The panel stays within the list it belongs to; its first control takes the focus; arrow keys walk the options, where there are several lists those of one, and sideways to the next.
// What is behind it takes no clicks: Tab goes round in it, and Escape closes it though the focus was lost.
const reachable = panel => [...panel.querySelectorAll('a[href], button:not([disabled]), input:not([disabled]), select:not([disabled])')].filter(one => one.offsetParent !== null);

// The topmost of all, and the focus is neither in it nor at its button nor in what lies above it.
const isLost = panel => [...document.querySelectorAll('[data-popup]')].at(-1) === panel
  && !panel.parentElement.contains(document.activeElement)
  && !document.querySelector('.mud-dialog, dialog[open], .mud-popover-open');

function goRound(panel, event) {
  const stops = reachable(panel).filter(one => one.tabIndex >= 0);
  const edge = event.shiftKey ? stops[0] : stops.at(-1);
  if (stops.length > 0 && (isLost(panel) || document.activeElement === edge || document.activeElement === panel && event.shiftKey)) {
    event.preventDefault();
    (event.shiftKey ? stops.at(-1) : stops[0]).focus();
  }
}

export function open(panel) {
  if (!panel?.isConnected) {
    return;
  }
  const frame = panel.closest('.lst')?.getBoundingClientRect() ?? { left: 0, right: innerWidth };
  const at = panel.getBoundingClientRect();
  const shift = at.right > frame.right - 8 ? frame.right - 8 - at.right : at.left < frame.left + 8 ? frame.left + 8 - at.left : 0;
  panel.style.translate = `${Math.max(shift, frame.left + 8 - at.left)}px`;
  // Whoever was quicker than this script keeps the control they went to.
  if (!panel.contains(document.activeElement)) {
    (panel.querySelector('[data-first]') ?? reachable(panel)[0] ?? panel).focus({ preventScroll: true });
  }
  const onKey = event => {
    if (!panel.isConnected) {
      document.removeEventListener('keydown', onKey, true);
    } else if (event.key === 'Tab') {
      goRound(panel, event);
    } else if (event.key === 'Escape' && isLost(panel)) {
      // The list below would take it for its own.
      event.preventDefault();
      event.stopPropagation();
      panel.parentElement.querySelector('.behind').click();
    }
  };
  document.addEventListener('keydown', onKey, true);
  panel.addEventListener('keydown', event => {
    const aside = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const list = event.target.closest('[data-opts]');
    if (aside && list && !event.target.matches('select, input:not([type="checkbox"], [type="radio"])')) {
      const lists = [...panel.querySelectorAll('[data-opts]')];
      const other = lists[lists.indexOf(list) + aside];
      const to = other && (other.querySelector('[data-first]') ?? reachable(other)[0]);
      if (to) {
        event.preventDefault();
        to.focus();
      }
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.target.matches('select')) {
      return;
    }
    event.preventDefault();
    const options = [...(list ?? panel).querySelectorAll('[data-opt]')].filter(one => one.offsetParent !== null);
    const row = event.target.closest('li, label, .opt')?.querySelector('[data-opt]') ?? event.target;
    const at = options.indexOf(options.includes(event.target) ? event.target : row);
    options[at < 0 ? (step > 0 ? 0 : options.length - 1) : Math.max(0, Math.min(options.length - 1, at + step))]?.focus();
  });
}

export function focusOn(panel, selector) {
  const found = [...(panel?.querySelectorAll?.(selector) ?? [])].find(one => !one.disabled);
  (found ?? panel)?.focus({ preventScroll: false });
}
