import pg from "pg";

/** Columns in which a copied row differs from its model, for the tables that grow with connections. */
const changes: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  connection: { id: "id || '-' || n", name: "name || '-' || n", subject: "subject || '-' || n" },
  access_token: { connection: "connection || '-' || n" },
  schedule: { connection: "connection || '-' || n" },
  attempt: { id: "id || '-' || n", connection: "connection || '-' || n" },
  event: { connection: "connection || '-' || n" },
};

/**
 * Copies the only connection of a store in PostgreSQL with its rows, each for an account of its own. A copy's MACs and
 * ciphertexts are those of its model, so that none can be read; nothing that is measured reads any.
 */
export async function copyConnection(url: string, copies: number): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("SET search_path TO tokenwell; SET synchronous_commit TO off");
    for (const [table, changed] of Object.entries(changes)) await copy(client, { table, changed, copies });
    await client.query("VACUUM ANALYZE");
  } finally {
    await client.end();
  }
}

async function copy(
  client: pg.Client,
  { table, changed, copies }: { table: string; changed: Readonly<Record<string, string>>; copies: number },
): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT column_name AS name FROM information_schema.columns
       WHERE table_schema = 'tokenwell' AND table_name = $1 AND is_identity = 'NO'`,
    [table],
  );
  const columns = rows.map(({ name }) => name);
  const values = columns.map((name) => changed[name] ?? name);
  await client.query(
    `INSERT INTO ${table} (${columns}) SELECT ${values} FROM (SELECT * FROM ${table}) AS model, generate_series(1, ${copies}) AS n`,
  );
}
