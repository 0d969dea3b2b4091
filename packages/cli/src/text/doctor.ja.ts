import type { en } from "./doctor.en.ts";

/** PostgreSQL についての `doctor` の文言(日本語)。キーと {placeholders} は doctor.en.ts と同じ。 */
export const ja = {
  "doctor.check.database": "データベース",
  "doctor.database_encrypted": "{place}(PostgreSQL {server}、TLS)",
  "doctor.database_local": "{place}(PostgreSQL {server}、このマシン上)",
  "doctor.database_empty": "{place} につながります。最初のログインで表を作ります",
  "doctor.spool_empty": "データベースが受け取らなかった応答の置き場は {path} です。今は空です",
  "doctor.durable_server": "コミットは必ずサーバーのディスクに書いてから有効になります。レプリカは待ちません",
  "doctor.durable_replicated": "コミットは必ずサーバーとレプリカのディスクに書いてから有効になります",
  "doctor.processes_seen": "80 秒以内に動作を知らせたもの {count} 個。止まっているものはありません",
  "doctor.rights_missing": "{user} は {schema}.{table} を読み書きできません",
  "doctor.schema_missing": "表がまだなく、{user} には作れません",
  "doctor.schema_old": "表がこの tokenwell より古く、{user} には変更できません",
  "doctor.server_forgets":
    "{setting} が off です。サーバーが落ちると、替わったトークンを失うおそれがあります",
  "doctor.spool_unwritable": "{path} に書き込めず、データベースが受け取らなかった応答を失うおそれがあります",
  "doctor.spool_in_memory": "{path} はメモリ上({type})にあり、そこで待つ応答はマシンが止まると失われます",
  "doctor.answers_waiting":
    "{count} 件の応答が {path} で待っています。tokenwell のどのコマンドでもデータベースに渡されます",
  "mend.store_address": "export TOKENWELL_STORE=postgres://USER@HOST:5432/DATABASE",
  "mend.store_driver": "npm install pg",
  "mend.store_unreachable": "pg_isready -d {place}",
  "mend.store_denied": "psql {place} -U USER -c 'SELECT 1'",
  "mend.store_missing": "createdb -h HOST -O USER DATABASE",
  "mend.store_replica": "export TOKENWELL_STORE=postgres://USER@PRIMARY:5432/DATABASE",
  "mend.store_tls": "export TOKENWELL_STORE=postgres://USER@HOST:5432/DATABASE?sslrootcert=/PATH/ca.pem",
  "mend.rights_missing":
    "psql {place} -U OWNER -c 'GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {user}'",
  "mend.schema_missing": "TOKENWELL_STORE=postgres://OWNER@HOST:5432/DATABASE tokenwell status",
  "mend.schema_old": "TOKENWELL_STORE=postgres://OWNER@HOST:5432/DATABASE tokenwell status",
  "mend.server_forgets":
    "psql {place} -U postgres -c 'ALTER SYSTEM SET {setting} = on' -c 'SELECT pg_reload_conf()'",
  "mend.spool_unwritable": "install -d -m 700 -o $(id -un) {path}",
  "mend.spool_in_memory": "export TOKENWELL_HOME=/PATH/ON/A/DISK",
  "mend.answers_waiting": "tokenwell status",
} satisfies Record<keyof typeof en, string>;
