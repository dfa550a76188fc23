// Texts that several people write at once, over a connection that may go. Without this file each is an ordinary form.
// What is typed is first kept in this browser, then sent with the text it started from: the server joins both writers'
// lines, or shows them side by side. Nothing is thrown away before the server says that it has it.
(function () {
  "use strict";
  var PAUSE = 1200, AGAIN = 5000, TOO_LONG = 15000;
  var texts = {};

  function cookie(name) {
    var found = document.cookie.match(new RegExp("(?:^|; )" + name + "=([^;]*)"));
    return found ? decodeURIComponent(found[1]) : "";
  }
  function hour() {
    // The table's hour, wherever this browser believes it is.
    return new Date().toLocaleTimeString(document.documentElement.lang || "es", { hour: "numeric", minute: "2-digit", timeZone: "America/Bogota" });
  }
  // Lines that both have stand once; of those that differ, first the others' and then ours.
  function both(theirs, ours) {
    var a = theirs.split("\n"), b = ours.split("\n"), start = 0, end = 0, least = Math.min(a.length, b.length);
    while (start < least && a[start] === b[start]) start += 1;
    while (end < least - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
    return a.slice(0, a.length - end).concat(b.slice(start)).join("\n");
  }
  // The caret stays where it was among words that others wrote.
  function put(area, words) {
    var old = area.value, same = 0, from = area.selectionStart, to = area.selectionEnd;
    while (same < old.length && same < words.length && old[same] === words[same]) same += 1;
    area.value = words;
    if (document.activeElement !== area) return;
    var moved = function (at) { return at <= same ? at : Math.max(same, at + words.length - old.length); };
    area.setSelectionRange(moved(from), moved(to));
  }

  function begin(form) {
    var area = form.querySelector("[data-text]"), line = form.querySelector("[data-state]"), merge = form.querySelector("[data-merge]");
    var path = new URL(form.action).pathname, key = "concierta-writing:" + form.dataset.person + ":" + path;
    var base = form.elements.base.value, revision = form.elements.revision.value;
    var sending = false, timer = 0, theirs = null;

    function say(state, more) {
      form.dataset.state = state;
      line.textContent = (form.dataset["words" + state] || "").replace("{hour}", hour()) + (more ? " " + more : "");
    }
    function keep() {
      try { localStorage.setItem(key, JSON.stringify({ text: area.value, base: base, revision: revision })); } catch (refused) { /* private window */ }
    }
    function forget() { try { localStorage.removeItem(key); } catch (refused) { /* private window */ } }
    function later(pause) { clearTimeout(timer); timer = setTimeout(send, pause); }
    function changed() { return area.value !== base; }

    function ask(options) {
      var stop = new AbortController(), limit = setTimeout(function () { stop.abort(); }, TOO_LONG);
      options.signal = stop.signal;
      options.headers = { "Accept": "application/json", "HX-Request": "true", "HX-Current-URL": location.href, "X-CSRFToken": cookie("csrftoken") };
      return fetch(form.action, options).then(function (response) {
        clearTimeout(limit);
        var door = response.headers.get("HX-Redirect");
        if (door) { keep(); location.assign(door); return null; }
        if (response.status >= 500) throw new Error(String(response.status));
        var json = (response.headers.get("Content-Type") || "").indexOf("application/json") === 0;
        return (json ? response.json() : Promise.resolve({})).then(function (told) { return { status: response.status, told: told }; });
      });
    }
    function send() {
      clearTimeout(timer);
      if (sending || theirs) return;
      if (!changed()) { forget(); return; }
      var sent = area.value, body = new URLSearchParams({ text: sent, base: base, revision: revision });
      sending = true;
      if (form.dataset.state !== "Offline") say("Saving");
      ask({ method: "POST", body: body }).then(function (answer) {
        sending = false;
        if (!answer) return;
        if (answer.status === 200) saved(sent, answer.told);
        else if (answer.status === 409 && "current" in answer.told) disagree(answer.told);
        else { keep(); say("Refused", answer.told.sentence || ""); }
      }).catch(function () {
        sending = false;
        keep();
        say("Offline");
        later(AGAIN);
      });
    }
    function saved(sent, told) {
      var joined = told.text !== sent;
      if (area.value === sent) {
        put(area, told.text);
        base = told.text; revision = told.revision;
        forget();
        say(joined ? "Joined" : "Saved");
        return;
      }
      // More was typed meanwhile. If the others' lines came in too, the old revision makes the server join them again.
      base = sent;
      if (!joined) revision = told.revision;
      keep();
      later(PAUSE);
    }
    function disagree(told) {
      theirs = told;
      keep();
      merge.querySelector("[data-theirs]").textContent = told.current;
      merge.querySelector("[data-yours]").textContent = area.value;
      merge.hidden = false;
      say("Conflict");
      merge.focus();
    }
    function settle(choice) {
      var yours = area.value;
      base = theirs.current; revision = theirs.revision;
      theirs = null;
      merge.hidden = true;
      if (choice === "theirs") put(area, base);
      if (choice === "both") put(area, both(base, yours));
      keep();
      area.focus();
      if (changed()) send(); else { forget(); say("Saved"); }
    }
    // Somebody else saved: with nothing of ours pending, their words simply appear.
    function refresh(now) {
      if (Number(now) <= Number(revision) || changed() || sending || theirs) return;
      ask({ method: "GET" }).then(function (answer) {
        if (!answer || answer.status !== 200 || changed() || sending) return;
        put(area, answer.told.text);
        base = answer.told.text; revision = answer.told.revision;
        say("Others", answer.told.who || "");
      }).catch(function () { /* the next turn tries again */ });
    }

    area.addEventListener("input", function () {
      keep();
      if (theirs) { merge.querySelector("[data-yours]").textContent = area.value; return; }
      if (form.dataset.state !== "Offline") { say("Typing"); later(PAUSE); } else if (!timer) later(PAUSE);
    });
    area.addEventListener("blur", function () { if (changed()) later(0); });
    form.addEventListener("submit", function (event) { event.preventDefault(); send(); });
    merge.addEventListener("click", function (event) {
      var button = event.target.closest("[data-keep]");
      if (button) settle(button.dataset.keep);
    });
    window.addEventListener("online", function () { if (changed()) later(0); });
    window.addEventListener("offline", function () { if (changed()) { keep(); say("Offline"); } });

    texts[form.id] = { changed: function () { return changed() || sending || Boolean(theirs); }, refresh: refresh };
    // Words of an earlier visit that never arrived: an expired session, a closed lid, a lost network.
    var kept = null;
    try { kept = JSON.parse(localStorage.getItem(key) || "null"); } catch (refused) { /* private window */ }
    if (kept && kept.text !== area.value) {
      base = kept.base; revision = kept.revision;
      put(area, kept.text);
      say("Found");
      later(0);
    } else forget();
  }

  window.conciertaWriting = {
    // Whether any text here has words that the server does not have yet.
    pending: function () { return Object.keys(texts).some(function (id) { return texts[id].changed(); }); }
  };
  function look() {
    Array.prototype.forEach.call(document.querySelectorAll("[data-written]"), function (mark) {
      var text = texts[mark.dataset.written];
      if (text) text.refresh(mark.value);
    });
  }
  document.addEventListener("htmx:afterRequest", function () { setTimeout(look, 0); });
  document.addEventListener("DOMContentLoaded", function () {
    Array.prototype.forEach.call(document.querySelectorAll("form[data-writing]"), begin);
  });
})();
