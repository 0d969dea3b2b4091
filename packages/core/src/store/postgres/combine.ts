import type { Row } from "../sealing/row.ts";
import {
  type Answer,
  type Insertions,
  type Lookups,
  reading,
  running,
  type Statement,
} from "../tables/sql.ts";

/** Statements that are sent, and what takes from their answers those to the ones that they stand for. */
export interface Combined {
  readonly statements: readonly Statement[];
  readonly answers: (answers: readonly Answer[]) => ReadonlyMap<Statement, Answer>;
}

/** Takes the answer to each of several statements from that to the one that was sent for them. */
type Share = (answer: Answer) => (statement: Statement) => Answer;

/**
 * Combines statements of which none needs the answer of another: sends the same object once, and those of the same SQL
 * together if they have a form for several.
 */
export function combine(statements: readonly Statement[]): Combined {
  const groups = Map.groupBy(statements, (statement) => (statement.many ? statement.sql : statement));
  const sent = [...groups.values()].map((group) => ({ group, ...together(group) }));
  return {
    statements: sent.map(({ statement }) => statement),
    answers: (answers) => {
      const given = new Map<Statement, Answer>();
      for (const [index, { group, share }] of sent.entries()) {
        const of = share(answers[index] ?? { rows: [], changes: 0 });
        for (const statement of group) given.set(statement, of(statement));
      }
      return given;
    },
  };
}

function together(group: readonly Statement[]): { readonly statement: Statement; readonly share: Share } {
  const [first] = group as readonly [Statement];
  if (group.length === 1 || first.many === undefined)
    return { statement: first, share: (answer) => () => answer };
  return first.many.kind === "lookups" ? lookingUp(group, first.many) : insertingAll(group, first.many);
}

function lookingUp(group: readonly Statement[], { sql }: Lookups) {
  const [first] = group;
  const wanted = [...new Set(group.map(({ values }) => values.value))];
  const share: Share = ({ rows }) => {
    const byValue = Map.groupBy(rows as readonly Row[], (row) => row.wanted);
    return ({ values }) => ({ rows: byValue.get(values.value) ?? [], changes: 0 });
  };
  return { statement: reading(sql, { ...first?.values, values: JSON.stringify(wanted) }), share };
}

function insertingAll(group: readonly Statement[], { head, columns, tail }: Insertions) {
  const rows = group.map((_, index) => `(${columns.map((column) => `:${column}_${index}`).join(", ")})`);
  const values = group.flatMap(({ values: row }, index) =>
    columns.map((column) => [`${column}_${index}`, row[column] ?? null] as const),
  );
  const share: Share = () => () => ({ rows: [], changes: 1 });
  return { statement: running(`${head}${rows.join(", ")}${tail}`, Object.fromEntries(values)), share };
}
