"use strict";

// Takes the place of the file of the same name in django.contrib.admin, which starts Select2:
// that writes style attributes, which our Content-Security-Policy forbids, and leaves boxes
// without names for screen readers. This is a plain combobox over the same <select> and the same
// address, for one choice or several. Without scripts the <select> itself stays.

(function () {
  const WAIT = 250; // milliseconds between the last key and the question to the server

  class Autocomplete {
    constructor(select) {
      this.select = select;
      this.active = -1;
      this.asked = 0;
      this.build();
      this.listen();
      this.show();
    }

    build() {
      const { select } = this;
      const name = (document.querySelector(`label[for="${CSS.escape(select.id)}"]`) || {}).textContent || "";
      this.label = name.trim().replace(/[:：]$/, "");
      this.box = document.createElement("div");
      this.box.className = "autocomplete";
      this.input = document.createElement("input");
      this.list = document.createElement("ul");
      this.status = document.createElement("p");
      this.chosen = document.createElement("ul");
      Object.assign(this.input, { type: "text", id: `${select.id}_search`, autocomplete: "off" });
      Object.assign(this.list, { id: `${select.id}_list`, hidden: true, className: "autocomplete-list" });
      this.list.setAttribute("role", "listbox");
      this.list.setAttribute("aria-label", this.label);
      this.status.className = "help";
      this.status.setAttribute("role", "status");
      this.chosen.className = "autocomplete-chosen";
      for (const [key, value] of Object.entries({
        role: "combobox",
        "aria-label": this.label,
        "aria-autocomplete": "list",
        "aria-expanded": "false",
        "aria-controls": this.list.id,
      })) {
        this.input.setAttribute(key, value);
      }
      const described = select.getAttribute("aria-describedby");
      if (described) {
        this.input.setAttribute("aria-describedby", described);
      }
      this.box.append(this.chosen, this.input, this.list, this.status);
      select.before(this.box);
      select.hidden = true;
      const label = document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
      if (label) {
        label.htmlFor = this.input.id;
      }
    }

    listen() {
      this.input.addEventListener("input", () => {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.ask(), WAIT);
      });
      this.input.addEventListener("click", () => this.ask());
      this.input.addEventListener("keydown", (event) => this.key(event));
      this.input.addEventListener("blur", () => {
        this.close();
        this.show();
      });
      // The list is picked from before the box loses its focus.
      this.list.addEventListener("mousedown", (event) => {
        event.preventDefault();
        const option = event.target.closest("[role=option]");
        if (option) {
          this.pick([...this.list.children].indexOf(option));
        }
      });
      // The windows behind "add" and "change" write into the <select>.
      django.jQuery(this.select).on("change", () => this.show());
    }

    key(event) {
      const last = this.list.children.length - 1;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (this.list.hidden) {
          this.ask();
        } else {
          const step = event.key === "ArrowDown" ? 1 : -1;
          this.mark(Math.min(Math.max(this.active + step, 0), last));
        }
      } else if (event.key === "Enter" && !this.list.hidden) {
        event.preventDefault();
        this.pick(this.active);
      } else if (event.key === "Escape" && !this.list.hidden) {
        event.stopPropagation();
        this.close();
      }
    }

    async ask() {
      const turn = ++this.asked;
      const { select } = this;
      const current = select.multiple ? "" : this.chosenText();
      const term = this.input.value === current ? "" : this.input.value;
      const query = new URLSearchParams({
        term,
        app_label: select.dataset.appLabel,
        model_name: select.dataset.modelName,
        field_name: select.dataset.fieldName,
      });
      const response = await fetch(`${select.dataset["ajax-Url"]}?${query}`);
      if (turn !== this.asked || document.activeElement !== this.input) {
        return;
      }
      if (!response.ok) {
        this.status.textContent = "候補を読み込めませんでした。もう一度試してください。";
        return;
      }
      const answer = await response.json();
      this.open(answer.results, answer.pagination.more);
    }

    open(results, more) {
      this.results = results;
      if (!this.select.multiple && !this.select.required && this.select.value) {
        this.results = [{ id: "", text: "（選ばない）" }, ...results];
      }
      this.list.replaceChildren(
        ...this.results.map((result, index) => {
          const option = document.createElement("li");
          option.id = `${this.list.id}_${index}`;
          option.setAttribute("role", "option");
          option.setAttribute("aria-selected", "false");
          option.textContent = result.text;
          return option;
        }),
      );
      this.list.hidden = this.results.length === 0;
      this.input.setAttribute("aria-expanded", String(!this.list.hidden));
      this.status.textContent = results.length
        ? `候補は${results.length}件です。${more ? "ことばを足すと、しぼり込めます。" : ""}`
        : "候補は見つかりませんでした。ことばを減らしてください。";
      this.active = -1;
    }

    mark(index) {
      [...this.list.children].forEach((option, place) => {
        option.setAttribute("aria-selected", String(place === index));
      });
      this.active = index;
      const option = this.list.children[index];
      if (option) {
        this.input.setAttribute("aria-activedescendant", option.id);
        option.scrollIntoView({ block: "nearest" });
      }
    }

    pick(index) {
      const result = this.results[index];
      if (!result) {
        return;
      }
      const known = [...this.select.options].find((option) => option.value === result.id);
      const option = known || new Option(result.text, result.id);
      if (!known) {
        this.select.append(option);
      }
      option.selected = true;
      this.close();
      django.jQuery(this.select).trigger("change");
    }

    close() {
      this.list.hidden = true;
      this.input.setAttribute("aria-expanded", "false");
      this.input.removeAttribute("aria-activedescendant");
      this.status.textContent = "";
    }

    chosenText() {
      const option = this.select.selectedOptions[0];
      return option && option.value ? option.textContent : "";
    }

    show() {
      if (!this.select.multiple) {
        this.input.value = this.chosenText();
        return;
      }
      this.input.value = "";
      this.chosen.replaceChildren(
        ...[...this.select.selectedOptions].map((option) => {
          const item = document.createElement("li");
          const remove = document.createElement("button");
          remove.type = "button";
          remove.textContent = "外す";
          remove.setAttribute("aria-label", `${option.textContent}を外す`);
          remove.addEventListener("click", () => {
            option.selected = false;
            django.jQuery(this.select).trigger("change");
            this.input.focus();
          });
          item.append(`${option.textContent} `, remove);
          return item;
        }),
      );
    }
  }

  function start(root) {
    for (const select of root.querySelectorAll("select.admin-autocomplete")) {
      if (!select.name.includes("__prefix__") && !select.hidden) {
        new Autocomplete(select);
      }
    }
  }

  document.addEventListener("DOMContentLoaded", () => start(document));
  document.addEventListener("formset:added", (event) => start(event.target));
})();
