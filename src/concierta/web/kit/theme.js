// Remembers the theme the reader chose. Without this script the system's preference rules.
(function () {
  var root = document.documentElement, key = "concierta-theme", store = null;
  try { store = window.localStorage; } catch (refused) { /* private window: choose again each time */ }
  function apply(theme) {
    if (theme === "light" || theme === "dark") root.setAttribute("data-theme", theme);
    else root.removeAttribute("data-theme");
    document.querySelectorAll("[data-set-theme]").forEach(function (button) {
      button.setAttribute("aria-pressed", String(button.getAttribute("data-set-theme") === theme));
    });
  }
  function chosen() { return (store && store.getItem(key)) || "auto"; }
  apply(chosen());
  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll(".c-theme-switch").forEach(function (group) { group.hidden = false; });
    apply(chosen());
  });
  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("[data-set-theme]");
    if (!button) return;
    var theme = button.getAttribute("data-set-theme");
    if (store) store.setItem(key, theme);
    apply(theme);
  });
})();
