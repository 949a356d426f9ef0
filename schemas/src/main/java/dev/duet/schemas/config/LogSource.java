package dev.duet.schemas.config;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/// What reading a system's log needs, by kind of database.
public sealed interface LogSource {

    DatabaseKind kind();

    /// Logical decoding: a replication slot and a publication, both made by `duet init`.
    record Postgres(String slot, String publication) implements LogSource {
        public static final String DEFAULT_SLOT = "duet";
        public static final String DEFAULT_PUBLICATION = "duet";
        private static final String ANCHOR = "_anchor";

        /// What PostgreSQL itself accepts as a slot's name.
        public static final Pattern SLOT = Pattern.compile("[a-z0-9_]{1,63}");

        public Postgres {
            if (!SLOT.matcher(slot).matches()) {
                throw new IllegalArgumentException("not a slot name: " + slot);
            }
            if (DatabaseKind.POSTGRES.refusal(publication).isPresent()) {
                throw new IllegalArgumentException("not a publication name: " + publication);
            }
        }

        /// The slot that stays behind, so that a part of the log can be read again.
        public Postgres anchor() {
            String name = slot.substring(0, Math.min(slot.length(), 63 - ANCHOR.length())) + ANCHOR;
            return new Postgres(name, publication);
        }

        @Override
        public DatabaseKind kind() {
            return DatabaseKind.POSTGRES;
        }
    }

    /// The binary log, read as a replica with this server id. MySQL cuts off the older of two
    /// replicas with one id.
    record Mysql(long serverId) implements LogSource {
        public static final long MIN_SERVER_ID = 1;
        public static final long MAX_SERVER_ID = 4_294_967_295L;

        /// Below it stand the ids that people give to their own replicas.
        private static final long MIN_DEFAULT_SERVER_ID = 100_000;

        public Mysql {
            if (serverId < MIN_SERVER_ID || serverId > MAX_SERVER_ID) {
                throw new IllegalArgumentException("not a server id: " + serverId);
            }
        }

        /// An id for a file that names none: always the same for one database, and likely to be
        /// free.
        public static long defaultServerId(DatabaseAddress address) {
            String text = address.host() + ":" + address.port() + "/" + address.database();
            CRC32 crc = new CRC32();
            crc.update(text.getBytes(StandardCharsets.UTF_8));
            return MIN_DEFAULT_SERVER_ID + crc.getValue() % (MAX_SERVER_ID - MIN_DEFAULT_SERVER_ID);
        }

        /// For one more reader beside the sync, for which it likely is free.
        public static Mysql beside() {
            return new Mysql(
                    ThreadLocalRandom.current().nextLong(MIN_DEFAULT_SERVER_ID, MAX_SERVER_ID));
        }

        @Override
        public DatabaseKind kind() {
            return DatabaseKind.MYSQL;
        }
    }
}
