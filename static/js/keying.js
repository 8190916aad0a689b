// The entry screen without a mouse: Enter goes on, one key answers a single question.
// Without this file the screen works the same way with Tab.
"use strict";

(() => {
  const form = document.getElementById("keying");
  if (!form) return;
  const boxes = () =>
    [...form.querySelectorAll("input[type=text], textarea, button[type=submit]")].filter(
      (box) => !box.disabled,
    );

  const goOn = (box, step) => {
    const all = boxes();
    const next = all[all.indexOf(box) + step];
    if (!next) return;
    next.focus();
    if (next.select) next.select();
  };

  form.addEventListener("keydown", (event) => {
    const box = event.target;
    if (event.isComposing || !box.matches("input[type=text]")) return;
    if (event.key === "Enter") {
      event.preventDefault();
      goOn(box, event.shiftKey ? -1 : 1);
    }
  });

  form.addEventListener("input", (event) => {
    const box = event.target;
    if (event.isComposing || box.dataset.key !== "single" || Number(box.dataset.count) > 9) return;
    if (box.value.length === 1) goOn(box, 1);
  });

  const first = form.querySelector(".is-invalid") || boxes()[0];
  if (first && !document.querySelector(".error-summary")) first.focus();
})();
