// What the workspace adds when scripts run. Every page works without it.
(function () {
  "use strict";

  // Shortcuts. A form marked data-submit-key is sent with Ctrl+Enter by its primary button.
  document.addEventListener("keydown", function (event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      var form = event.target.closest("form[data-submit-key]") || document.querySelector("form[data-submit-key]");
      var button = form && form.querySelector(".c-button--primary:not([disabled])");
      if (button) { event.preventDefault(); button.click(); }
      return;
    }
    if (event.target.closest("input, textarea, select, [contenteditable]") || event.ctrlKey || event.altKey || event.metaKey) return;
    // j and k walk through the rows of a list.
    if (event.key === "j" || event.key === "k") {
      var links = Array.prototype.slice.call(document.querySelectorAll(".w-rows .c-list-row__title a, .s-matrix tbody th a"));
      var here = links.indexOf(document.activeElement);
      var next = links[here + (event.key === "j" ? 1 : -1)];
      if (next) { event.preventDefault(); next.focus(); }
    }
  });

  // Copies what the button names; without a clipboard the text is there to be selected.
  if (navigator.clipboard) document.querySelectorAll("[data-copy]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim()).then(function () {
        button.textContent = button.dataset.copied;
      });
    });
  });

  // What was typed survives an expired session: it waits in this tab until the form is accepted.
  function keeper(form) {
    var key = "concierta-typed:" + location.pathname + (form.id ? "#" + form.id : "");
    var fields = function () {
      return Array.prototype.filter.call(form.elements, function (field) {
        return field.name && !/^(hidden|file|submit|button|password)$/.test(field.type);
      });
    };
    try {
      var typed = JSON.parse(sessionStorage.getItem(key) || "null");
      sessionStorage.removeItem(key);
      if (typed) fields().forEach(function (field) {
        if (!(field.name in typed)) return;
        if (field.type === "radio" || field.type === "checkbox") field.checked = typed[field.name] === field.value;
        else if (!field.value || field.value !== typed[field.name]) field.value = typed[field.name];
      });
      form.addEventListener("input", function () {
        var now = {};
        fields().forEach(function (field) {
          if ((field.type !== "radio" && field.type !== "checkbox") || field.checked) now[field.name] = field.value;
        });
        sessionStorage.setItem(key, JSON.stringify(now));
      });
    } catch (refused) { return; }
    form.addEventListener("submit", function () {
      try { sessionStorage.setItem("concierta-sent", key); } catch (refused) { /* private window */ }
    });
    // Saved on the server: nothing needs to wait here.
    form.addEventListener("htmx:afterRequest", function (event) {
      if (event.detail.successful && !event.detail.xhr.getResponseHeader("HX-Redirect")) sessionStorage.removeItem(key);
    });
  }
  function accepted() {
    // A page that is not a refused form proves that the last form was accepted, unless it is the door.
    try {
      var sent = sessionStorage.getItem("concierta-sent"), came = performance.getEntriesByType("navigation")[0];
      sessionStorage.removeItem("concierta-sent");
      if (document.querySelector(".w-door, .c-error-summary")) return;
      // An accepted form often leads back to its own page: what was sent from it must not wait there to be sent again.
      if (sent && came && came.redirectCount) sessionStorage.removeItem(sent);
      Object.keys(sessionStorage).forEach(function (key) {
        if (key.indexOf("concierta-typed:") === 0 && key.split("#")[0] !== "concierta-typed:" + location.pathname) sessionStorage.removeItem(key);
      });
    } catch (refused) { /* private window */ }
  }

  // Photographs are made smaller before they travel: a telephone's 6 MB picture becomes some 300 KB.
  function shrink(file) {
    if (!/^image\/(jpeg|png|webp)$/.test(file.type) || file.size < 700000 || !window.createImageBitmap) return Promise.resolve(file);
    return createImageBitmap(file, { imageOrientation: "from-image" }).then(function (bitmap) {
      var scale = Math.min(1, 2000 / Math.max(bitmap.width, bitmap.height));
      var canvas = document.createElement("canvas");
      canvas.width = Math.round(bitmap.width * scale);
      canvas.height = Math.round(bitmap.height * scale);
      canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
      return new Promise(function (done) { canvas.toBlob(done, "image/jpeg", 0.82); }).then(function (blob) {
        if (!blob || blob.size >= file.size) return file;
        return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
      });
    }).catch(function () { return file; });
  }
  document.addEventListener("change", function (event) {
    var input = event.target;
    if (!input.matches || !input.matches("input[type=file][data-shrink]") || !window.htmx) return;
    Promise.all(Array.prototype.map.call(input.files, shrink)).then(function (files) {
      var bag = new DataTransfer();
      files.forEach(function (file) { bag.items.add(file); });
      input.files = bag.files;
      htmx.trigger(input, "listo");
    });
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    if (event.target.matches && event.target.matches("input[type=file]") && event.detail.successful) event.target.value = "";
  });

  // A form that stays on the page after it was sent has a token for what it sends next.
  document.addEventListener("htmx:afterRequest", function (event) {
    var fresh = event.detail.xhr && event.detail.xhr.getResponseHeader("X-Form-Token");
    var form = fresh && event.target.closest && event.target.closest("form");
    if (form && form.elements.form_token) form.elements.form_token.value = fresh;
  });

  // Long work says that it is under way, and is not asked for twice.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (!form.matches("[data-busy]")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    Array.prototype.forEach.call(form.querySelectorAll("[data-busy-words]"), function (words) { words.hidden = false; });
  });

  document.addEventListener("DOMContentLoaded", start);
  if (document.readyState !== "loading") start();
  var started = false;
  function start() {
    if (started) return;
    started = true;
    accepted();
    Array.prototype.forEach.call(document.querySelectorAll("form[data-keep]"), keeper);
    var summary = document.querySelector(".c-error-summary");
    if (summary) summary.focus();
  }
})();
