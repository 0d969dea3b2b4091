/** A node's addresses, all on 127.0.0.1. */
export interface NodePorts {
  readonly etcd: number;
  readonly etcdPeer: number;
  readonly postgres: number;
  readonly rest: number;
}

export interface NodePlan {
  readonly name: string;
  readonly folder: string;
  readonly ports: NodePorts;
}

export interface ClusterPlan {
  readonly nodes: readonly NodePlan[];
  readonly synchronous: boolean;
  /** The leader's lease in seconds; Patroni's default is 30. */
  readonly ttl: number;
  readonly password: string;
}

const local = (port: number): string => `127.0.0.1:${port}`;

/**
 * Patroni's file. JSON is YAML. Its times keep the proportions of Patroni's defaults, 30 : 10 : 10.
 *
 * @see https://patroni.readthedocs.io/en/latest/yaml_configuration.html
 */
export function patroniFile(cluster: ClusterPlan, { folder, name, ports }: NodePlan): string {
  const { password, synchronous, ttl } = cluster;
  const wait = Math.floor(ttl / 3);
  return JSON.stringify({
    scope: "tokenwell",
    name,
    restapi: { listen: local(ports.rest), connect_address: local(ports.rest) },
    etcd3: { hosts: cluster.nodes.map((node) => local(node.ports.etcd)) },
    bootstrap: {
      dcs: {
        ttl,
        loop_wait: wait,
        retry_timeout: wait,
        maximum_lag_on_failover: 1_048_576,
        synchronous_mode: synchronous,
        postgresql: { use_pg_rewind: true, use_slots: true, parameters: { max_connections: 200 } },
      },
      initdb: [{ encoding: "UTF8" }, { locale: "C" }, { auth: "scram-sha-256" }, "data-checksums"],
    },
    postgresql: {
      listen: local(ports.postgres),
      connect_address: local(ports.postgres),
      data_dir: `${folder}/data`,
      bin_dir: "/usr/lib/postgresql/15/bin",
      pgpass: `${folder}/pgpass`,
      // A replica does not wait for the next checkpoint of its own accord.
      basebackup: [{ checkpoint: "fast" }],
      pg_hba: [
        "host replication replicator 127.0.0.1/32 scram-sha-256",
        "host all all 127.0.0.1/32 scram-sha-256",
      ],
      parameters: {
        unix_socket_directories: "",
        shared_buffers: "32MB",
        // In the folder, which goes with the node.
        dynamic_shared_memory_type: "mmap",
      },
      authentication: {
        superuser: { username: "postgres", password },
        replication: { username: "replicator", password },
        rewind: { username: "rewinder", password },
      },
    },
  });
}

/**
 * The program of a node: etcd and Patroni, which starts PostgreSQL. It is the first process of its namespace, so all of them
 * end with it at once, as on a machine that loses its power.
 */
export function nodeScript({ nodes }: ClusterPlan, { folder, name, ports }: NodePlan, user: string): string {
  const peers = nodes.map((node) => `${node.name}=http://${local(node.ports.etcdPeer)}`).join(",");
  const etcd = [
    `--name=${name}`,
    `--data-dir=${folder}/etcd`,
    `--listen-client-urls=http://${local(ports.etcd)}`,
    `--advertise-client-urls=http://${local(ports.etcd)}`,
    `--listen-peer-urls=http://${local(ports.etcdPeer)}`,
    `--initial-advertise-peer-urls=http://${local(ports.etcdPeer)}`,
    `--initial-cluster=${peers}`,
    // A busy test machine is slower than a network.
    "--heartbeat-interval=200",
    "--election-timeout=2000",
  ];
  return `rm -f data/postmaster.pid
setpriv ${user} etcd ${etcd.join(" ")} >etcd.log 2>&1 &
setpriv ${user} patroni patroni.yml >patroni.log 2>&1 &
wait
`;
}

/**
 * One address for the leader, by Patroni's word. The checks are closer together than in Patroni's example, every second.
 *
 * @see https://patroni.readthedocs.io/en/latest/rest_api.html#health-check-endpoints
 */
export function haproxyFile(port: number, nodes: readonly NodePlan[]): string {
  const servers = nodes.map(
    ({ name, ports }) => `  server ${name} ${local(ports.postgres)} check port ${ports.rest}`,
  );
  return `defaults
  mode tcp
  retries 2
  timeout connect 4s
  timeout check 5s
  timeout client 30m
  timeout server 30m
listen leader
  bind ${local(port)}
  option httpchk OPTIONS /primary
  http-check expect status 200
  default-server inter 1s fall 2 rise 1 on-marked-down shutdown-sessions
${servers.join("\n")}
`;
}
