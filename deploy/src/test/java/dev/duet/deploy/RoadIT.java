package dev.duet.deploy;

import dev.duet.deploy.config.ConfigReader;
import dev.duet.deploy.config.ConfigResult;
import dev.duet.deploy.config.SecretResolver;
import dev.duet.deploy.connect.Connections;
import dev.duet.deploy.connect.Endpoints;
import dev.duet.deploy.run.Side;
import dev.duet.deploy.run.Sync;
import dev.duet.deploy.support.RoadInit;
import dev.duet.localdb.LocalDatabases;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.SystemConfig;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;

class RoadIT {
    @TempDir Path folder;

    @Test
    void first() throws Exception {
        try (LocalDatabases dbs = LocalDatabases.start()) {
            dbs.postgres().createDatabase("crm");
            dbs.mysql().createDatabase("erp");
            try (Connection pg =
                            java.sql.DriverManager.getConnection(
                                    dbs.postgres().jdbcUrl("crm"),
                                    dbs.postgres().user(),
                                    dbs.postgres().password());
                    Connection my =
                            java.sql.DriverManager.getConnection(
                                    dbs.mysql().jdbcUrl("erp"),
                                    dbs.mysql().user(),
                                    dbs.mysql().password())) {
                exec(
                        pg,
                        "CREATE TABLE customer (customer_id int PRIMARY KEY, full_name"
                                + " varchar(100), balance numeric(12,2), note text)");
                exec(
                        my,
                        "CREATE TABLE client (account_number int PRIMARY KEY, client_name"
                                + " varchar(100), balance decimal(12,2), note text)");
                RoadInit.run(pg, my, java.util.List.of("customer"));
                Path yaml = folder.resolve("duet.yaml");
                Files.writeString(
                        yaml,
                        """
                        systems:
                          crm: { type: postgres, host: %s, port: %d, database: crm, user: %s, password: "${env:PGPW}", tls: disabled }
                          erp: { type: mysql, host: %s, port: %d, database: erp, user: %s, password: "${env:MYPW}", tls: disabled }
                        entities:
                          customer:
                            tables: { crm: public.customer, erp: client }
                            key: { id: { crm: customer_id, erp: account_number } }
                            fields:
                              name: { crm: full_name, erp: client_name }
                              balance: balance
                              note: note
                        settings: { heartbeat: 1s }
                        """
                                .formatted(
                                        dbs.postgres().host(),
                                        dbs.postgres().port(),
                                        dbs.postgres().user(),
                                        dbs.mysql().host(),
                                        dbs.mysql().port(),
                                        dbs.mysql().user()));
                ConfigResult result = new ConfigReader().read(yaml);
                if (!(result instanceof ConfigResult.Valid valid)) {
                    throw new AssertionError(result.toString());
                }
                DuetConfig config = valid.config();
                Endpoints endpoints =
                        new Endpoints(
                                new SecretResolver(
                                        Map.of(
                                                "PGPW",
                                                dbs.postgres().password(),
                                                "MYPW",
                                                dbs.mysql().password())),
                                config.settings().timeouts());
                Map<String, Side> sides = new LinkedHashMap<>();
                for (SystemConfig s : config.systems()) {
                    sides.put(
                            s.name(),
                            Side.of(
                                    endpoints.reader(s),
                                    new Connections(endpoints.reader(s)).pool("read", 2),
                                    new Connections(endpoints.writer(s)).pool("apply", 4)));
                }
                Sync sync = new Sync(config, sides, Sync.Variations.NONE);
                Thread t =
                        Thread.ofPlatform()
                                .start(
                                        () -> {
                                            try {
                                                sync.run();
                                            } catch (Exception e) {
                                                e.printStackTrace();
                                            }
                                        });
                exec(pg, "INSERT INTO customer VALUES (1, 'Ada', 10.50, 'x')");
                await(my, "SELECT client_name FROM client WHERE account_number = 1", "Ada");
                exec(my, "INSERT INTO client VALUES (2, 'Bob', 20.50, null)");
                await(pg, "SELECT full_name FROM customer WHERE customer_id = 2", "Bob");
                exec(my, "UPDATE client SET client_name = 'Ada L' WHERE account_number = 1");
                await(pg, "SELECT full_name FROM customer WHERE customer_id = 1", "Ada L");
                exec(pg, "DELETE FROM customer WHERE customer_id = 2");
                await(my, "SELECT count(*) FROM client", "1");
                System.out.println(sync.states() + " " + sync.meters());
                for (int i = 0; i < 6; i++) {
                    Thread.sleep(1000);
                    System.out.println(
                            one(
                                            pg,
                                            "select position || ' n=' || counter || ' res=' ||"
                                                + " source_resume_position || ' | ' ||"
                                                + " target_resume_position from duet.checkpoint")
                                    + " slot "
                                    + one(
                                            pg,
                                            "select confirmed_flush_lsn::text from"
                                                    + " pg_replication_slots"));
                }
                sync.close();
                t.join();
            }
        }
    }

    private static void await(Connection c, String sql, String expected) throws Exception {
        long begin = System.nanoTime();
        while (true) {
            String got = one(c, sql);
            if (expected.equals(got)) {
                System.out.println(
                        "arrived after " + (System.nanoTime() - begin) / 1_000_000 + " ms: " + sql);
                return;
            }
            if (System.nanoTime() - begin > 60_000_000_000L) {
                throw new AssertionError(sql + " = " + got);
            }
            Thread.sleep(1);
        }
    }

    private static void exec(Connection c, String sql) throws Exception {
        try (Statement s = c.createStatement()) {
            s.execute(sql);
        }
    }

    private static String one(Connection c, String sql) throws Exception {
        try (Statement s = c.createStatement();
                ResultSet r = s.executeQuery(sql)) {
            return r.next() ? r.getString(1) : null;
        }
    }
}
