// Runs before the page is drawn, so that a chosen theme never flashes the other one.
"use strict";
(() => {
  let theme = "";
  try {
    theme = localStorage.getItem("packkit-theme") || "";
  } catch {
    // Storage may be forbidden; the system's theme is then the one.
  }
  if (theme === "light" || theme === "dark") {
    document.documentElement.dataset.theme = theme;
  }
})();
