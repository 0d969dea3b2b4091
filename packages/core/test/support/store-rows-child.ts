import { json } from "node:stream/consumers";
import { Client, types } from "pg";

// A process that runs one statement on PostgreSQL for a caller that cannot wait: see store-rows.ts.
interface Request {
  readonly url: string;
  readonly schema: string;
  readonly sql: string;
}

const { schema, sql, url } = (await json(process.stdin)) as Request;
types.setTypeParser(types.builtins.INT8, Number);
types.setTypeParser(types.builtins.JSON, String);
const client = new Client({ connectionString: url });
await client.connect();
await client.query(`SET search_path = ${schema}`);
const result = await client.query(sql);
await client.end();
process.stdout.write(
  JSON.stringify([result].flat().at(-1)?.rows ?? [], (_, value) =>
    value?.type === "Buffer" ? { hex: Buffer.from(value.data).toString("hex") } : value,
  ),
);
