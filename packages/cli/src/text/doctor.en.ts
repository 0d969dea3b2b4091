/** Sentences of `doctor` about PostgreSQL in English. */
export const en = {
  "doctor.check.database": "database",
  "doctor.database_encrypted": "{place}, PostgreSQL {server}, over TLS",
  "doctor.database_local": "{place}, PostgreSQL {server}, on this machine",
  "doctor.database_empty": "{place} is reached; the first login makes the tables",
  "doctor.spool_empty": "answers that the database does not take would lie in {path}; none does",
  "doctor.durable_server": "each commit is on the server's disk before it counts; no replica is waited for",
  "doctor.durable_replicated": "each commit is on the disks of the server and a replica before it counts",
  "doctor.processes_seen": "{count} with a sign of life in the last 80 s; none is stuck",
  "doctor.rights_missing": "{user} may not read and write {schema}.{table}",
  "doctor.schema_missing": "there are no tables yet, and {user} may not make them",
  "doctor.schema_old": "the tables are older than this tokenwell, and {user} may not change them",
  "doctor.server_forgets": "{setting} is off: a crash of the server can lose tokens that were replaced",
  "doctor.spool_unwritable":
    "an answer that the database does not take would be lost: {path} cannot be written",
  "doctor.spool_in_memory":
    "{path} is in memory ({type}): an answer that waits there is lost with the machine",
  "doctor.answers_waiting":
    "{count} wait in {path} for the database; any command of tokenwell hands them over",
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
} as const;
