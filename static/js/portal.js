"use strict";

// Small conveniences. Every page works without this file.

// The error summary is read out first: the page opens on it.
const summary = document.getElementById("error-summary");
if (summary) {
  summary.focus();
}

// On a telephone the menu is closed until its button opens it; Esc closes it again. Without this
// file two links do so, which go.
const menuButton = document.querySelector(".menu-button");
const menu = document.getElementById("site-menu");
if (menuButton && menu) {
  const showMenu = (open) => {
    menu.classList.toggle("is-open", open);
    menuButton.setAttribute("aria-expanded", String(open));
  };
  menu.classList.add("can-close");
  for (const link of document.querySelectorAll(".menu-link")) {
    link.remove();
  }
  menuButton.hidden = false;
  menuButton.addEventListener("click", () => {
    showMenu(menuButton.getAttribute("aria-expanded") !== "true");
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menuButton.getAttribute("aria-expanded") === "true") {
      showMenu(false);
      menuButton.focus();
    }
  });
}

// A form goes out once: the button says so, and a second press is ignored.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) {
    return;
  }
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "true";
  const button = event.submitter;
  if (button && button.tagName === "BUTTON") {
    button.dataset.label = button.textContent;
    button.textContent = "送っています…";
  }
});

// A page that comes back from the browser's memory can be sent again.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) {
    return;
  }
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
  }
  for (const button of document.querySelectorAll("button[data-label]")) {
    button.textContent = button.dataset.label;
    delete button.dataset.label;
  }
});

// Buttons that open the print dialog exist only where scripts run.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
