/// What makes the page handier where scripts run; it can be read without.
enum HTMLScript {
  static let text: StaticString = """
    (function () {
      "use strict";
      var root = document.documentElement;
      root.classList.add("js");
      var field = document.getElementById("q");
      var boxes = Array.from(document.querySelectorAll(".filter input[type=checkbox]"));
      var sections = Array.from(document.querySelectorAll("section.contract"));
      var shown = document.getElementById("shown");
      var nothing = document.getElementById("nothing");
      var entries = null;
      // Searched in: the row, and the provider states; gathered when first needed.
      function all() {
        if (!entries) {
          entries = Array.from(document.querySelectorAll("details.entry"), function (element) {
            var states = element.querySelector(".states");
            var text = element.firstElementChild.textContent + " " + (states ? states.textContent : "");
            return { element: element, text: text.toLowerCase(), outcome: element.dataset.o };
          });
        }
        return entries;
      }
      function filter() {
        var words = field.value.toLowerCase().split(/\\s+/).filter(Boolean);
        var outcomes = new Set(boxes.filter(function (box) { return box.checked; })
          .map(function (box) { return box.value; }));
        var count = 0;
        all().forEach(function (entry) {
          var fits = outcomes.has(entry.outcome) &&
            words.every(function (word) { return entry.text.indexOf(word) >= 0; });
          if (fits) { count += 1; }
          if (entry.element.hidden === fits) { entry.element.hidden = !fits; }
        });
        sections.forEach(function (section) {
          section.hidden = !section.querySelector("details.entry:not([hidden])");
        });
        nothing.hidden = count > 0;
        shown.textContent = count === entries.length ? "" : count + " of " + entries.length;
      }
      var timer = 0;
      field.addEventListener("input", function () {
        clearTimeout(timer);
        timer = setTimeout(filter, 80);
      });
      boxes.forEach(function (box) { box.addEventListener("change", filter); });
      field.form.addEventListener("submit", function (event) { event.preventDefault(); filter(); });
      document.addEventListener("keydown", function (event) {
        if (event.ctrlKey || event.metaKey || event.altKey) { return; }
        if (event.key === "/" && !/^(INPUT|TEXTAREA)$/.test(document.activeElement.tagName)) {
          event.preventDefault();
          field.focus();
          field.select();
        } else if (event.key === "Escape" && document.activeElement === field) {
          field.value = "";
          filter();
          field.blur();
        }
      });
      document.getElementById("fold").addEventListener("click", function () {
        document.querySelectorAll("details.entry[open]").forEach(function (element) {
          element.open = false;
        });
      });
      document.addEventListener("click", function (event) {
        var button = event.target.closest("button.copy");
        if (!button) { return; }
        var line = button.parentNode.querySelector("pre");
        function done(word) {
          button.textContent = word;
          setTimeout(function () { button.textContent = "Copy"; }, 1500);
        }
        function select() {
          var range = document.createRange();
          range.selectNodeContents(line);
          var selection = getSelection();
          selection.removeAllRanges();
          selection.addRange(range);
          done(document.execCommand("copy") ? "Copied" : "Selected");
        }
        // From a file there may be no clipboard to ask.
        if (navigator.clipboard) {
          navigator.clipboard.writeText(line.textContent).then(function () { done("Copied"); }, select);
        } else {
          select();
        }
      });
      function open() {
        var target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
        if (target && target.tagName === "DETAILS") { target.open = true; target.scrollIntoView(); }
      }
      addEventListener("hashchange", open);
      open();
      // A reload may leave the fields as they were.
      if (field.value || boxes.some(function (box) { return !box.checked; })) { filter(); }
    })();
    """
}
