// Coding open answers by keyboard: a number ticks its code, Enter saves. Without it the boxes work.
(() => {
  const form = document.getElementById("coding");
  if (!form) return;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const at = event.target;
    const writes = at instanceof HTMLInputElement && at.type === "text";
    if (writes || at instanceof HTMLTextAreaElement) return;
    const box = form.querySelector(`input[data-key="${CSS.escape(event.key)}"]`);
    if (box) {
      box.checked = !box.checked;
      box.focus();
      event.preventDefault();
    } else if (event.key === "Enter" && !(at instanceof HTMLButtonElement) && !(at instanceof HTMLAnchorElement)) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
})();
