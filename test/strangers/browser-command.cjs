"use strict";

// Stands in for a browser's starter: hands the address to the test that waits for it at its desk.
const { request } = require("node:http");

request({ port: process.env.TEST_DESK_PORT, host: "127.0.0.1", method: "POST" }).end(process.argv[2]);
