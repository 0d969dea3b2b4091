"use strict";

// node --require: the command believes that it runs on Node 20.
Object.defineProperty(process, "version", { value: "v20.20.2" });
