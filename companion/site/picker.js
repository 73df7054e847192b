// WebKit opens its file picker by click() only while it handles a tap. Flutter asks later, after Python has answered, so
// on an iPhone "Choose the backup file" would do nothing at all. showPicker() asks whether the person has just tapped.
(function () {
  "use strict";
  if (!HTMLInputElement.prototype.showPicker) return;
  var click = HTMLInputElement.prototype.click;
  HTMLInputElement.prototype.click = function () {
    if (this.type !== "file") return click.call(this);
    try { this.showPicker(); } catch (error) { click.call(this); }
  };
})();
