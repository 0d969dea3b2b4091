import { type Fields, objectName } from "./records.ts";

/** The data of a query. */
export interface Records {
  /** Returns the records of an object, or `undefined` if there is no such object. */
  readonly records: (object: string) => readonly Fields[] | undefined;
  readonly url: (object: string, id: string) => string;
  /** Whether to describe the columns instead of returning records: `columns=true`, as `sf data query` asks. */
  readonly describesColumns?: boolean;
}

/** The response of the query resource. */
export interface QueryAnswer {
  readonly status: number;
  readonly body: unknown;
}

const statementPattern =
  /^\s*select\s+(?<fields>.+?)\s+from\s+(?<object>\w+)(?:\s+where\s+(?<field>\w+)\s*=\s*(?<value>'[^']*'|true|false|null|\d+))?(?:\s+order\s+by\s+[\w\s,]+?)?(?:\s+limit\s+(?<limit>\d+))?\s*$/is;

/**
 * Answers the SOQL that clients send when they connect: fields or COUNT() of one object, one equation, a limit.
 *
 * @see https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_select.htm
 */
export function answerQuery(
  statement: string,
  { records, url, describesColumns = false }: Records,
): QueryAnswer {
  const parts = statementPattern.exec(statement)?.groups;
  if (parts === undefined)
    return failure("MALFORMED_QUERY", "unexpected token: the emulator knows SELECT … FROM … WHERE … LIMIT");
  const { field, fields = "", limit, object = "", value } = parts;
  const all = records(object);
  if (all === undefined) return failure("INVALID_TYPE", `sObject type '${object}' is not supported.`);
  const names = /^count\(\)$/i.test(fields) ? [] : fields.split(",").map((name) => name.trim());
  const unknown = [...names, ...(field === undefined ? [] : [field])].find(
    (name) => fieldNamed(all, name) === undefined,
  );
  if (unknown !== undefined)
    return failure("INVALID_FIELD", `No such column '${unknown}' on entity '${objectName(object)}'.`);
  if (describesColumns) return { status: 200, body: columnsOf(object, names) };
  const matching = all.filter((record) => field === undefined || equals(record, field, value ?? ""));
  const limited = matching.slice(0, Number(limit ?? matching.length));
  const shown = names.length === 0 ? [] : limited.map((record) => chosen(record, names, { object, url }));
  return { status: 200, body: { totalSize: limited.length, done: true, records: shown } };
}

function columnsOf(object: string, names: readonly string[]): Readonly<Record<string, unknown>> {
  const columnMetadata = names.map((columnName) => ({
    aggregate: false,
    columnName,
    custom: columnName.endsWith("__c"),
    displayName: columnName,
    joinColumns: [],
  }));
  return { columnMetadata, entityName: objectName(object), groupBy: false };
}

function chosen(
  record: Fields,
  names: readonly string[],
  { object, url }: { readonly object: string } & Pick<Records, "url">,
): Readonly<Record<string, unknown>> {
  const members = names.map((name) => fieldNamed([record], name) ?? name);
  return {
    attributes: { type: objectName(object), url: url(object, String(record.Id)) },
    ...Object.fromEntries(members.map((name) => [name, record[name]])),
  };
}

function fieldNamed([record = {}]: readonly Fields[], name: string): string | undefined {
  return Object.keys(record).find((known) => known.toLowerCase() === name.toLowerCase());
}

function equals(record: Fields, field: string, literal: string): boolean {
  const name = fieldNamed([record], field) ?? field;
  return String(record[name]).toLowerCase() === literal.replaceAll("'", "").toLowerCase();
}

function failure(errorCode: string, message: string): QueryAnswer {
  return { status: 400, body: [{ message, errorCode }] };
}
