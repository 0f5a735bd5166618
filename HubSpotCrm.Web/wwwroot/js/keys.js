// Keys of the whole portal: "g" and a letter go to a page, "/" to the page's search, "t" turns the theme, "?" shows all keys.
// Keys of one letter can be turned off, for who speaks or slips (WCAG 2.1.4).
(() => {
  const sheet = document.getElementById('keys');
  if (!sheet) return;
  const wait = 1500;
  const pages = new Map([...sheet.querySelectorAll('[data-go]')].map(row => [row.dataset.go, row.dataset.href]));
  const typing = target => target.closest?.('input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable="true"], [role="listbox"], [role="menu"]');
  const isCovered = () => document.querySelector('.mud-dialog, [aria-modal="true"], dialog[open]');
  const isOff = () => localStorage.getItem('single-keys') === 'off';
  let going = -wait;

  const box = sheet.querySelector('[data-single-keys]');
  box.checked = !isOff();
  box.addEventListener('change', () => localStorage.setItem('single-keys', box.checked ? 'on' : 'off'));
  sheet.addEventListener('click', event => {
    if (event.target === sheet || event.target.closest('[data-close]')) sheet.close();
  });

  const act = key => {
    if (performance.now() - going < wait) {
      going = -wait;
      const href = pages.get(key);
      if (href) Blazor.navigateTo(href);
      return Boolean(href);
    }
    switch (key) {
      case 'g':
        going = performance.now();
        return true;
      case '?':
        sheet.showModal();
        return true;
      case 't':
        document.querySelector('header [data-theme-toggle]')?.click();
        return true;
      case '/': {
        const field = document.querySelector('input[data-page-search]');
        field?.focus();
        field?.select();
        if (!field) document.querySelector('[data-palette-open]')?.click();
        return true;
      }
      default:
        return false;
    }
  };

  // Before the page's own keys: one that is off, or that was the second of two, is not theirs.
  window.addEventListener('keydown', event => {
    if (event.key.length !== 1 || event.key === ' ' || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat || typing(event.target)) return;
    if (isOff() && !(event.key === '?' && event.target.closest?.('dialog'))) {
      event.stopImmediatePropagation();
    } else if (!isCovered() && act(event.key)) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  }, true);
})();
