// What the shell needs of the browser: time zone, phone navigation, menus, a session kept alive by use, words for a lost connection.
(() => {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone) document.cookie = `zone=${encodeURIComponent(zone)}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;

  const toggle = () => document.querySelector("[data-nav-toggle]");
  const isOpen = () => document.body.classList.contains("nav-open");
  const setNav = open => {
    if (open === isOpen()) return;
    document.body.classList.toggle("nav-open", open);
    toggle()?.setAttribute("aria-expanded", String(open));
    if (open) document.querySelector("#nav a")?.focus(); else toggle()?.focus();
  };
  document.addEventListener("click", event => {
    if (event.target.closest("[data-nav-toggle]")) setNav(!isOpen());
    else if (event.target.closest("[data-nav-close], #nav a")) setNav(false);
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
  document.addEventListener("keydown", event => {
    if (event.key === "Escape") {
      setNav(false);
      for (const menu of document.querySelectorAll("details[data-menu][open]")) {
        menu.open = false;
        menu.querySelector("summary").focus();
      }
    }
    if (event.key === "Tab" && isOpen()) {
      const links = [...document.querySelectorAll("#nav a")];
      const edge = event.shiftKey ? links[0] : links.at(-1);
      if (document.activeElement === edge) {
        event.preventDefault();
        (event.shiftKey ? links.at(-1) : links[0]).focus();
      }
    }
  });

  // Told at once and then once a minute: the server must not end a session whose last use it has yet to hear of.
  let told = Date.now();
  const keepSession = async () => {
    if (Date.now() - told < 60 * 1000 || !document.querySelector(".app")) return;
    told = Date.now();
    try {
      const answer = await fetch("/session", { credentials: "same-origin", cache: "no-store" });
      if (answer.status === 401) location.assign(`/sign-in?returnUrl=${encodeURIComponent(location.pathname + location.search)}`);
    } catch {
      // The network is down; the circuit's own words say so.
    }
  };
  for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, keepSession, { passive: true });

  const dialog = document.getElementById("components-reconnect-modal");
  if (!dialog) return;
  dialog.addEventListener("components-reconnect-state-changed", event => {
    const state = event.detail.state;
    if (state === "show") dialog.showModal();
    else if (state === "hide") dialog.close();
    else if (state === "failed") document.addEventListener("visibilitychange", retryWhenSeen);
    else if (state === "rejected") location.reload();
  });
  const retry = async () => {
    document.removeEventListener("visibilitychange", retryWhenSeen);
    try {
      if (!await Blazor.reconnect() && !await Blazor.resumeCircuit()) location.reload();
      else dialog.close();
    } catch {
      document.addEventListener("visibilitychange", retryWhenSeen);
    }
  };
  const resume = async () => {
    try {
      if (!await Blazor.resumeCircuit()) location.reload();
    } catch {
      dialog.classList.replace("components-reconnect-paused", "components-reconnect-resume-failed");
    }
  };
  const retryWhenSeen = async () => { if (document.visibilityState === "visible") await retry(); };
  document.getElementById("components-reconnect-button").addEventListener("click", retry);
  document.getElementById("components-resume-button").addEventListener("click", resume);
})();
