import { randomUUID } from "node:crypto";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { systemClock } from "../../../src/clock.ts";
import { recoverAnswers } from "../../../src/refresh/recover-answers.ts";
import { Secret } from "../../../src/secret.ts";
import { openRotation, type PostgresOptions } from "../../../src/store/postgres/store.ts";
import { Rotation } from "../../../src/store/tables/rotation.ts";
import { rotate } from "../../../src/tokenwell/keys/rotate.ts";
import { ManualClock } from "../../support/manual-clock.ts";
import { canary, sampleAttempt, startMs, withConnection } from "../../support/samples.ts";
import { eventsOf } from "../../support/store-contents.ts";
import { freshOptions, open } from "./open-store.ts";

const body = JSON.stringify({ access_token: "a", token_type: "Bearer", refresh_token: `${canary}spooled` });

async function storeWithSpool() {
  const folder = mkdtempSync(join(tmpdir(), "tokenwell-spool-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const spool = join(folder, "spool");
  const options = { ...(await freshOptions(new ManualClock(startMs))), spool };
  const store = await open(options);
  onTestFinished(() => store.close());
  const made = await withConnection(store);
  const attempt = sampleAttempt(made.connection);
  await store.connections.update(made.connection.id, () => ({
    change: { attempts: [attempt] },
    result: null,
  }));
  const answer = { attempt, httpStatus: 200, rawAnswer: Secret.of(body) };
  return { ...made, store, spool, options, attempt, answer };
}

/** Replaces the keys of a store, as `tokenwell keys rotate --everywhere` does. */
async function rotateKeys(options: PostgresOptions): Promise<void> {
  const rotation = new Rotation(await openRotation({ ...options, clock: systemClock }));
  onTestFinished(() => rotation.close());
  const { use } = await rotate(
    { rotation, paths: { key: options.key }, place: options.url },
    { isEverywhere: true },
  );
  expect(use).toMatchObject({ earlier: 0, isRotating: false });
}

describe("the spool of a store in PostgreSQL", () => {
  it("keeps a response in a sealed file that only its user can read, once", async () => {
    const { answer, spool, store } = await storeWithSpool();
    store.spool?.keep(answer);
    store.spool?.keep(answer);
    const [name = "", ...others] = readdirSync(spool);
    expect(others).toEqual([]);
    expect(statSync(join(spool, name)).mode & 0o777).toBe(0o600);
    expect(statSync(spool).mode & 0o777).toBe(0o700);
    expect(readFileSync(join(spool, name)).includes(`${canary}spooled`)).toBe(false);
    expect(store.spool?.kept().map((one) => one.rawAnswer.expose())).toEqual([body]);
  });

  it("gives its responses to their attempts when the store is opened again, and drops them", async () => {
    const { answer, attempt, connection, options, spool, store } = await storeWithSpool();
    store.spool?.keep(answer);
    const other = await open(options);
    onTestFinished(() => other.close());
    await recoverAnswers({ store: other, clock: options.clock });
    expect(readdirSync(spool)).toEqual([]);
    const state = await store.connections.read({ id: connection.id });
    expect(state?.attempts).toMatchObject([{ id: attempt.id, phase: "superseded", httpStatus: 200 }]);
    expect(state?.attempts[0]?.rawAnswer?.expose()).toBe(body);
    const kinds = (await eventsOf(store, connection.id)).map(({ kind }) => kind);
    expect(kinds).toContain("answer_recovered");
  });

  it("changes nothing when a response is given twice, was stored after all, or has no connection any more", async () => {
    const { answer, attempt, connection, options, store } = await storeWithSpool();
    store.spool?.keep(answer);
    await recoverAnswers({ store, clock: options.clock });
    store.spool?.keep(answer);
    await recoverAnswers({ store, clock: options.clock });
    await store.connections.update(connection.id, () => ({
      change: {
        connection: { generation: connection.generation + 1 },
        attempts: [{ ...attempt, phase: "committed", rawAnswer: null, closedAtMs: startMs }],
      },
      result: null,
    }));
    store.spool?.keep(answer);
    const gone = { ...attempt, connectionId: randomUUID(), id: randomUUID() };
    store.spool?.keep({ ...answer, attempt: gone });
    await recoverAnswers({ store, clock: options.clock });
    expect((await store.connections.read({ id: connection.id }))?.attempts).toEqual([]);
    const recovered = (await eventsOf(store, connection.id)).filter(
      ({ kind }) => kind === "answer_recovered",
    );
    expect(recovered).toHaveLength(1);
    expect(store.spool?.kept()).toEqual([]);
  });

  it("gives back an attempt that the database has lost, as one does that takes over after a failure", async () => {
    const { answer, attempt, connection, options, store } = await storeWithSpool();
    const lost = { ...attempt, id: randomUUID() };
    store.spool?.keep({ ...answer, attempt: lost });
    await recoverAnswers({ store, clock: options.clock });
    const state = await store.connections.read({ id: connection.id });
    const kept = state?.attempts.filter(({ rawAnswer }) => rawAnswer !== null);
    expect(kept).toMatchObject([{ id: lost.id, phase: "superseded" }]);
  });

  it("is sealed anew before a rotation removes the key that its files are under", async () => {
    const { answer, options, spool, store } = await storeWithSpool();
    store.spool?.keep(answer);
    const [name = ""] = readdirSync(spool);
    const before = readFileSync(join(spool, name));
    await rotateKeys(options);
    const later = await open(options);
    onTestFinished(() => later.close());
    expect(later.spool?.kept().map(({ rawAnswer }) => rawAnswer.expose())).toEqual([body]);
    expect(readdirSync(spool)).toEqual([name]);
    expect(readFileSync(join(spool, name)).equals(before)).toBe(false);
    expect(statSync(join(spool, name)).mode & 0o777).toBe(0o600);
  });

  it("ends a rotation before it removes the key of a file that it cannot read", async () => {
    const { answer, options, spool, store } = await storeWithSpool();
    store.spool?.keep(answer);
    const [name = ""] = readdirSync(spool);
    const path = join(spool, name);
    renameSync(path, `${path}.aside`);
    mkdirSync(path);
    await expect(rotateKeys(options)).rejects.toMatchObject({
      code: "store_unwritable",
      facts: { place: spool },
    });
    rmdirSync(path);
    renameSync(`${path}.aside`, path);
    await rotateKeys(options);
    const later = await open(options);
    onTestFinished(() => later.close());
    expect(later.spool?.kept().map(({ rawAnswer }) => rawAnswer.expose())).toEqual([body]);
  });

  it("ends a rotation if its folder cannot be read", async () => {
    const { options, spool } = await storeWithSpool();
    writeFileSync(spool, "");
    await expect(rotateKeys(options)).rejects.toMatchObject({
      code: "store_unwritable",
      facts: { place: spool },
    });
  });

  it("leaves the files of another store, and of keys that it does not have", async () => {
    const one = await storeWithSpool();
    const other = await storeWithSpool();
    one.store.spool?.keep(one.answer);
    const foreign = await open({ ...other.options, spool: one.spool });
    onTestFinished(() => foreign.close());
    expect(foreign.spool?.kept()).toEqual([]);
    await recoverAnswers({ store: foreign, clock: other.options.clock });
    expect(readdirSync(one.spool)).toHaveLength(1);
  });
});
