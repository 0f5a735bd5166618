// The command palette: the field and its keys are here, what stands below comes from the server. It opens before the server answers, and Enter
// waits for the answer to what is in the field: one to an older text is never acted upon.
(() => {
  const dialog = document.getElementById('palette');
  if (!dialog) return;
  const pause = 120;
  const input = dialog.querySelector('input');
  const holder = dialog.querySelector('[data-results]');
  const list = () => document.getElementById('palette-list');
  const options = () => [...list().querySelectorAll('[role="option"]')];
  const isBusy = () => document.querySelector('.mud-dialog, dialog[open]');
  let results, timer, active, shownFor, entered;
  let asked = 0;

  document.documentElement.classList.toggle('mac', /Mac|iPhone|iPad/.test(navigator.platform));

  // Before the circuit is up there is nothing to put the component in with.
  const component = async () => {
    for (;;) {
      try {
        return await Blazor.rootComponents.add(holder, 'palette', { text: input.value, asked });
      } catch {
        await new Promise(done => setTimeout(done, 50));
      }
    }
  };

  const ask = async () => {
    clearTimeout(timer);
    results ??= component();
    (await results).setParameters({ text: input.value, asked });
  };

  const select = option => {
    for (const other of options()) other.setAttribute('aria-selected', String(other === option));
    active = option;
    if (option) {
      input.setAttribute('aria-activedescendant', option.id);
      option.scrollIntoView({ block: 'nearest' });
    } else {
      input.removeAttribute('aria-activedescendant');
    }
  };

  const open = () => {
    if (isBusy()) return;
    input.value = '';
    entered = undefined;
    asked++;
    dialog.showModal();
    dialog.setAttribute('aria-modal', 'true');
    input.focus();
    select(options()[0]);
    ask();
  };

  const close = () => dialog.close();

  // What the browser does by itself. True when nothing is left to do.
  const run = option => {
    switch (option.dataset.run) {
      case 'theme':
        document.querySelector('header [data-theme-toggle]')?.click();
        return true;
      case 'copy':
        navigator.clipboard?.writeText(location.href);
        return true;
      case 'keys':
        document.getElementById('keys')?.showModal();
        return true;
      case 'sign-out':
        document.querySelector('form[action="/sign-out"]')?.requestSubmit();
        return true;
      case 'new': {
        const button = new URL(option.href).pathname === location.pathname ? document.querySelector('[data-new]') : null;
        button?.click();
        return button !== null;
      }
      default:
        return false;
    }
  };

  const choose = (option, isNewTab) => {
    if (!option) return;
    if (isNewTab && option.href) window.open(option.href, '_blank', 'noopener');
    else option.click();
  };

  // With a click on an option the server is told as well; a link is followed by the page itself.
  dialog.addEventListener('click', event => {
    const option = event.target.closest('[role="option"]');
    if (event.target === dialog || event.target.closest('[data-close]')) {
      close();
    } else if (option?.dataset.fill) {
      input.value = option.dataset.fill;
      input.focus();
      ask();
    } else if (option && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      close();
      if (run(option)) event.preventDefault();
    }
  });
  dialog.addEventListener('close', () => {
    dialog.removeAttribute('aria-modal');
    clearTimeout(timer);
    input.value = '';
    if (results) ask();
  });

  input.addEventListener('input', () => {
    entered = undefined;
    clearTimeout(timer);
    timer = setTimeout(ask, input.value === '' ? 0 : pause);
  });
  input.addEventListener('keydown', event => {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 5, PageUp: -5 }[event.key];
    if (step) {
      event.preventDefault();
      const all = options();
      const at = all.indexOf(active) + step;
      select(Math.abs(step) === 1 ? all[(at + all.length) % all.length] : all[Math.max(0, Math.min(all.length - 1, at))]);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      const isNewTab = event.ctrlKey || event.metaKey;
      if (list().dataset.for === input.value) {
        choose(active, isNewTab);
      } else {
        entered = { isNewTab };
        ask();
      }
    } else if (event.key === 'Tab') {
      event.preventDefault();
    }
  });

  // Options come and go: for another text the first is chosen, for the same one what was chosen before.
  new MutationObserver(() => {
    const isSame = shownFor === list().dataset.for && active?.isConnected;
    shownFor = list().dataset.for;
    select(isSame ? active : options()[0]);
    if (entered && shownFor === input.value) {
      const { isNewTab } = entered;
      entered = undefined;
      choose(active, isNewTab);
    }
  }).observe(holder, { childList: true, subtree: true, attributes: true, attributeFilter: ['data-for', 'id'] });

  document.addEventListener('click', event => {
    if (event.target.closest('[data-palette-open]')) open();
  });
  window.addEventListener('keydown', event => {
    if (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      if (dialog.open) input.select();
      else open();
    }
  }, true);
})();
