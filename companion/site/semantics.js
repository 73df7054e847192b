// Flutter hides its accessibility tree behind an invisible button: press it for everybody.
addEventListener("flutter-first-frame", function () {
  var tries = 0, timer = setInterval(function () {
    var placeholder = document.querySelector("flt-semantics-placeholder");
    if (placeholder) placeholder.click();
    if (placeholder || ++tries > 100) clearInterval(timer);
  }, 50);
});
