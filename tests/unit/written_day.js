// companion/site/help_order.js by itself: reads {script, dates, months, days} from the standard input, and writes each
// day as each pattern has it.
const vm = require("node:vm");
const given = JSON.parse(require("node:fs").readFileSync(0, "utf-8"));
const order = vm.runInNewContext(`${given.script}\ncompanionHelpOrder`);
const found = {};
for (const [country, pattern] of Object.entries(given.dates)) {
  found[country] = given.days.map((day) => order.dated(pattern, given.months, new Date(`${day}T12:00`)));
}
process.stdout.write(JSON.stringify(found));
