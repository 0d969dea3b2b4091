"use strict";

// node --require loaded-modules.cjs: prints the modules of Node that the process has loaded when it ends.
process.once("exit", () => require("node:fs").writeSync(1, `${process.moduleLoadList.join("\n")}\n`));
