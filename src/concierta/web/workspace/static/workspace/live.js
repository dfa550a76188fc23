// The screen of a session, refreshed for everybody by its own questions, without touching what a person is writing.
(function () {
  "use strict";
  var WORDS = "textarea, select, input:not([type=hidden]):not([type=checkbox]):not([type=radio]):not([type=file])";
  var seen = {}, skipped = false, answering = null, stage = null, waiting = [];

  function all(where, what) { return Array.prototype.slice.call(where.querySelectorAll(what)); }
  function pulse() { return document.getElementById("pulso"); }
  function original(field) {
    if (field.tagName !== "SELECT") return field.defaultValue;
    var first = all(field, "option").filter(function (option) { return option.defaultSelected; })[0] || field.options[0];
    return first ? first.value : "";
  }
  function typed(field) { return field.value !== original(field); }
  function writingIn(where) { var here = document.activeElement; return Boolean(here && here.matches(WORDS) && where.contains(here)); }
  // The tokens differ in each answer and say nothing new.
  function plain(part) { return part.outerHTML.replace(/name="(csrfmiddlewaretoken|form_token)" value="[^"]*"/g, ""); }

  document.addEventListener("htmx:beforeRequest", function (event) {
    if (event.target === pulse() && document.hidden) event.preventDefault();
    else waiting.push(event.target);
  });
  document.addEventListener("htmx:beforeSwap", function (event) { answering = event.detail.requestConfig.elt; skipped = false; });

  // Each part comes whole; it replaces the old one only when it says something else and nobody is writing in it.
  document.addEventListener("htmx:oobBeforeSwap", function (event) {
    var old = event.detail.target, part = event.detail.fragment.firstElementChild;
    if (!part || !old.hasAttribute("data-part")) return;
    var told = plain(part), polled = answering === pulse();
    if (polled && seen[old.id] === told) { event.detail.shouldSwap = false; return; }
    // A form whose answer is on its way stays until it comes: an answer to a form that is gone changes nothing.
    var asked = waiting.some(function (elt) { return elt !== answering && old.contains(elt); });
    if (asked || (polled && writingIn(old))) { event.detail.shouldSwap = false; skipped = true; return; }
    seen[old.id] = told;
    all(old, "details[id][open]").forEach(function (fold) {
      var same = part.querySelector("#" + CSS.escape(fold.id));
      if (same && !fold.contains(answering)) same.open = true;
    });
    all(old, WORDS).forEach(function (field) {
      var same = field.id && typed(field) && field.form !== answering && part.querySelector("#" + CSS.escape(field.id));
      if (same) same.value = field.value;
    });
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    waiting = waiting.filter(function (elt) { return elt !== event.target; });
    var version = document.getElementById("sala-version");
    if (skipped && version) version.value = "";
    if (event.detail.successful) { offline(false); follow(); }
    if (event.target !== pulse() && event.detail.successful && event.target.matches("form")) {
      drop(event.target);
      if (!event.target.closest("[data-part]")) {
        event.target.reset();
        var fold = event.target.closest("details");
        if (fold) fold.open = false;
      }
    }
  });
  document.addEventListener("htmx:sendError", function () { offline(true); });
  window.addEventListener("offline", function () { offline(true); });
  function again() { if (window.htmx && pulse() && !document.hidden) htmx.trigger(pulse(), "vuelve"); }
  window.addEventListener("online", again);
  document.addEventListener("visibilitychange", again);
  function offline(gone) {
    var line = document.getElementById("sala-linea");
    if (line) line.hidden = !gone;
  }

  // The table went on to another matter: go along, unless that would take somebody's words away.
  function follow() {
    var mark = document.getElementById("sala-etapa");
    if (!mark) return;
    if (stage === null) stage = mark.dataset.stage;
    if (mark.dataset.stage === stage) return;
    var writing = window.conciertaWriting && window.conciertaWriting.pending();
    var busy = writing || writingIn(document) || all(document, "form[data-hold]").some(function (form) { return all(form, WORDS).some(typed); });
    if (!busy) { location.assign(mark.dataset.href); return; }
    var link = document.getElementById("sala-cambio");
    if (link) link.hidden = false;
  }

  // Words typed into the small forms wait in this tab until the form is accepted.
  function key(form) { return "concierta-held:" + location.pathname + "#" + form.id; }
  function drop(form) { try { sessionStorage.removeItem(key(form)); } catch (refused) { /* private window */ } }
  document.addEventListener("input", function (event) {
    var form = event.target.form;
    if (!form || !form.matches("[data-hold]")) return;
    var words = {};
    all(form, WORDS).forEach(function (field) { if (field.name && typed(field)) words[field.name] = field.value; });
    try { sessionStorage.setItem(key(form), JSON.stringify(words)); } catch (refused) { /* private window */ }
  });
  function recall(form) {
    var words = null;
    try { words = JSON.parse(sessionStorage.getItem(key(form)) || "null"); } catch (refused) { return; }
    if (!words) return;
    Object.keys(words).forEach(function (name) { if (form.elements[name]) form.elements[name].value = words[name]; });
    var fold = form.closest("details");
    if (fold && Object.keys(words).length) fold.open = true;
  }

  // Minutes go by without asking anybody.
  function tick() {
    all(document, "time[data-since]").forEach(function (clock) {
      var minutes = Math.max(0, Math.floor((Date.now() - Date.parse(clock.dataset.since)) / 60000));
      clock.textContent = minutes + " min";
    });
  }
  document.addEventListener("DOMContentLoaded", function () {
    all(document, "form[data-hold]").forEach(recall);
    var mark = document.getElementById("sala-etapa");
    if (mark) stage = mark.dataset.stage;
    setInterval(tick, 10000);
  });
})();
