export * from "@tokenwell/core";
