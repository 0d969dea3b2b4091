/*
 * A program that refreshes connections one after the other, as fast as it can, until its store says that it has moved. It
 * prints `running` after its first refresh, and the code at its end.
 */
import { openTokenwell } from "@tokenwell/core";

const tokenwell = await openTokenwell();
const names = process.argv.slice(2);
let refreshes = 0;
let code = "";
for (let turn = 0; code !== "store_moved"; turn += 1) {
  try {
    await tokenwell.token(names[turn % names.length], { refresh: true });
    refreshes += 1;
    if (refreshes === 1) console.log("running");
  } catch (error) {
    code = error.code;
    if (code !== "store_moved" && code !== "store_moving") console.log(`failed ${code}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
console.log(code);
process.exit();
