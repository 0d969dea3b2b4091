import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { repository } from "../strangers/children.ts";
import { useExample } from "./support/use-example.ts";

const names = ["express", "hono", "fastify", "node"] as const;

test.each(names)("examples/%s logs in, calls its API, guards its forms, and stops on SIGTERM", useExample);

test("the pages of the four examples are the same", () => {
  const pages = names.map((name) => readFileSync(`${repository}examples/${name}/pages.ts`, "utf8"));
  expect(new Set(pages).size).toBe(1);
});
