/// A real PostgreSQL and a real MySQL on this machine, without Docker, for tests, the demo and
/// benchmarks.
///
/// Start with [dev.duet.localdb.LocalDatabases]; one server alone is
/// [dev.duet.localdb.LocalPostgres] or [dev.duet.localdb.LocalMysql]. [dev.duet.localdb.TcpProxy]
/// puts a faulty network in front of one. In come [dev.duet.localdb.ServerOptions], out goes a
/// server that answers SQL. All work is done on the calling thread, but for the proxy, which owns
/// virtual threads.
@NullMarked
package dev.duet.localdb;

import org.jspecify.annotations.NullMarked;
