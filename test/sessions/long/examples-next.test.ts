import { beforeAll, test } from "vitest";
import { buildNextExample } from "../support/example.ts";
import { useExample } from "../support/use-example.ts";

beforeAll(buildNextExample);

test("examples/next logs in, calls its API, guards its forms, and stops on SIGTERM", () =>
  useExample("next"));
