// The desk reads and judges without this file. It marks all the words of the record that an address ends in, and gives
// keys to the buttons, links and fields that name one (data-key).
"use strict";

function mark() {
  const id = location.hash.slice(1);
  if (!id || id === "here") return; // the server has marked what was asked for
  for (const old of document.querySelectorAll(".text .here")) old.classList.remove("here");
  for (const piece of document.querySelectorAll(".text [data-of]")) {
    if (piece.dataset.of.split(" ").includes(id)) piece.classList.add("here");
  }
}

addEventListener("hashchange", mark);
mark();

// On a phone the menu is one line: the page that is open is brought into it.
const menu = document.querySelector(".menu ul");
const current = menu?.querySelector("[aria-current]");
if (current) menu.scrollLeft = current.offsetLeft - menu.offsetLeft - menu.clientWidth / 2;

const TYPED = "input, select, textarea";

function press(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.defaultPrevented) return;
  const field = event.target.closest(TYPED);
  if (field) {
    if (event.key === "Escape") field.blur();
    // a list of choices takes Enter for itself; in a text field the browser saves already
    if (event.key === "Enter" && field.matches("select[data-key]")) {
      event.preventDefault();
      field.form.requestSubmit();
    }
    return;
  }
  const found = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key.split(" ").includes(event.key));
  if (!found) return;
  event.preventDefault();
  if (found.matches(TYPED)) found.focus();
  else if (!event.repeat) found.click();
}

addEventListener("keydown", press);

// One press, one judgement: what is sent is not sent again.
addEventListener("submit", (event) => {
  if (event.target.method !== "post") return;
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "yes";
});
addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});
