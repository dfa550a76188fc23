// What the steering pages add when scripts run: counting what is marked, adding up weights while they are typed.
(function () {
  "use strict";
  var each = function (list, act) { Array.prototype.forEach.call(list, act); };

  function count(form) {
    var marked = form.querySelectorAll("input[name=subject]:checked").length;
    each(form.querySelectorAll("[data-marked]"), function (place) {
      place.textContent = (marked === 1 ? place.dataset.one : place.dataset.many).replace("%s", marked);
      place.hidden = marked === 0;
    });
    var all = form.querySelector("input[data-all]");
    if (all) {
      var boxes = form.querySelectorAll("input[name=subject]").length;
      all.checked = marked > 0 && marked === boxes;
      all.indeterminate = marked > 0 && marked < boxes;
    }
  }

  // Numbers as people write them here: 33,3 in Spanish and 33.3 in English.
  function read(text) {
    var english = document.documentElement.lang.indexOf("en") === 0;
    var plain = text.replace(/\s/g, "");
    plain = english ? plain.replace(/,/g, "") : plain.replace(/\./g, "").replace(",", ".");
    return plain === "" ? null : Number(plain);
  }
  function add(place) {
    var family = place.closest("[data-family]");
    var total = 0, wrong = false;
    each(family.querySelectorAll("input.num"), function (field) {
      var value = read(field.value);
      if (value !== null) { if (isNaN(value)) wrong = true; else total += value; }
    });
    var shown = Math.round(total * 10000) / 10000;
    place.dataset.wrong = wrong || Math.abs(total - 100) > 0.01 ? "yes" : "no";
    place.textContent = place.dataset.words.replace("%s", wrong ? "?" : shown.toLocaleString(document.documentElement.lang));
  }

  document.addEventListener("input", function (event) {
    var form = event.target.closest("form");
    if (!form) return;
    if (event.target.matches("input[data-all]")) {
      each(form.querySelectorAll("input[name=subject]"), function (box) { box.checked = event.target.checked; });
    }
    if (event.target.matches("input[data-all], input[name=subject]")) count(form);
    var family = event.target.closest("[data-family]");
    if (family) add(family.querySelector(".s-sum"));
  });
  function start() {
    each(document.querySelectorAll("form"), function (form) { if (form.querySelector("[data-marked]")) count(form); });
    each(document.querySelectorAll(".s-sum"), add);
  }
  document.addEventListener("htmx:afterSettle", start);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start); else start();
})();
